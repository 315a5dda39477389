package dev.headgate.accounts;

import dev.headgate.accounts.CallTester.Target;
import dev.headgate.base.AccountId;
import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import dev.headgate.observe.Metrics;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does with accounts while they work, whether the settings file or the console owns them: look at them, test,
 * pause, let work again, end a rest, send sessions elsewhere. Blocks; thread-safe.
 */
public final class AccountCare {
    private static final int REASON_MAX = 500;

    private final Accounts accounts;
    private final AccountHealth health;
    private final CallTester tester;
    private final Stickiness stickiness;
    private final Parts parts;

    /** What lasts, what time it is, and who counts. */
    public record Parts(Standstills standstills, InstantSource clock, Metrics metrics) {}

    public AccountCare(Accounts accounts, AccountHealth health, CallTester tester, Stickiness stickiness, Parts parts) {
        this.accounts = accounts;
        this.health = health;
        this.tester = tester;
        this.stickiness = stickiness;
        this.parts = parts;
    }

    /** How an account is now. */
    public AccountReading reading(AccountId id) {
        return read(known(id));
    }

    /** How all accounts are now, by name. */
    public List<AccountReading> readings() {
        return accounts.directory().accounts().stream()
                .sorted(java.util.Comparator.comparing(Account::name))
                .map(this::read)
                .toList();
    }

    private AccountReading read(Account account) {
        AccountPulse pulse = health.pulse(account.id());
        return new AccountReading(
                account,
                health.state(account),
                pulse.inUse(),
                stickiness.sessions(account.id(), parts.clock().instant()),
                pulse.errorPpm(),
                pulse.firstByteNanos());
    }

    /**
     * Makes a real call on an account, whatever its state. One that comes to a good end makes the account well again; what a
     * failure means is as with users' calls. It takes one of the account's slots and is nobody's charge.
     *
     * @param model as clients name it; null: the cheapest one
     * @param heard is told each step as soon as it is over, on this thread
     * @throws IllegalArgumentException when the account or the model is not known, or all slots are taken
     * @throws CancellationException when the thread was interrupted; that says nothing about the account
     */
    public TestReport test(AccountId id, @Nullable String model, Consumer<TestStep> heard) {
        Account account = known(id);
        Optional<AccountPulse.Lease> lease = health.leaseForTest(account);
        if (lease.isEmpty()) {
            throw new IllegalArgumentException("account " + account.name() + ": all " + account.concurrency()
                    + " slots are taken by calls (expected: a free one)");
        }
        AccountPulse.Lease held = lease.get();
        try {
            TestReport report = tester.call(account, model, heard);
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the test was stopped");
            }
            health.tested(account, report);
            parts.metrics().accountTest(account.name(), report.outcome());
            return report;
        } finally {
            held.close();
        }
    }

    /**
     * Connects through a proxy.
     *
     * @param target where to, an http or https URL; null: the address of an account that uses it
     * @throws IllegalArgumentException when the proxy is not known, or no account tells where to connect to
     */
    public TestReport testProxy(String name, @Nullable URI target, Consumer<TestStep> heard) {
        return testProxy(accounts.directory(), tester, name, target == null ? null : new Target(target, false), heard);
    }

    /** The same for a directory of one's own, and for the machine's owner. */
    public static TestReport testProxy(
            AccountDirectory directory,
            CallTester tester,
            String name,
            @Nullable Target target,
            Consumer<TestStep> heard) {
        EgressProxy proxy = directory.proxies().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("proxy: \"" + name + "\" (expected: one of "
                        + directory.proxies().stream().map(EgressProxy::name).toList() + ")"));
        Target to = target != null
                ? target
                : directory.accounts().stream()
                        .filter(account -> proxy.equals(account.options().proxy()))
                        .map(account -> new Target(URI.create(account.baseUrl().origin()), account.declared()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("target: none, and no account uses proxy "
                                + name + " (expected: an http or https URL)"));
        String scheme = to.url().getScheme();
        boolean web = "http".equals(scheme) || "https".equals(scheme);
        Check.that(web && to.url().getHost() != null, "target", "\"" + to.url() + "\"", "an http or https URL");
        return tester.proxy(proxy, to, heard);
    }

    /**
     * Pauses an account until it is resumed, also over a restart. Calls in flight go on.
     *
     * @param reason in the operator's words, shown beside the state; may be empty
     */
    public void pause(AccountId id, String reason) {
        known(id);
        Check.that(reason.length() <= REASON_MAX, "reason", reason.length() + " characters", "at most " + REASON_MAX);
        String words = reason.isBlank() ? "paused" : "paused: " + reason.strip();
        parts.standstills().pause(id, words);
    }

    /** Lets an account work again that is paused, or that the file no longer declares. Any other stays as it is. */
    public void resume(AccountId id) {
        Account account = known(id);
        if (!account.enabled() && !account.declared()) {
            accounts.enable(id);
        }
        parts.standstills().resume(id);
    }

    /** Ends cool-downs, exhaustion, an open breaker and the need for attention; a pause stays. */
    public void clear(AccountId id) {
        health.recover(known(id).id());
        parts.standstills().write();
    }

    /** Sends an account's sessions elsewhere. Answers that only it can continue can't be continued any more. */
    public void flush(AccountId id) {
        stickiness.forget(known(id).id());
    }

    /** Lets a group's sessions and prompts find new homes. */
    public void flush(GroupId id) {
        Check.that(accounts.directory().group(id).isPresent(), "group", Long.toString(id.value()), "a known group");
        stickiness.forget(id);
    }

    private Account known(AccountId id) {
        return accounts.directory()
                .account(id)
                .orElseThrow(
                        () -> new IllegalArgumentException("account: " + id.value() + " (expected: a known account)"));
    }
}

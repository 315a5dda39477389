package dev.headgate.accounts;

import dev.headgate.accounts.TestReport.Told;
import dev.headgate.accounts.TestReport.Used;
import dev.headgate.base.AccountId;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.observe.Metrics;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Accounts on a real database with a provider that answers tests as it is told. */
final class AccountScene implements AutoCloseable {
    final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T10:00:00Z"));
    final Provided provider = new Provided();
    final List<String> forgotten = new CopyOnWriteArrayList<>();
    final Metrics metrics = new Metrics();
    final SecureRandom random = new SecureRandom();
    private final String url;
    private final Vault vault;
    private final RandomGenerator quick = RandomGenerator.of("L64X128MixRandom");
    Store store;
    Accounts accounts;
    AccountHealth health;
    QuotaHistory history;
    PastStates past;
    HealthKeeper keeper;
    DirectoryWatch watch;
    AccountCare care;

    AccountScene(Path folder) {
        this("sqlite:" + folder.resolve("test.db"));
    }

    AccountScene(String url) {
        this.url = url;
        vault = new Vault(new byte[32], random);
        store = Store.open(url);
        open();
    }

    /** A provider: tests succeed unless a failure is queued, and wait while {@code gate} has no permit. */
    static final class Provided implements CallTester {
        final Queue<Setback> failures = new ConcurrentLinkedQueue<>();
        final List<String> calls = new CopyOnWriteArrayList<>();
        final AtomicInteger open = new AtomicInteger();
        final Semaphore gate = new Semaphore(1_000_000);

        @Override
        public TestReport call(Account account, @Nullable String model, Consumer<TestStep> heard) {
            open.incrementAndGet();
            calls.add(account.name());
            gate.acquireUninterruptibly();
            open.decrementAndGet();
            Setback setback = failures.poll();
            return new TestReport(
                    model == null ? "cheapest" : model,
                    List.of(),
                    setback == null ? null : ErrorCode.UPSTREAM_CREDENTIALS,
                    setback,
                    setback == null ? new Used(5, 7_000) : Used.NOTHING,
                    Told.NOTHING);
        }

        @Override
        public TestReport proxy(EgressProxy proxy, Target target, Consumer<TestStep> heard) {
            calls.add(proxy.name() + " to " + target.url());
            return new TestReport("", List.of(), null, null, Used.NOTHING, Told.NOTHING);
        }
    }

    private void open() {
        accounts = new Accounts(store, vault, new IdSource(clock, quick));
        accounts.reload();
        health = new AccountHealth(clock, quick);
        Standstills standstills = new Standstills(store, accounts, health, vault, clock);
        history = new QuotaHistory(store, accounts, health, clock);
        past = new PastStates(store, accounts, health, clock);
        past.load();
        keeper = new HealthKeeper(store, health, standstills, history, clock);
        keeper.start();
        watch = new DirectoryWatch(accounts, standstills); // looks when it is told to
        Stickiness stickiness = new Stickiness() {
            @Override
            public void forget(AccountId account) {
                forgotten.add("account " + account.value());
            }

            @Override
            public void forget(GroupId group) {
                forgotten.add("group " + group.value());
            }

            @Override
            public int sessions(AccountId account, Instant now) {
                return 3;
            }
        };
        care = new AccountCare(
                accounts, health, provider, stickiness, new AccountCare.Parts(standstills, clock, metrics));
    }

    void restart() {
        keeper.close();
        store.close();
        store = Store.open(url);
        open();
    }

    AccountProbes probes(ProbesConfig config) {
        return new AccountProbes(accounts, health, care, config, new AccountProbes.Parts(clock, quick));
    }

    AccountTransfer transfer(AddressRule rule) {
        return new AccountTransfer(accounts, new AccountTransfer.Parts(store, vault, random, rule));
    }

    static DeclaredAccount draft(String name, AccountOptions options) {
        return new DeclaredAccount(
                name,
                Provider.ANTHROPIC,
                BaseUrl.parse("https://api.example.com"),
                new Credential.ApiKey(new Secret("key-of-" + name)),
                List.of("default"),
                2,
                50,
                1,
                List.of(),
                null,
                options);
    }

    /** Accounts that the settings file owns. */
    void declare(DeclaredAccount... declared) {
        accounts.apply(
                List.of(
                        new DeclaredGroup("default", 1_000_000, Group.Billing.NONE, new Group.UnknownModel.Refuse()),
                        new DeclaredGroup("night", 1_000_000, Group.Billing.NONE, new Group.UnknownModel.Refuse())),
                List.of(new DeclaredProxy("office", new Secret("socks5://u:proxy-password@10.0.0.5:1080"))),
                List.of(declared));
    }

    void declare(String... names) {
        List<DeclaredAccount> all = new ArrayList<>();
        for (String name : names) {
            all.add(draft(name, AccountOptions.NONE));
        }
        declare(all.toArray(new DeclaredAccount[0]));
    }

    Account account(String name) {
        return accounts.directory().named(name).orElseThrow();
    }

    AccountState.Status status(String name) {
        return health.state(account(name)).status();
    }

    void fail(String name, Setback.Kind kind) {
        health.failed(account(name), null, new Setback(kind, false, null, "as told"));
    }

    @Override
    public void close() {
        keeper.close();
        store.close();
    }
}

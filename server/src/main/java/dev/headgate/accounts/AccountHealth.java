package dev.headgate.accounts;

import dev.headgate.accounts.Attention.Refusal;
import dev.headgate.accounts.Hold.Stay;
import dev.headgate.base.AccountId;
import dev.headgate.cluster.Answer;
import dev.headgate.cluster.Cluster;
import dev.headgate.cluster.Leases;
import dev.headgate.cluster.Name;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The slots and the state of every account, on the hot path: short critical sections on one account, no I/O. Thread-safe.
 *
 * <p>What each failure does is said in {@link AccountPulse}; a breaker opens for 30 s after three connections or five answers
 * in a row that failed, then one call probes.
 */
public final class AccountHealth {
    private static final Answer<Boolean> YES = Answer.of(true);

    private final InstantSource clock;
    private final RandomGenerator random;
    private final ConcurrentHashMap<AccountId, AccountPulse> pulses = new ConcurrentHashMap<>();
    private volatile Consumer<AccountId> onRoom = nobody -> {};
    private final @Nullable Leases leases;
    private final @Nullable SharedRests others;

    /** For one process that nobody shares accounts with. */
    public AccountHealth(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        this.leases = null;
        this.others = null;
    }

    /** @param self tells this gateway from the others of {@code cluster} */
    public AccountHealth(InstantSource clock, RandomGenerator random, Cluster cluster, String self) {
        this.clock = clock;
        this.random = random;
        this.leases = cluster.shared() ? cluster.leases() : null;
        this.others = new SharedRests(cluster, self, new SharedRests.Hears() {
            @Override
            public void rest(AccountId id, AccountMarks.Rest rest) {
                pulse(id).rest(rest, clock.instant());
                onRoom.accept(id);
            }

            @Override
            public void well(AccountId id, @Nullable String only) {
                pulse(id).recover(only);
                onRoom.accept(id);
            }

            @Override
            public void paused(AccountId id, @Nullable String reason) {
                pulse(id).pause(reason == null ? null : new Stay(reason, clock.instant()));
                onRoom.accept(id);
            }
        });
    }

    /**
     * Who wants to know when an account may take calls that it didn't take before: a slot was given back, or what kept it away has
     * changed. Called on the thread that did it, which may be an event loop, and never under a lock of this class.
     */
    public void whenRoom(Consumer<AccountId> listener) {
        onRoom = listener;
    }

    /** The account's pulse, the same object as long as the program runs: a pool may keep it. */
    public AccountPulse pulse(AccountId id) {
        AccountPulse known = pulses.get(id);
        return known != null ? known : pulses.computeIfAbsent(id, this::made);
    }

    private AccountPulse made(AccountId id) {
        return new AccountPulse(random, () -> onRoom.accept(id));
    }

    /** Takes a slot when one is free and the state allows it. */
    public Optional<AccountPulse.Lease> lease(Account account) {
        return Optional.ofNullable(pulse(account.id()).lease(account, null, clock.instant()));
    }

    /** The same for a call that asks for one model, which may be cooling by itself. */
    public Optional<AccountPulse.Lease> lease(Account account, String upstreamModel) {
        return Optional.ofNullable(pulse(account.id()).lease(account, upstreamModel, clock.instant()));
    }

    /** Under what gateways count an account's slots together. */
    public static Name slots(AccountId id) {
        return Name.of("account-slots", id.value());
    }

    /**
     * Whether the other gateways leave a slot for {@code lease}, which was taken here. Where there are none it is known at once and
     * costs nothing. A lease for which there is no slot has been given back. Where the others can't be asked, whoever asks may go on:
     * this process still keeps the bound by itself.
     */
    public Answer<Boolean> confirm(Account account, AccountPulse.Lease lease) {
        Leases shared = leases;
        return shared == null
                ? YES
                : shared.take(slots(account.id()), account.concurrency())
                        .map(taken -> AccountPulse.joined(lease, taken));
    }

    /** Takes a slot when one is free, whatever the state. */
    Optional<AccountPulse.Lease> leaseForTest(Account account) {
        return Optional.ofNullable(pulse(account.id()).leaseForTest(account));
    }

    /** How the account is now. A breaker ready for its probe shows as active. */
    public AccountState state(Account account) {
        return pulse(account.id()).state(account, clock.instant());
    }

    /** An attempt came to a good end. */
    public void succeeded(AccountId id, String upstreamModel) {
        if (pulse(id).succeeded(upstreamModel)) {
            onRoom.accept(id);
        }
    }

    /** The provider answered and holds nothing against the account, whatever it thinks of the request. */
    public void answered(AccountId id) {
        if (pulse(id).answered()) {
            onRoom.accept(id);
        }
    }

    /** The first byte of an answer took so long. */
    public void firstByte(AccountId id, long nanos) {
        pulse(id).firstByte(nanos);
    }

    /** An attempt failed for a reason that concerns the account. */
    public void failed(Account account, @Nullable String upstreamModel, Setback setback) {
        AccountPulse pulse = pulse(account.id());
        pulse.failed(account, upstreamModel, setback, clock.instant());
        SharedRests shared = others;
        if (shared != null && setback.kind().rests()) {
            shared.tell(account.id(), pulse.rests(clock.instant()).rests());
        }
        onRoom.accept(account.id()); // it rests now: when that ends is news
    }

    /** Windows as a vendor just told them; {@code upstreamModel} null: of the whole account. */
    public void told(AccountId id, @Nullable String upstreamModel, List<QuotaWindow> windows) {
        if (pulse(id).told(upstreamModel, windows)) {
            onRoom.accept(id);
        }
    }

    /** Ends every hold of an account: an operator or a probe says that it is well again. */
    public void recover(AccountId id) {
        well(id, null);
    }

    private void well(AccountId id, @Nullable String only) {
        AccountPulse pulse = pulse(id);
        SharedRests shared = others;
        if (shared != null) {
            shared.tellWell(id, pulse.rests(clock.instant()).rests(), only);
        }
        pulse.recover(only);
        onRoom.accept(id);
    }

    /** A test call said how the account is: a success makes it well again, a failure counts as one of a user's call. */
    void tested(Account account, TestReport report) {
        AccountPulse pulse = pulse(account.id());
        pulse.told(null, report.told().account());
        if (!report.told().model().isEmpty()) {
            pulse.told(report.model(), report.told().model());
        }
        spent(account, report.used().tokens(), report.used().listNanos());
        Setback setback = report.setback();
        if (report.good()) {
            well(account.id(), report.model());
        } else if (setback != null) {
            failed(account, report.model().isEmpty() ? null : report.model(), setback);
        }
    }

    /** Pauses an account; null: no more. */
    void pause(AccountId id, @Nullable Stay stay) {
        foundPaused(id, stay);
        SharedRests shared = others;
        if (shared != null) {
            shared.tellPaused(id, stay == null ? null : stay.reason());
        }
    }

    /** The same without telling the others: they know. */
    void foundPaused(AccountId id, @Nullable Stay stay) {
        pulse(id).pause(stay);
        onRoom.accept(id);
    }

    /** Somebody else found that an account's credential is refused; null: no more. */
    void foundRefused(AccountId id, @Nullable Refusal refusal) {
        pulse(id).refused(refusal);
        onRoom.accept(id);
    }

    /** The credential works again: it was renewed or put in anew. */
    public void credentialGood(AccountId id) {
        foundRefused(id, null);
    }

    /** An attempt on the account used so much, for the quotas that the operator set. */
    public void spent(Account account, long tokens, long listNanos) {
        if (!account.options().allowances().isEmpty()) {
            pulse(account.id()).spent(account, tokens, listNanos, clock.instant());
            onRoom.accept(account.id());
        }
    }

    /** Finds out about rests that others told and this one missed. */
    void look() {
        SharedRests shared = others;
        if (shared != null) {
            shared.look(pulses.keySet());
        }
    }

    Map<AccountId, AccountPulse> pulses() {
        return pulses;
    }

    /** Calls in flight over all accounts. */
    public int inUse() {
        int sum = 0;
        for (AccountPulse pulse : pulses.values()) {
            sum += pulse.inUse();
        }
        return sum;
    }
}

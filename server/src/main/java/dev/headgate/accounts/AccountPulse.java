package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.ModelState;
import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.Attention.Refusal;
import dev.headgate.accounts.Hold.Stay;
import dev.headgate.cluster.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What changes about one account while it works: slots in use, holds, windows, how quick and how faulty it is. One object for
 * an account's whole life, so that a pool can keep it beside the {@link Account}. Reading costs a few memory accesses; changes
 * are short critical sections without I/O. Thread-safe.
 */
public final class AccountPulse {
    /*
     * Policies of DESIGN 5.3. A vendor that asks for a time gets it, within reason; else a base doubles with each repetition
     * up to a ceiling, spread by 20 % so that many accounts don't come back at once. Holds never shorten one another: each
     * kind has its own end, and the one that lasts longest is shown.
     */
    private static final Duration COOL_BASE = Duration.ofSeconds(5);
    private static final Duration RATE_LIMIT_MAX = Duration.ofMinutes(5);
    private static final Duration OVERLOAD_MAX = Duration.ofMinutes(10);
    private static final Duration QUOTA_DEFAULT = Duration.ofHours(1);
    private static final Duration BREAKER_OPEN = Duration.ofSeconds(30);
    private static final Duration ASKED_MAX = Duration.ofDays(32);
    private static final Leases.Lease NOBODYS = () -> {};
    private static final int UNREACHABLE_MAX = 3;
    private static final int FAILED_MAX = 5;

    /** Weight of a new outcome in the error rate: the last 16 or so calls count. */
    private static final int ERROR_SHIFT = 4;

    private final RandomGenerator random;
    private final Runnable onRoom;
    private int inUse;
    private volatile int inUseSeen;
    private volatile int errorPpm;
    private volatile long firstByteNanos;
    private final Hold paused = new Hold(Status.PAUSED);
    private final Hold exhausted = new Hold(Status.EXHAUSTED);
    private final Hold cooling = new Hold(Status.COOLING);
    private final Hold breaker = new Hold(Status.COOLING);
    private final Attention attention = new Attention();
    private int repetitions;
    private int unreachable;
    private int failed;
    private boolean breakerTripped;
    private boolean probing;
    private boolean unwritten;
    private final Quotas quotas = new Quotas();
    private final ModelPulses models = new ModelPulses();
    private final RecentRests recent = new RecentRests();
    private volatile View view = new View(AccountState.HEALTHY, null, Long.MIN_VALUE);

    /** @param onRoom called, outside of any lock, when a slot was given back */
    AccountPulse(RandomGenerator random, Runnable onRoom) {
        this.random = random;
        this.onRoom = onRoom;
    }

    /** A state together with what it was made from. */
    private record View(AccountState state, @Nullable Account of, long staleAtMillis) {}

    /** One slot of the account; ends once. */
    public final class Lease implements AutoCloseable {
        private final boolean probe;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile Leases.Lease shared = NOBODYS;

        private Lease(boolean probe) {
            this.probe = probe;
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                giveBack(probe);
                shared.close();
                onRoom.run();
            }
        }
    }

    /** The gateways' common slot that goes with one of our own; empty when there is none: then ours is given back too. */
    static boolean joined(Lease lease, Optional<Leases.Lease> taken) {
        if (taken.isEmpty()) {
            lease.close();
            return false;
        }
        lease.shared = taken.get();
        if (lease.ended.get()) {
            taken.get().close(); // ended while it was asked for
        }
        return true;
    }

    private synchronized void giveBack(boolean probe) {
        inUseSeen = --inUse;
        if (probe) {
            probing = false;
            changed();
        }
    }

    /** Calls in flight. */
    public int inUse() {
        return inUseSeen;
    }

    /** Recent share of failed attempts, parts per million. */
    public int errorPpm() {
        return errorPpm;
    }

    /** Recent time to the first byte in nanoseconds: rises at once, falls slowly; 0 while unknown. */
    public long firstByteNanos() {
        return firstByteNanos;
    }

    /** How the account is. {@code account} is its definition as the directory has it now. */
    @SuppressWarnings("ReferenceEquality") // definitions are swapped whole: the same object means that nothing changed
    public AccountState state(Account account, Instant now) {
        View seen = view;
        return seen.of() == account && now.toEpochMilli() < seen.staleAtMillis() ? seen.state() : look(account, now);
    }

    /** Takes a slot when one is free and the state allows it. */
    synchronized @Nullable Lease lease(Account account, @Nullable String upstreamModel, Instant now) {
        AccountState state = state(account, now);
        boolean may = upstreamModel == null ? state.status() == Status.ACTIVE : state.takes(upstreamModel);
        if (!may || inUse >= account.concurrency()) {
            return null;
        }
        inUseSeen = ++inUse;
        boolean probe = breakerTripped;
        if (probe) {
            probing = true;
            changed();
        }
        return new Lease(probe);
    }

    /** Takes a slot when one is free, whatever the state. */
    synchronized @Nullable Lease leaseForTest(Account account) {
        if (inUse >= account.concurrency()) {
            return null;
        }
        inUseSeen = ++inUse;
        return new Lease(false);
    }

    private void changed() {
        unwritten = true;
        view = new View(view.state(), null, Long.MIN_VALUE);
    }

    private synchronized AccountState look(Account account, Instant now) {
        attention.judge(account);
        Standing standing = Standing.of(account, now);
        Status status = standing.status();
        Instant until = standing.until();
        String reason = standing.reason();
        Instant since = null;
        Instant stale = Hold.earlier(standing.changesAt(), null);
        List<QuotaWindow> windows = quotas.of(account);
        if (status == Status.ACTIVE) {
            Hold longest = null;
            for (Hold hold :
                    List.of(paused, attention.hold(), exhausted, cooling, breaker, Quotas.full(windows, now))) {
                stale = hold.heldAt(now) ? Hold.earlier(stale, hold.until()) : stale;
                longest = Hold.longer(longest, hold, now);
            }
            if (longest != null) {
                status = longest.status();
                until = longest.passesAt();
                since = longest.since();
                reason = longest.reason();
            } else if (breakerTripped && probing) {
                status = Status.COOLING;
                reason = "one call probes whether it is back";
            }
        }
        Map<String, ModelState> modelStates = new HashMap<>();
        for (Map.Entry<String, ModelPulse> entry : models.all()) {
            for (Hold hold : entry.getValue().holds(now)) {
                stale = hold.heldAt(now) ? Hold.earlier(stale, hold.until()) : stale;
            }
            modelStates.put(entry.getKey(), entry.getValue().state(now));
        }
        AccountState made = new AccountState(status, until, since, reason, windows, modelStates);
        view = new View(made, account, stale == null ? Long.MAX_VALUE : stale.toEpochMilli());
        return made;
    }

    /** An attempt came to a good end. Whether an open breaker closed with it. */
    synchronized boolean succeeded(@Nullable String upstreamModel) {
        repetitions = 0;
        ModelPulse model = models.known(upstreamModel);
        if (model != null) {
            model.repetitions = 0;
        }
        return answered();
    }

    /** The provider answered and holds nothing against the account: it can be reached. Whether an open breaker closed with it. */
    synchronized boolean answered() {
        unreachable = 0;
        failed = 0;
        errorPpm -= errorPpm >> ERROR_SHIFT;
        if (!breakerTripped) {
            return false;
        }
        breakerTripped = false;
        breaker.end();
        changed();
        return true;
    }

    /** The first byte of an answer took so long. */
    void firstByte(long nanos) {
        long before = firstByteNanos;
        firstByteNanos = nanos >= before ? nanos : before - (before - nanos) / 8;
    }

    /** An attempt failed for a reason that concerns the account. */
    synchronized void failed(Account account, @Nullable String upstreamModel, Setback setback, Instant now) {
        errorPpm += (QuotaWindow.FULL_PPM - errorPpm) >> ERROR_SHIFT;
        switch (setback.kind()) {
            case UNREACHABLE -> {
                if (++unreachable >= UNREACHABLE_MAX || breakerTripped) {
                    trip(now, unreachable + " connections in a row failed");
                }
            }
            case FAILED -> {
                if (++failed >= FAILED_MAX || breakerTripped) {
                    trip(now, failed + " answers in a row failed");
                }
            }
            case CREDENTIAL -> attention.refused(new Refusal(account.credential(), new Stay(setback.words(), now)));
            case EXHAUSTED -> {
                Duration time = setback.asked() == null ? QUOTA_DEFAULT : setback.asked();
                hold(upstreamModel, setback, now, time);
            }
            case RATE_LIMITED -> hold(upstreamModel, setback, now, rest(upstreamModel, setback, RATE_LIMIT_MAX));
            case OVERLOADED -> hold(upstreamModel, setback, now, rest(upstreamModel, setback, OVERLOAD_MAX));
        }
        changed();
    }

    private void trip(Instant now, String why) {
        breakerTripped = true;
        breaker.set(now.plus(BREAKER_OPEN), why);
        recent.add(now, new AccountMarks.Rest("", Status.COOLING, now.plus(BREAKER_OPEN), why));
    }

    private Duration rest(@Nullable String upstreamModel, Setback setback, Duration max) {
        int before;
        if (setback.modelOnly() && upstreamModel != null) {
            before = models.of(upstreamModel).repetitions++;
        } else {
            before = repetitions++;
        }
        if (setback.asked() != null) {
            return setback.asked();
        }
        long doubled = Math.min(max.toMillis(), COOL_BASE.toMillis() << Math.min(before, 20));
        return Duration.ofMillis(doubled * (80 + random.nextInt(41)) / 100);
    }

    private void hold(@Nullable String upstreamModel, Setback setback, Instant now, Duration time) {
        Instant end = now.plus(time.compareTo(ASKED_MAX) > 0 ? ASKED_MAX : time);
        String model = setback.modelOnly() && upstreamModel != null ? upstreamModel : "";
        Status status = setback.kind() == Setback.Kind.EXHAUSTED ? Status.EXHAUSTED : Status.COOLING;
        rest(new AccountMarks.Rest(model, status, end, setback.words()), now);
    }

    /** The rests that began since it was asked for last, the newest at least. */
    synchronized List<RecentRests.Begun> takeRests() {
        return recent.take();
    }

    /**
     * Windows as just told: each replaces the one of its name. {@code upstreamModel} null: of the whole account. Whether the account
     * was last seen to rest, so that it may take calls again.
     */
    synchronized boolean told(@Nullable String upstreamModel, List<QuotaWindow> told) {
        if (upstreamModel == null) {
            quotas.told(told);
        } else {
            models.of(upstreamModel).quotas.told(told);
        }
        changed();
        AccountState seen = view.state();
        return seen.status() != Status.ACTIVE || !seen.models().isEmpty();
    }

    /** Counts what an attempt used against the operator's own quotas. */
    synchronized void spent(Account account, long tokens, long listNanos, Instant now) {
        quotas.spent(account.options().allowances(), tokens, listNanos, now);
        changed();
    }

    /** What has to be written, null when nothing has changed since it was asked for last. */
    synchronized @Nullable AccountMarks changedMarks(Instant now) {
        if (!unwritten) {
            return null;
        }
        unwritten = false;
        AccountMarks marks = rests(now);
        quotas.all().forEach(window -> marks.windows().add(new AccountMarks.Told("", window)));
        models.forEach((model, of) ->
                of.quotas.all().forEach(window -> marks.windows().add(new AccountMarks.Told(model, window))));
        return marks;
    }

    /** The rests alone. */
    synchronized AccountMarks rests(Instant now) {
        AccountMarks marks = AccountMarks.empty();
        List.of(exhausted, cooling).forEach(hold -> hold.mark("", now, marks));
        models.forEach((model, of) -> of.mark(model, now, marks));
        return marks;
    }

    synchronized void restore(AccountMarks marks, Instant now) {
        for (AccountMarks.Told told : marks.windows()) {
            told(told.model().isEmpty() ? null : told.model(), List.of(told.window()));
        }
        marks.rests().forEach(rest -> rest(rest, now));
        unwritten = false;
    }

    /** A rest as it was found out here, by another gateway, or by this one before a restart. */
    synchronized void rest(AccountMarks.Rest rest, Instant now) {
        if (rest.until().isAfter(now)) {
            boolean exhausts = rest.status() == Status.EXHAUSTED;
            ModelPulse of = rest.model().isEmpty() ? null : models.of(rest.model());
            Hold hold = of == null ? exhausts ? exhausted : cooling : exhausts ? of.exhausted : of.cooling;
            hold.extend(rest.until(), rest.reason());
            recent.add(now, rest);
            changed();
        }
    }

    /** Says that it has to be written again. */
    synchronized void touch() {
        unwritten = true;
    }

    /** Null: no more. */
    synchronized void pause(@Nullable Stay stay) {
        paused.stay(stay);
        changed();
    }

    synchronized @Nullable Stay paused() {
        return paused.stay();
    }

    /** The refusal of {@code account}'s credential as it is now; null when it wasn't refused. */
    synchronized @Nullable Refusal refusal(Account account) {
        attention.judge(account);
        return attention.refusal();
    }

    /** As another process, or this one before a restart, has found out. Null: it works again, or is another one. */
    synchronized void refused(@Nullable Refusal refusal) {
        attention.set(refusal);
        changed();
    }

    /**
     * Ends every hold but a pause: an operator or a test says that the account is well again.
     *
     * @param only of holds of single models those of this one, null: of all
     */
    synchronized void recover(@Nullable String only) {
        attention.end();
        List.of(exhausted, cooling, breaker).forEach(Hold::end);
        models.forEach((model, of) -> {
            if (only == null || only.equals(model)) {
                of.end();
            }
        });
        repetitions = 0;
        unreachable = 0;
        failed = 0;
        breakerTripped = false;
        probing = false;
        changed();
    }
}

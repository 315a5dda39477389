package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.PastCourse.Seen;
import dev.headgate.accounts.PastState.Of;
import dev.headgate.base.AccountId;
import dev.headgate.base.Check;
import dev.headgate.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When accounts took no calls, and why: cool-downs, used up quotas, pauses, refused credentials. One gateway on a store looks every few
 * seconds ({@link #look}) for all of them, so that no call waits for it. Blocks; thread-safe.
 */
public final class PastStates {
    /** The most that are told at once, the newest. */
    public static final int TOLD_MAX = 500;

    private static final int PIECE = 2_000;

    private final Store store;
    private final Accounts accounts;
    private final AccountHealth health;
    private final InstantSource clock;
    private final PastCourse course = new PastCourse();

    public PastStates(Store store, Accounts accounts, AccountHealth health, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.health = health;
        this.clock = clock;
    }

    /**
     * States that touch the time between two instants, the newest first, at most {@value #TOLD_MAX}.
     *
     * @param id null: of all accounts
     */
    public List<PastState> between(@Nullable AccountId id, Instant from, Instant to) {
        Check.that(from.isBefore(to), "from", from, "before " + to);
        Check.that(
                Duration.between(from, to).compareTo(QuotaHistory.STRETCH_MAX) <= 0,
                "from",
                from,
                "at most 400 days before " + to);
        return store.read(handle -> JdbcPastStates.between(handle, id, from, to, TOLD_MAX));
    }

    /** Takes over what another process, or this one before a restart, has written of what may last. */
    public synchronized void load() {
        Instant late = clock.instant().minus(PastCourse.JOINED);
        course.load(store.read(handle -> JdbcPastStates.lasting(handle, late)));
        health.pulses().values().forEach(AccountPulse::takeRests); // they were told by who looked then
    }

    /** Sees how all accounts are, and writes what has changed; what can't be written is tried again with the next look. */
    public synchronized void look() {
        Instant now = clock.instant();
        Set<AccountId> known = new HashSet<>();
        for (Account account : accounts.directory().accounts()) {
            known.add(account.id());
            see(account, now);
        }
        course.only(known);
        List<PastState> changed = course.changed();
        if (changed.isEmpty()) {
            return;
        }
        try {
            store.write(handle -> {
                JdbcPastStates.keep(handle, changed);
                return 0;
            });
        } catch (RuntimeException e) {
            course.again(changed);
            throw e;
        }
    }

    /**
     * Takes out what is over for that long, in small pieces; returns how much.
     *
     * @param age zero = never
     * @param stop asked after each piece whether to leave the rest for later
     */
    public static long cut(Store store, Instant now, Duration age, BooleanSupplier stop) {
        if (age.isZero()) {
            return 0;
        }
        Instant before = now.minus(age);
        long gone = 0;
        int piece;
        do {
            piece = store.write(handle -> JdbcPastStates.cut(handle, before, PIECE));
            gone += piece;
        } while (piece > 0 && !stop.getAsBoolean());
        return gone;
    }

    private void see(Account account, Instant now) {
        AccountId id = account.id();
        AccountPulse pulse = health.pulse(id);
        pulse.takeRests().forEach(one -> course.rested(id, one));
        AccountState state = pulse.state(account, now);
        course.seen(new Seen(new Of(id, ""), state.status(), state.since(), state.until(), state.reason()), now);
        state.models().forEach((model, of) -> {
            // what an account's own state hides is told of the account
            Status status = state.status() == Status.ACTIVE ? of.status() : Status.ACTIVE;
            course.seen(new Seen(new Of(id, model), status, null, of.until(), of.reason()), now);
        });
    }
}

package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.PastState.Of;
import dev.headgate.base.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes past states of what is seen of accounts from time to time, and of rests that may be over before anybody looks. Holds one state
 * for each account and model that doesn't take calls, or did not a minute ago. Pure; confined to one thread.
 */
final class PastCourse {
    /*
     * A rest that begins within a minute of the end of one of the same kind goes on with it: an account that a vendor throttles rests
     * hundreds of times an hour, and is told as one row with a count. So there is at most one row a minute for each account and model.
     */
    static final Duration JOINED = Duration.ofMinutes(1);

    private final Map<Of, PastState> last = new HashMap<>();
    private final Map<Begin, PastState> changed = new HashMap<>();

    private record Begin(Of of, Status status, Instant from) {}

    /** What the store has of late; forgets all else. */
    void load(Collection<PastState> states) {
        last.clear();
        changed.clear();
        for (PastState state : states) {
            last.merge(state.of(), state, (one, other) -> one.from().isAfter(other.from()) ? one : other);
        }
    }

    /** A rest that began. */
    void rested(AccountId account, RecentRests.Begun begun) {
        Of of = new Of(account, begun.rest().model());
        AccountMarks.Rest rest = begun.rest();
        PastState before = last.get(of);
        if (before != null && hides(before, begun)) {
            return;
        }
        if (before == null
                || before.status() != rest.status()
                || before.overAt(begun.at().minus(JOINED))) {
            begin(before, new PastState(of, rest.status(), begun.at(), rest.until(), rest.reason(), 1));
            return;
        }
        Instant end = before.until();
        if (end != null) {
            int more = end.isAfter(begun.at()) ? 0 : 1;
            Instant until = end.isAfter(rest.until()) ? end : rest.until();
            put(before.until(until, rest.reason(), before.times() + more));
        }
    }

    /** Of two states the one that lasts longer is shown. */
    private static boolean hides(PastState before, RecentRests.Begun begun) {
        AccountMarks.Rest rest = begun.rest();
        Instant end = before.until();
        if (before.overAt(begun.at())) {
            return false;
        }
        return stays(before)
                || before.status() != rest.status()
                        && end != null
                        && !rest.until().isAfter(end);
    }

    private static boolean stays(PastState state) {
        return state.status() == Status.PAUSED || state.status() == Status.NEEDS_ATTENTION;
    }

    /**
     * How it is now.
     *
     * @param since since when, where that is known
     * @param until when it ends, where that is known
     */
    record Seen(
            Of of,
            Status status,
            @Nullable Instant since,
            @Nullable Instant until,
            String reason) {}

    void seen(Seen seen, Instant now) {
        PastState before = last.get(seen.of());
        if (seen.status() == Status.ACTIVE || seen.status() == Status.EXPIRED) {
            if (before != null && !before.overAt(now)) {
                put(before.until(now, before.reason(), before.times()));
            } else if (before != null && before.overAt(now.minus(JOINED))) {
                last.remove(seen.of());
            }
            return;
        }
        if (before == null || before.status() != seen.status() || before.overAt(now.minus(JOINED))) {
            Instant from = seen.since() == null ? now : seen.since();
            begin(before, new PastState(seen.of(), seen.status(), from, seen.until(), seen.reason(), 1));
        } else if (!Objects.equals(before.until(), seen.until())
                || !before.reason().equals(seen.reason())) {
            put(before.until(seen.until(), seen.reason(), before.times()));
        }
    }

    private void begin(@Nullable PastState before, PastState state) {
        Instant from = state.from();
        if (before != null && !before.overAt(from)) {
            Instant end = from.isBefore(before.from()) ? before.from() : from;
            put(before.until(end, before.reason(), before.times()));
        }
        put(state);
    }

    private void put(PastState state) {
        last.put(state.of(), state);
        changed.put(new Begin(state.of(), state.status(), state.from()), state);
    }

    /** What has to be written since it was asked for last; {@link #again} gives back what could not be. */
    List<PastState> changed() {
        List<PastState> all = new ArrayList<>(changed.values());
        changed.clear();
        return all;
    }

    /** What has changed since is newer. */
    void again(List<PastState> states) {
        states.forEach(state -> changed.putIfAbsent(new Begin(state.of(), state.status(), state.from()), state));
    }

    /** Forgets accounts that are no more. */
    void only(Set<AccountId> accounts) {
        last.keySet().removeIf(of -> !accounts.contains(of.account()));
        changed.keySet().removeIf(begin -> !accounts.contains(begin.of().account()));
    }
}

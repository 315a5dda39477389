package dev.headgate.simulation;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import java.time.Duration;
import java.util.ArrayDeque;

/** An exact log of what one user was let do, to hold the limits against. */
final class UserLog {
    /*
     * The bounds are those that docs/concepts/limits.md states: calls at once and a calendar day's spending are never more than the
     * limit; a minute counted in two buckets lets in less than one limit too many.
     */
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final CallLimits limits;
    private final ArrayDeque<Entry> minute = new ArrayDeque<>();
    private int atOnce;
    private long requests;
    private long tokens;
    private long day = -1;
    private long spent;

    /** One admitted call; what it used is what was set aside until more is known. */
    static final class Entry {
        private final long at;
        private final long day;
        private long tokens;
        private boolean counts = true;
        private boolean within = true;

        private Entry(long at, long day, long tokens) {
            this.at = at;
            this.day = day;
            this.tokens = tokens;
        }
    }

    UserLog(CallLimits limits) {
        this.limits = limits;
    }

    /** A call was let in. {@code now} counts from a midnight. */
    Entry admitted(long now, long tokensAtMost) {
        forget(now);
        if (now / DAY != day) {
            day = now / DAY;
            spent = 0;
        }
        Entry entry = new Entry(now, day, tokensAtMost);
        minute.add(entry);
        atOnce++;
        requests++;
        tokens += tokensAtMost;
        spent += tokensAtMost;
        bound("calls at once", atOnce, limits.concurrency());
        bound("calls within a minute", requests, 2 * limits.requestsPerMinute() - 1);
        bound("tokens within a minute", tokens, 2 * limits.tokensPerMinute() - 1);
        Money most = limits.spend().get(Period.DAY);
        if (most != null) {
            bound("nano-dollars within a day", spent * World.TOKEN_NANOS, most.nanos());
        }
        return entry;
    }

    private static void bound(String what, long is, long atMost) {
        if (atMost > 0 && is > atMost) {
            throw new World.Broken("a user was let do too much: " + is + " " + what + " (allowed: " + atMost + ")");
        }
    }

    private void forget(long now) {
        Entry oldest = minute.peek();
        while (oldest != null && oldest.at + MINUTE <= now) {
            minute.poll();
            oldest.within = false;
            if (oldest.counts) {
                requests--;
                tokens -= oldest.tokens;
            }
            oldest = minute.peek();
        }
    }

    /** An admitted call has ended having used so much, less than was set aside; -1: it came to nothing. */
    void ended(Entry entry, long used) {
        atOnce--;
        long less = entry.tokens - Math.max(0, used);
        if (entry.within) {
            tokens -= less;
            if (used < 0) {
                requests--;
                entry.counts = false;
            }
        }
        if (entry.day == day) {
            spent -= less;
        }
        entry.tokens -= less;
    }
}

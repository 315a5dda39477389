package dev.headgate.scheduling;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts the different sessions that were active on an account lately, without remembering them. Thread-safe. */
public final class SessionTally {
    /*
     * Idea: linear counting. Each session sets one bit of 1,024; the share of bits still clear tells how many there were:
     *
     *     sessions = -m * ln(clear / m),  m = 1,024
     *
     *     Two such maps stand for the current and the last half window of 2.5 minutes; their union covers the last 2.5 to
     *     5 minutes, which is how long a provider's cache lives.
     *
     * Cost: marking is one read when the bit is set already, else one compare-and-set. Counting is one read until something changed;
     *     then 16 words.
     *
     * Error: standard error 1 % at 100 sessions, 2 % at 1,000, 4 % at 4,000; above 7,000 it says 7,098 [1]. A session that moved away
     *     counts until its half window is over. Each process counts its own.
     *
     * [1] Whang, Vander-Zanden, Taylor: A Linear-Time Probabilistic Counting Algorithm for Database Applications, 1990.
     */
    private static final int BITS = 1_024;
    private static final int WORDS = BITS / 64;
    private static final long HALF_MILLIS = 150_000;

    private final AtomicLongArray even = new AtomicLongArray(WORDS);
    private final AtomicLongArray odd = new AtomicLongArray(WORDS);
    private volatile long half = Long.MIN_VALUE;
    private volatile int counted;
    private volatile boolean stale;

    /** When sessions that were active before {@code now} may be forgotten next. */
    static Instant nextRoll(Instant now) {
        return Instant.ofEpochMilli((now.toEpochMilli() / HALF_MILLIS + 1) * HALF_MILLIS);
    }

    /** A session was active at {@code now}; {@code session} is a well-mixed fingerprint. */
    public void mark(long session, Instant now) {
        long current = roll(now);
        AtomicLongArray map = (current & 1) == 0 ? even : odd;
        int bit = (int) (session >>> 54);
        long mask = 1L << (bit & 63);
        if ((map.get(bit >>> 6) & mask) == 0) {
            map.accumulateAndGet(bit >>> 6, mask, (old, one) -> old | one);
            stale = true;
        }
    }

    /** About how many were active in the last 2.5 to 5 minutes. */
    public int count(Instant now) {
        roll(now);
        if (stale) {
            stale = false;
            int set = 0;
            for (int i = 0; i < WORDS; i++) {
                set += Long.bitCount(even.get(i) | odd.get(i));
            }
            int clear = Math.max(1, BITS - set);
            counted = (int) Math.round(-BITS * Math.log((double) clear / BITS));
        }
        return counted;
    }

    private long roll(Instant now) {
        long current = now.toEpochMilli() / HALF_MILLIS;
        if (current != half) {
            advance(current);
        }
        return current;
    }

    private synchronized void advance(long current) {
        long before = half;
        if (current <= before) {
            return;
        }
        clear((current & 1) == 0 ? even : odd);
        if (current > before + 1) {
            clear((current & 1) == 0 ? odd : even);
        }
        stale = true;
        half = current;
    }

    private static void clear(AtomicLongArray map) {
        for (int i = 0; i < WORDS; i++) {
            map.set(i, 0);
        }
    }
}

package dev.headgate.cluster;

import dev.headgate.cluster.Windows.Quota;
import dev.headgate.cluster.Windows.Refused;
import dev.headgate.cluster.Windows.Sliding;
import java.math.BigInteger;

/** Counts what was used within a sliding window. */
final class SlidingCell extends Cell {
    /*
     * Idea: two buckets as long as the window stand side by side on the time line, at multiples of the length since 1970. The window
     * that ends now covers all of the present bucket so far and the younger part of the one before, which is taken to be evenly
     * filled:
     *
     *     estimate = current + ceil(previous * (length - elapsed) / length)          [amount]
     *
     * where elapsed [ms] is the time since the present bucket began. A claim is let in when estimate + amount <= limit.
     *
     * Error: when all of the previous bucket was used at its very end, the true use of the window is more than the estimate by
     * previous * elapsed / length. Since previous <= limit (plus what estimates fell short of the truth), so much more than the limit
     * can be let in within one window, always less than one limit; never more. When it was used at its beginning, the estimate is as
     * much too high and refuses what an exact log would let in. WindowsPropertyTest checks both against an exact log.
     *
     * Cost: two longs and a bucket's start a counter; O(1) a claim, no allocation.
     *
     * The same two-bucket estimate is known from Cloudflare's "How we built rate limiting capable of scaling to millions of domains"
     * (2017-06-07).
     */
    private final long lengthMillis;
    private long bucketStart;
    private long current;
    private long previous;

    SlidingCell(long lengthMillis, long nowMillis) {
        this.lengthMillis = lengthMillis;
        this.bucketStart = startOf(nowMillis);
    }

    private long startOf(long millis) {
        return Math.floorDiv(millis, lengthMillis) * lengthMillis;
    }

    @Override
    boolean suits(Quota quota) {
        return quota instanceof Sliding sliding && sliding.lengthMillis() == lengthMillis;
    }

    @Override
    void roll(Quota quota, long nowMillis) {
        long start = startOf(nowMillis);
        if (start <= bucketStart) {
            return; // the same bucket, or a wall clock that was set back: then time stands until it has caught up
        }
        previous = start == bucketStart + lengthMillis ? current : 0;
        current = 0;
        bucketStart = start;
    }

    private long elapsed(long nowMillis) {
        return Math.clamp(nowMillis - bucketStart, 0, lengthMillis);
    }

    @Override
    long used(long nowMillis) {
        return current + shareUp(previous, lengthMillis - elapsed(nowMillis), lengthMillis);
    }

    /** {@code amount * part / whole}, rounded up; exact, without overflow as long as {@code whole} is below 2^31.5. */
    static long shareUp(long amount, long part, long whole) {
        long rest = amount % whole * part;
        return amount / whole * part + (rest + whole - 1) / whole;
    }

    @Override
    boolean idle(long nowMillis) {
        long start = startOf(nowMillis);
        return start > bucketStart + lengthMillis || current == 0 && (previous == 0 || start > bucketStart);
    }

    @Override
    long freesInMillis(Quota quota, long amount, long nowMillis) {
        long limit = quota.limit();
        if (amount > limit) {
            return Refused.NEVER;
        }
        long room = limit - amount - current;
        long wait = room >= 0
                ? lastsFor(previous, room) - elapsed(nowMillis)
                : lengthMillis - elapsed(nowMillis) + lastsFor(current, limit - amount);
        return Math.max(1, wait);
    }

    /** How far into the next bucket a bucket's {@code filled} counts for more than {@code room}. */
    private long lastsFor(long filled, long room) {
        if (filled <= room) {
            return 0;
        }
        // the share of what still counts is at most room: (length - e) * filled <= room * length
        return lengthMillis
                - BigInteger.valueOf(room)
                        .multiply(BigInteger.valueOf(lengthMillis))
                        .divide(BigInteger.valueOf(filled))
                        .longValueExact();
    }

    @Override
    long emptyAtMillis(Quota quota, long nowMillis) {
        if (current > 0) {
            return bucketStart + 2 * lengthMillis;
        }
        return previous > 0 ? bucketStart + lengthMillis : 0;
    }

    @Override
    long take(MemoryNode node, long amount, long nowMillis) {
        current += amount;
        return bucketStart;
    }

    @Override
    void settle(MemoryNode node, long mark, long taken, long actual) {
        if (actual > taken) {
            current += actual - taken; // what was more than expected counts from when it is known
        } else if (mark == bucketStart) {
            current -= taken - actual;
        } else if (mark == bucketStart - lengthMillis) {
            previous -= taken - actual;
        }
    }

    @Override
    void addPast(Windows.Past past, long nowMillis) {
        long start = startOf(past.atMillis());
        if (start == bucketStart) {
            current += past.amount();
        } else if (start == bucketStart - lengthMillis) {
            previous += past.amount();
        }
    }
}

package dev.headgate.observe;

import java.util.concurrent.atomic.LongAdder;

/**
 * How times are spread: counts since the start, from which whoever takes two looks learns what lay between them. Recording costs one
 * addition; thread-safe.
 */
public final class RecentSpread {
    /*
     * Log-linear: each octave of nanoseconds has eight buckets of equal width, so that a bucket's upper end is at most an eighth above
     * what is in it (as in HdrHistogram, Gil Tene). From 1 us, all that is shorter being in the first, to 68 s, all that is longer in
     * the last.
     */
    private static final int FIRST_OCTAVE = 10;
    private static final int LAST_OCTAVE = 35;
    private static final int PARTS_LOG = 3;
    private static final int PARTS = 1 << PARTS_LOG;
    private static final int BUCKETS = (LAST_OCTAVE - FIRST_OCTAVE + 1) * PARTS;

    private final LongAdder[] counts = new LongAdder[BUCKETS];

    RecentSpread() {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = new LongAdder();
        }
    }

    void record(long nanos) {
        counts[bucket(nanos)].increment();
    }

    static int bucket(long nanos) {
        if (nanos < 1L << FIRST_OCTAVE) {
            return 0;
        }
        int octave = 63 - Long.numberOfLeadingZeros(nanos);
        if (octave > LAST_OCTAVE) {
            return BUCKETS - 1;
        }
        int part = (int) (nanos >>> (octave - PARTS_LOG)) & (PARTS - 1);
        return (octave - FIRST_OCTAVE) * PARTS + part;
    }

    /** What a bucket's times are less than, nanoseconds. */
    static long end(int bucket) {
        int octave = FIRST_OCTAVE + bucket / PARTS;
        return (1L << octave) + ((long) (bucket % PARTS + 1) << (octave - PARTS_LOG));
    }

    /** The counts at one instant. */
    public Look look() {
        long[] now = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            now[i] = counts[i].sum();
        }
        return new Look(now);
    }

    /** Counts as they were. */
    public static final class Look {
        private final long[] counts;

        private Look(long[] counts) {
            this.counts = counts;
        }

        /**
         * The time that so many of a hundred since {@code earlier} didn't exceed, microseconds, at most an eighth too high; -1 when
         * there were none.
         */
        public long micros(Look earlier, int percent) {
            long all = 0;
            for (int i = 0; i < BUCKETS; i++) {
                all += counts[i] - earlier.counts[i];
            }
            if (all <= 0) {
                return -1;
            }
            long wanted = Math.ceilDiv(all * percent, 100L);
            int bucket = -1;
            for (long seen = 0; seen < wanted; ) {
                bucket++;
                seen += counts[bucket] - earlier.counts[bucket];
            }
            return end(bucket) / 1_000;
        }
    }
}

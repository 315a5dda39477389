package dev.headgate.scheduling;

/**
 * How loaded an account is, in one {@code long}, so that a view of many accounts is one small array.
 *
 * <p>Bits from the lowest: 20 calls in flight, 14 sessions at home there, 10 recent error rate in 1/1000, 12 time to the first byte
 * in units of 16 ms, 8 what its quotas cost in units of 8 from -512. Each part is clamped to what fits.
 */
final class Load {
    private static final int SESSIONS_AT = 20;
    private static final int ERRORS_AT = 34;
    private static final int FIRST_BYTE_AT = 44;
    private static final int QUOTA_AT = 56;
    private static final int QUOTA_LOWEST = -512;

    private Load() {}

    /**
     * The parts.
     *
     * @param inUse calls in flight
     * @param sessions sessions at home there that were active lately
     * @param errorPpm recent share of failed attempts, parts per million
     * @param firstByteNanos recent time to the first byte, 0 while unknown
     * @param quotaCost of {@link Quotas#cost}
     */
    record Parts(int inUse, int sessions, int errorPpm, long firstByteNanos, int quotaCost) {}

    static long of(Parts parts) {
        return clamp(parts.inUse(), 0xF_FFFF)
                | clamp(parts.sessions(), 0x3FFF) << SESSIONS_AT
                | clamp(parts.errorPpm() / 1_000, 1_000) << ERRORS_AT
                | clamp(parts.firstByteNanos() / 16_000_000, 0xFFF) << FIRST_BYTE_AT
                | clamp((parts.quotaCost() - QUOTA_LOWEST) / 8, 0xFF) << QUOTA_AT;
    }

    private static long clamp(long value, long max) {
        return Math.max(0, Math.min(max, value));
    }

    static int inUse(long load) {
        return (int) (load & 0xF_FFFF);
    }

    static int sessions(long load) {
        return (int) (load >>> SESSIONS_AT & 0x3FFF);
    }

    /** Recent share of failed attempts in thousandths. */
    static int errorPermille(long load) {
        return (int) (load >>> ERRORS_AT & 0x3FF);
    }

    static int firstByteMillis(long load) {
        return (int) (load >>> FIRST_BYTE_AT & 0xFFF) * 16;
    }

    static int quotaCost(long load) {
        return (int) (load >>> QUOTA_AT & 0xFF) * 8 + QUOTA_LOWEST;
    }
}

package dev.headgate.base;

/** Hashes of 64 bits that tell things apart; not secret, not safe against someone who looks for collisions. */
public final class Fingerprint {
    private static final long K = 0x9E37_79B9_7F4A_7C15L;

    private Fingerprint() {}

    /** Of short text. */
    public static long of(String text) {
        long hash = K;
        for (int i = 0; i < text.length(); i++) {
            hash = Long.rotateLeft((hash ^ text.charAt(i)) * K, 29);
        }
        return mix(hash + text.length());
    }

    /** SplitMix64's finalizer (Steele, Lea, Flood 2014): neighbouring values become unrelated ones. */
    public static long mix(long value) {
        long z = value + K;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}

package dev.headgate.base;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes ids that are unique across nodes and ordered by time: 63-bit row ids and UUIDv7 request ids (RFC 9562, 5.7).
 * Thread-safe when its random generator is.
 */
public final class IdSource {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final InstantSource clock;
    private final RandomGenerator random;

    public IdSource(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A positive id: 42 bits of milliseconds since 1970, then 21 random bits. */
    public long next() {
        return (clock.millis() << 21) | (random.nextLong() & 0x1F_FFFFL);
    }

    /** The smallest id that can be made at an instant: all made before are smaller. */
    public static long firstAt(Instant instant) {
        return instant.toEpochMilli() << 21;
    }

    /** A UUIDv7 in its 36-character text form. */
    public String nextRequestId() {
        long high = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        char[] text = new char[36];
        int at = 0;
        for (int nibble = 0; nibble < 32; nibble++) {
            if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) {
                text[at++] = '-';
            }
            long half = nibble < 16 ? high : low;
            text[at++] = HEX[(int) (half >>> (60 - 4 * (nibble & 15))) & 15];
        }
        return new String(text);
    }
}

package dev.headgate.base;

import java.util.Locale;

/**
 * A size in bytes, written {@code 512}, {@code 64KiB}, {@code 32MiB} or {@code 1GiB}.
 *
 * @param count bytes, at least 0
 */
public record Bytes(long count) {
    public Bytes {
        Check.atLeast("bytes", count, 0);
    }

    public static Bytes ofMebibytes(long mebibytes) {
        return new Bytes(mebibytes << 20);
    }

    /** Reads the written form; the error names the value and the accepted units. */
    public static Bytes parse(String text) {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        int shift = 0;
        String digits = trimmed;
        String[] units = {"kib", "mib", "gib"};
        for (int i = 0; i < units.length; i++) {
            if (trimmed.endsWith(units[i])) {
                shift = 10 * (i + 1);
                digits = trimmed.substring(0, trimmed.length() - 3).strip();
            }
        }
        try {
            return new Bytes(Math.multiplyExact(Long.parseLong(digits), 1L << shift));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: a size such as 512, 64KiB, 32MiB)", e);
        }
    }

    @Override
    public String toString() {
        if (count != 0 && (count & ((1L << 20) - 1)) == 0) {
            return (count >> 20) + "MiB";
        }
        if (count != 0 && (count & 1023) == 0) {
            return (count >> 10) + "KiB";
        }
        return Long.toString(count);
    }
}

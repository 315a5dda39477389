package dev.headgate.base;

/** Argument checks whose message says what, the offending value, and what was expected. */
public final class Check {
    private Check() {}

    public static void that(boolean ok, String what, Object value, String expected) {
        if (!ok) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
        }
    }

    public static void atLeast(String what, long value, long min) {
        that(value >= min, what, value, ">= " + min);
    }

    public static void range(String what, long value, long min, long max) {
        that(value >= min && value <= max, what, value, min + " - " + max);
    }

    public static <T extends Comparable<T>> void range(String what, T value, T min, T max) {
        that(value.compareTo(min) >= 0 && value.compareTo(max) <= 0, what, value, min + " - " + max);
    }

    public static void notBlank(String what, String value) {
        that(!value.isBlank(), what, "\"" + value + "\"", "not blank");
    }
}

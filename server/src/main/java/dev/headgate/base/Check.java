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
        if (value < min) { // the words cost more than the check: made only for a wrong value
            that(false, what, value, ">= " + min);
        }
    }

    /** Text of at most so many characters. */
    public static void lengthAtMost(String what, String text, int max) {
        if (text.length() > max) {
            that(false, what, "\"" + text + "\"", "at most " + max + " characters");
        }
    }

    public static void range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            that(false, what, value, min + " - " + max);
        }
    }

    public static <T extends Comparable<T>> void range(String what, T value, T min, T max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            that(false, what, value, min + " - " + max);
        }
    }

    public static void notBlank(String what, String value) {
        if (value.isBlank()) {
            that(false, what, "\"" + value + "\"", "not blank");
        }
    }
}

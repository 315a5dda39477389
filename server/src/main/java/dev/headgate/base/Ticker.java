package dev.headgate.base;

/** Elapsed time in nanoseconds from an arbitrary origin; monotonic, never wall time. Thread-safe. */
@FunctionalInterface
public interface Ticker {
    long nanos();
}

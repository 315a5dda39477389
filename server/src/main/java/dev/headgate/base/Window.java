package dev.headgate.base;

import java.time.Instant;

/** One window of time: from {@code start} to just before {@code end}. */
public record Window(Instant start, Instant end) {
    public Window {
        Check.that(start.isBefore(end), "window", start + " - " + end, "a start before its end");
    }

    public boolean contains(Instant at) {
        return !at.isBefore(start) && at.isBefore(end);
    }
}

package dev.headgate.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Wall time that stands still until a test moves it. Thread-safe. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    public ManualClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    public synchronized void set(Instant to) {
        now = to;
    }
}

package dev.headgate.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that all request bodies in flight take together, so that a few dozen large uploads can't exhaust the
 * heap. Thread-safe.
 */
public final class BodyBudget {
    private final long limitBytes;
    private final AtomicLong takenBytes = new AtomicLong();

    public BodyBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes {@code bytes} when they fit. */
    public boolean take(long bytes) {
        if (takenBytes.addAndGet(bytes) <= limitBytes) {
            return true;
        }
        takenBytes.addAndGet(-bytes);
        return false;
    }

    public void giveBack(long bytes) {
        takenBytes.addAndGet(-bytes);
    }
}

package dev.headgate.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that client connections, requests and their bodies take together, so that what comes in can't fill the heap: it
 * is refused before. Thread-safe.
 */
public final class RequestMemory {
    /*
     * A connection and a request count with what they were measured to hold, rounded up; a body with its bytes. Counting is exact in
     * what it lets in, and tells before a collector could.
     *
     * Measured (class histograms, JDK 25 with compact object headers): an idle connection 3 KB; a call that waits for a slot 7 KB with its
     * connection, without its body; an open stream 12 KB with both connections, its body gone.
     */
    static final int CONNECTION_BYTES = 4 * 1024;
    static final int REQUEST_BYTES = 8 * 1024;

    private final long limitBytes;
    private final AtomicLong takenBytes = new AtomicLong();

    public RequestMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Two thirds of the heap: the rest is for what stays (directories, sessions, sums) and for what is being made. */
    public static RequestMemory ofHeap() {
        return new RequestMemory(Runtime.getRuntime().maxMemory() / 3 * 2);
    }

    /** Takes {@code bytes} when they fit. */
    boolean take(long bytes) {
        if (takenBytes.addAndGet(bytes) <= limitBytes) {
            return true;
        }
        takenBytes.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        takenBytes.addAndGet(-bytes);
    }

    /** Bytes taken now. */
    public long taken() {
        return takenBytes.get();
    }

    /** The most that may be taken. */
    public long limit() {
        return limitBytes;
    }
}

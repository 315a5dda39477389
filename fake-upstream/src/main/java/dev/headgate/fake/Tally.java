package dev.headgate.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the fake provider knows of its exchanges. Thread-safe. */
final class Tally {
    private static final long BODY_BYTES_MAX = 256L << 20;

    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    final LongAdder requests = new LongAdder();
    final LongAdder bytesWritten = new LongAdder();
    /** Exchanges that stay silent until they are released. */
    final Set<Exchange> stalled = ConcurrentHashMap.newKeySet();

    private final ConcurrentHashMap<String, Concurrency> concurrency = new ConcurrentHashMap<>();
    private final Deque<Seen> seen = new ArrayDeque<>();
    private final int seenMax;
    private long bodyBytes;

    Tally(int seenMax) {
        this.seenMax = seenMax;
    }

    /** Exchanges at once with one credential. */
    static final class Concurrency {
        private int open;
        private int max;

        synchronized void begun() {
            max = Math.max(max, ++open);
        }

        synchronized void ended() {
            open--;
        }

        synchronized int max() {
            return max;
        }
    }

    Concurrency concurrency(String key) {
        return concurrency.computeIfAbsent(key, made -> new Concurrency());
    }

    /** Remembers a request and forgets the oldest ones beyond the bounds of count and of bytes. */
    void remember(Seen request) {
        synchronized (seen) {
            seen.addLast(request);
            bodyBytes += request.body().length();
            while (seen.size() > seenMax || (bodyBytes > BODY_BYTES_MAX && seen.size() > 1)) {
                bodyBytes -= seen.removeFirst().body().length();
            }
        }
    }

    /** The remembered requests, oldest first. */
    List<Seen> seen() {
        synchronized (seen) {
            return new ArrayList<>(seen);
        }
    }

    /** Forgets everything but the exchanges that are open, and ends those that are stalled. */
    void reset() {
        synchronized (seen) {
            seen.clear();
            bodyBytes = 0;
        }
        cancelled.set(0);
        requests.reset();
        bytesWritten.reset();
        for (Exchange exchange : stalled) {
            exchange.release();
        }
    }
}

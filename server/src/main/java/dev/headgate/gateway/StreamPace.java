package dev.headgate.gateway;

import dev.headgate.upstream.FailoverConfig;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Judges how quick a stream is before any of it reaches the client: counts its events until enough came for the whole watch
 * or the watch is over. Confined to its event loop.
 */
final class StreamPace {
    private final long enough;
    private final long endNanos;
    private long events;
    private boolean lineEmpty = true;

    /** @param eventsPerSecond slowest pace that is kept */
    StreamPace(int eventsPerSecond, long watchNanos, long nowNanos) {
        this.enough = Math.max(1, eventsPerSecond * watchNanos / 1_000_000_000L);
        this.endNanos = nowNanos + watchNanos;
    }

    /** The watch over a stream that has just begun, null when the operator wants none. */
    static @Nullable StreamPace of(FailoverConfig config, long nowNanos) {
        int slowest = config.slowStreamEvents();
        return slowest == 0
                ? null
                : new StreamPace(slowest, config.slowStreamWatch().toNanos(), nowNanos);
    }

    /** Counts the events that end in these bytes, each by its blank line. */
    void count(Buffer bytes) {
        for (int i = 0; i < bytes.length() && events < enough; i++) {
            byte b = bytes.getByte(i);
            if (b == '\n') {
                events += lineEmpty ? 1 : 0;
                lineEmpty = true;
            } else if (b != '\r') {
                lineEmpty = false;
            }
        }
    }

    boolean quick() {
        return events >= enough;
    }

    boolean over(long nowNanos) {
        return nowNanos - endNanos >= 0;
    }

    String words() {
        return events + " events in the time of " + enough;
    }
}

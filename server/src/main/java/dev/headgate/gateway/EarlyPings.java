package dev.headgate.gateway;

import dev.headgate.http.Exchange;
import dev.headgate.http.Names;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.StreamErrors;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * Keeps a stream's connection alive while no account has answered yet: where {@code early-keepalive} is set, and for calls that wait
 * in the queue. The first ping begins the answer with status 200. Confined to its call's loop.
 */
final class EarlyPings {
    /** How long a call waits in the queue before its client gets the first ping, and between two of them. */
    private static final long QUEUE_NANOS = 5_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private final Exchange exchange;
    private final RequestTrace trace;
    private final Protocol protocol;
    private final boolean possible;
    private boolean queued;
    private long dueNanos = NEVER;

    /** {@code possible} is false when the answer isn't a stream of events. */
    EarlyPings(Loop loop, Exchange exchange, RequestTrace trace, Protocol protocol, boolean possible) {
        this.loop = loop;
        this.exchange = exchange;
        this.trace = trace;
        this.protocol = protocol;
        this.possible = possible;
    }

    /** The call has come, entered the queue, or left it. */
    void begin(boolean inQueue) {
        queued = inQueue;
        dueNanos = due(loop.nowNanos());
    }

    private long due(long nowNanos) {
        long own = loop.config().earlyKeepalive().toNanos();
        if (!possible || own == 0 && !queued) {
            return NEVER;
        }
        return nowNanos + (own > 0 && (own < QUEUE_NANOS || !queued) ? own : QUEUE_NANOS);
    }

    void tick(long nowNanos) {
        if (dueNanos == NEVER || nowNanos - dueNanos <= 0 || exchange.over() || trace.firstByteNanos != 0) {
            return;
        }
        dueNanos = due(nowNanos);
        if (!exchange.headWritten() && trace.status == 0) {
            trace.status = 200;
            exchange.headers().set(HttpHeaders.CONTENT_TYPE, "text/event-stream");
            exchange.headers().set("cache-control", "no-cache");
            exchange.headers().set(Names.REQUEST_ID, trace.requestId);
            exchange.begin(200);
        }
        exchange.write(Buffer.buffer(StreamErrors.ping(protocol)));
    }
}

package dev.headgate.admin;

import dev.headgate.http.Exchange;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Sends a {@link Telling}: each event as soon as it is told, the head with the first. When the client goes, the thread that works is
 * interrupted, so that it doesn't wait for what nobody wants to know any more. Events are few and small: nothing holds them back.
 */
final class TellingStream {
    private final Context context;
    private final Exchange exchange;
    private final Thread worker = Thread.currentThread();
    private final Object lock = new Object();
    private boolean working = true;
    private boolean gone;
    private volatile boolean begun;
    private Runnable head = () -> {};

    /** Make it on the virtual thread that works. */
    TellingStream(Context context, Exchange exchange) {
        this.context = context;
        this.exchange = exchange;
    }

    /** Does the work, and returns once all is told or nobody listens any more. */
    void send(String requestId, ApiResponse answer) {
        Telling telling = Objects.requireNonNull(answer.telling());
        head = () -> AdminServer.head(exchange, requestId, answer);
        context.runOnContext(ignored -> {
            exchange.onClientGone(this::leave);
            if (exchange.over()) {
                leave();
            }
        });
        try {
            telling.work().run(this::tell);
            context.runOnContext(ignored -> exchange.end());
        } catch (RuntimeException e) {
            if (left()) {
                return;
            }
            if (begun) {
                context.runOnContext(ignored -> exchange.abort()); // what is cut off must not look whole
            }
            throw e;
        } finally {
            synchronized (lock) {
                working = false;
            }
        }
    }

    /** Whether the client has something of the answer already. */
    boolean begun() {
        return begun;
    }

    private void tell(Object event) {
        if (left()) {
            throw new CancellationException("the client has gone");
        }
        boolean first = !begun;
        begun = true;
        Buffer bytes = Buffer.buffer(("data: " + ApiJson.write(event) + "\n\n").getBytes(StandardCharsets.UTF_8));
        context.runOnContext(ignored -> {
            if (exchange.over()) {
                return;
            }
            if (first) {
                head.run();
                exchange.headers().set("content-type", "text/event-stream");
                exchange.headers().set("x-accel-buffering", "no"); // nginx would gather events otherwise
                exchange.begin(200);
            }
            exchange.write(bytes);
        });
    }

    private boolean left() {
        synchronized (lock) {
            return gone;
        }
    }

    private void leave() {
        synchronized (lock) {
            gone = true;
            if (working) {
                worker.interrupt();
            }
        }
    }
}

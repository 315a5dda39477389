package dev.headgate.admin;

import dev.headgate.http.Exchange;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes an event a second to one viewer, on its event loop. Ends after {@value #EVENTS_MAX} events: the viewer asks again and is
 * checked again, so that a session that has ended sees no more for long. Skips events while the viewer reads slower than they come.
 */
final class EventStream {
    private static final int EVENTS_MAX = 300;
    private static final long PERIOD_MILLIS = 1_000;

    private final Exchange exchange;
    private final EventSource events;
    private int sent;

    EventStream(Exchange exchange, EventSource events) {
        this.exchange = exchange;
        this.events = events;
    }

    void begin() {
        exchange.headers().set("content-type", "text/event-stream");
        exchange.headers().set("x-accel-buffering", "no"); // nginx would gather events otherwise
        exchange.begin(200);
        send();
        Vertx vertx = Vertx.currentContext().owner();
        vertx.setPeriodic(PERIOD_MILLIS, timer -> {
            if (exchange.over()) {
                vertx.cancelTimer(timer);
                return;
            }
            send();
            if (sent >= EVENTS_MAX) {
                vertx.cancelTimer(timer);
                exchange.end();
            }
        });
    }

    private void send() {
        sent++;
        if (!exchange.congested()) {
            byte[] event = ("data: " + ApiJson.write(events.next()) + "\n\n").getBytes(StandardCharsets.UTF_8);
            exchange.write(Buffer.buffer(event));
        }
    }
}

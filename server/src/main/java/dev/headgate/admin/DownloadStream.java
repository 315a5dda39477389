package dev.headgate.admin;

import dev.headgate.http.Exchange;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a {@link Download}: pieces are gathered to {@value #CHUNK} characters on the virtual thread that makes them, and one chunk is
 * on its way at a time, so that the download holds as little however long it is.
 */
final class DownloadStream {
    private static final int CHUNK = 64 * 1024;

    private final Context context;
    private final Exchange exchange;
    private final StringBuilder gathered = new StringBuilder();

    DownloadStream(Context context, Exchange exchange) {
        this.context = context;
        this.exchange = exchange;
    }

    /** Call on a virtual thread; returns once all is sent, or nobody wants it any more. */
    void send(Download download) {
        try {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            context.runOnContext(ignored -> {
                exchange.headers().set("content-type", download.type());
                exchange.headers().set("content-disposition", "attachment; filename=\"" + download.name() + "\"");
                exchange.begin(200);
                begun.complete(null);
            });
            begun.join();
            download.body().write(this::add);
            flush();
            context.runOnContext(ignored -> exchange.end());
        } catch (CancellationException gone) {
            // nobody reads it any more
        } catch (RuntimeException e) {
            context.runOnContext(ignored -> exchange.abort()); // what is cut off must not look whole
            throw e;
        }
    }

    private void add(String piece) {
        gathered.append(piece);
        if (gathered.length() >= CHUNK) {
            flush();
        }
    }

    private void flush() {
        Buffer chunk = Buffer.buffer(gathered.toString().getBytes(StandardCharsets.UTF_8));
        gathered.setLength(0);
        CompletableFuture<Void> taken = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            if (exchange.over()) {
                taken.cancel(false);
                return;
            }
            exchange.onClientGone(() -> taken.cancel(false));
            exchange.write(chunk);
            // in the turn after the one in which it leaves, so that the queue has it
            context.runOnContext(later -> {
                if (exchange.over()) {
                    taken.cancel(false);
                } else if (exchange.congested()) {
                    exchange.onDrain(() -> taken.complete(null));
                } else {
                    taken.complete(null);
                }
            });
        });
        taken.join();
    }
}

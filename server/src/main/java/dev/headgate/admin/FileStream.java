package dev.headgate.admin;

import dev.headgate.http.Exchange;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a file to one client, on its event loop, no faster than it reads. */
final class FileStream {
    private static final Logger log = LoggerFactory.getLogger(FileStream.class);
    private static final int PIECE = 64 << 10;

    private final Exchange exchange;
    private final Path file;

    FileStream(Exchange exchange, Path file) {
        this.exchange = exchange;
        this.file = file;
    }

    void begin() {
        OpenOptions reading = new OpenOptions().setRead(true).setWrite(false).setCreate(false);
        Vertx.currentContext()
                .owner()
                .fileSystem()
                .open(file.toString(), reading)
                .onSuccess(opened ->
                        opened.size().onSuccess(size -> send(opened, size)).onFailure(this::broken))
                .onFailure(this::broken);
    }

    private void send(AsyncFile opened, long size) {
        if (exchange.over()) {
            opened.close();
            return;
        }
        exchange.headers().set("content-length", Long.toString(size));
        exchange.begin(200);
        exchange.onClientGone(opened::close);
        opened.setReadBufferSize(PIECE);
        opened.exceptionHandler(failure -> {
            broken(failure);
            opened.close();
        });
        opened.endHandler(ended -> {
            exchange.end();
            opened.close();
        });
        opened.handler(piece -> {
            exchange.write(piece);
            if (exchange.congested()) {
                opened.pause();
                exchange.onDrain(opened::resume);
            }
        });
    }

    private void broken(Throwable failure) {
        log.warn("{} can't be sent: {}", file, failure.getMessage());
        exchange.abort();
    }
}

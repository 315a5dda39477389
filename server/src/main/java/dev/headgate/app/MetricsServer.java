package dev.headgate.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headgate.base.Secret;
import dev.headgate.observe.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Serves {@code /metrics} on a port of its own. */
final class MetricsServer implements AutoCloseable {
    private final HttpServer server;
    private final @Nullable Secret token;
    private final Metrics metrics;

    MetricsServer(String host, int port, @Nullable Secret token, Metrics metrics) {
        this.token = token;
        this.metrics = metrics;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 16);
        } catch (IOException e) {
            throw new UncheckedIOException("metrics.port: " + port + " can't be opened", e);
        }
        server.createContext("/metrics", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String sent = String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
        boolean allowed = token == null
                || MessageDigest.isEqual(
                        ("Bearer " + token.reveal()).getBytes(StandardCharsets.UTF_8),
                        sent.getBytes(StandardCharsets.UTF_8));
        byte[] body = (allowed ? metrics.scrape() : "metrics need their token\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(allowed ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

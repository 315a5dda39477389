package dev.headgate.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The tests' ways to speak HTTP: the JDK's client, and bare sockets for what no client shows. */
final class Http implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    Http(FakeUpstream upstream) {
        this.base = upstream.baseUrl();
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(base + path)).POST(HttpRequest.BodyPublishers.ofString(body)),
                headers);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(base + path)), headers);
    }

    JsonNode json(String path, String body, String... headers) throws Exception {
        return Wire.parse(post(path, body, headers).body().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws Exception {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The data of the events of a stream, as JSON; comments and the end mark are left out. */
    static List<JsonNode> events(String stream) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : stream.split("\r?\n", -1)) {
            if (line.startsWith("data: {")) {
                events.add(Wire.parse(line.substring(6).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return events;
    }

    /** Opens a connection and sends one request on it. */
    static Socket open(int port, String head, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        out.write((head + "content-length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
        out.flush();
        return socket;
    }

    /** What a connection gave until it ended, and how it ended. */
    record Ending(String text, boolean reset) {}

    static Ending readAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            in.transferTo(all);
            return new Ending(all.toString(StandardCharsets.UTF_8), false);
        } catch (java.net.SocketException e) {
            return new Ending(all.toString(StandardCharsets.UTF_8), true);
        }
    }

    /** Waits, bounded, for what another thread makes true. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not true within 10 s");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

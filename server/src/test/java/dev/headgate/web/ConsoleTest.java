package dev.headgate.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.http.ConnectionGuard;
import dev.headgate.http.ConsoleDoor;
import dev.headgate.http.Exchange;
import dev.headgate.http.LoopTicks;
import dev.headgate.http.LoopTurn;
import dev.headgate.http.RequestMemory;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How browsers get the console's files, over a real connection. */
class ConsoleTest {
    private static final String PAGE = "<html><meta name=\"csp-nonce\" content=\"CSP-NONCE\"></html>";
    private static final StaticFiles FILES = new StaticFiles(Map.of(
            "index.html", StaticFile.of("index.html", bytes(PAGE), null, null),
            "favicon.svg", StaticFile.of("favicon.svg", bytes("<svg/>"), null, null),
            "assets/app-1a2b.js", StaticFile.of("app.js", bytes("plain"), bytes("brotli"), gzip("plain"))));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable HttpServer server;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Stands for the API. */
    private static final class Api implements ConsoleDoor {
        @Override
        public boolean opens(String method, String path) {
            return path.startsWith("/api/");
        }

        @Override
        public void serve(Exchange exchange, String requestId, String client) {
            exchange.begin(200);
            exchange.end(Buffer.buffer("api"));
        }

        @Override
        public void close() {}
    }

    private void start(StaticFiles files) throws Exception {
        start(files, List.of());
    }

    private void start(StaticFiles files, List<String> frames) throws Exception {
        Console console = new Console(files, new Api(), () -> frames, new SecureRandom(), new RequestMemory(1 << 20));
        LoopTicks ticks = new LoopTicks(vertx, System::nanoTime);
        ConnectionGuard guard = new ConnectionGuard(
                ticks, LoopTurn.of(vertx.getOrCreateContext()), Duration.ofMinutes(1), Duration.ofMinutes(1));
        server = vertx.createHttpServer()
                .connectionHandler(guard::opened)
                .requestHandler(request -> serve(console, ticks, guard, request))
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private static void serve(Console console, LoopTicks ticks, ConnectionGuard guard, HttpServerRequest request) {
        Exchange exchange = new Exchange(Vertx.currentContext(), ticks, guard, request);
        if (console.opens(request.method().name(), request.path())) {
            console.serve(exchange, "r1", "127.0.0.1");
        } else {
            exchange.begin(404);
            exchange.end();
        }
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + Objects.requireNonNull(server).actualPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void thePageIsNeverKeptAndAllowsOnlyItsOwnStyles() throws Exception {
        start(FILES);
        var page = send("GET", "/console/");
        String policy = header(page, "content-security-policy");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "cache-control")).isEqualTo("no-store");
        assertThat(policy)
                .contains("default-src 'self'", "frame-ancestors 'none'", "frame-src 'none'")
                .doesNotContain("unsafe");
        String nonce = page.body().replaceAll(".*content=\"([^\"]*)\".*", "$1");
        assertThat(nonce).hasSize(24).doesNotContain("NONCE");
        assertThat(policy).contains("'nonce-" + nonce + "'");
        assertThat(send("GET", "/console/").body()).isNotEqualTo(page.body());
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
    }

    @Test
    void onlyPagesOfTheMenuCanBeShownInside() throws Exception {
        start(FILES, List.of("https://pay.example.com", "http://localhost:8081"));
        assertThat(header(send("GET", "/console/"), "content-security-policy"))
                .contains("; frame-src https://pay.example.com http://localhost:8081; ");
    }

    @Test
    void addressesInsideTheConsoleGetThePageAndLostFilesDoNot() throws Exception {
        start(FILES);
        assertThat(send("GET", "/console/requests/r-1.2").body()).startsWith("<html>");
        assertThat(send("GET", "/console/assets/old-9f9f.js").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/console/../../etc/passwd").body()).doesNotContain("root:");
        assertThat(send("GET", "/v1/models").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/api/v1/session").body()).isEqualTo("api");
    }

    @Test
    void hashedFilesAreKeptForGoodAndSentInTheSmallestForm() throws Exception {
        start(FILES);
        String path = "/console/assets/app-1a2b.js";
        var brotli = send("GET", path, "accept-encoding", "gzip, br");
        assertThat(brotli.body()).isEqualTo("brotli");
        assertThat(header(brotli, "content-encoding")).isEqualTo("br");
        assertThat(header(brotli, "vary")).isEqualTo("accept-encoding");
        assertThat(header(brotli, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(brotli, "content-type")).startsWith("text/javascript");
        var gzip = send("GET", path, "accept-encoding", "gzip, br;q=0");
        assertThat(header(gzip, "content-encoding")).isEqualTo("gzip");
        assertThat(header(gzip, "content-length")).isEqualTo("" + gzip("plain").length);
        assertThat(send("GET", path).body()).isEqualTo("plain");
        var head = send("HEAD", path, "accept-encoding", "br");
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "content-length")).isEqualTo("6");
    }

    @Test
    void whatABrowserHasIsNotSentAgain() throws Exception {
        start(FILES);
        String path = "/console/assets/app-1a2b.js";
        String etag = header(send("GET", path, "accept-encoding", "br"), "etag");
        var again = send("GET", path, "accept-encoding", "br", "if-none-match", "\"x\", W/" + etag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(send("GET", path, "if-none-match", etag).statusCode()).isEqualTo(200); // another form
    }

    @Test
    void theFirstAddressesLeadInside() throws Exception {
        start(FILES);
        var root = send("GET", "/");
        assertThat(root.statusCode()).isEqualTo(302);
        assertThat(header(root, "location")).isEqualTo("/console/");
        assertThat(header(root, "connection")).isNotEqualTo("close"); // a page loads dozens of files
        assertThat(header(send("GET", "/setup?token=t1"), "location")).isEqualTo("/console/setup?token=t1");
        // what letters and other sites' sign-ins lead to; the token stands behind the "#", which browsers keep
        for (String page : List.of("register", "invitation", "reset-password", "confirm-email")) {
            assertThat(header(send("GET", "/" + page), "location")).isEqualTo("/console/" + page);
        }
        assertThat(header(send("GET", "/sign-in?error=denied"), "location")).isEqualTo("/console/sign-in?error=denied");
        assertThat(header(send("GET", "/favicon.ico"), "location")).isEqualTo("/console/favicon.svg");
        assertThat(send("POST", "/console/").statusCode()).isEqualTo(405);
    }

    @Test
    void withoutAConsoleTheLinkLeadsSomewhereThatTellsNothing() throws Exception {
        start(new StaticFiles(Map.of()));
        var page = send("GET", "/setup?token=hush");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("without its console", "/api/v1/setup").doesNotContain("hush");
        assertThat(send("GET", "/console/").body()).isEqualTo(page.body());
    }
}

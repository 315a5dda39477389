package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.fake.Script;
import dev.headgate.fake.VendorErrors;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clients may rely on, seen from outside, with the provider misbehaving. */
@Tag("slow")
class GatewayTest {
    private static final String MESSAGE =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = MESSAGE.replace("{\"model\"", "{\"stream\":true,\"model\"");

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start("gateway: { idle-timeout: 1s, first-byte-timeout: 1s, body-timeout: 1s }");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String id(HttpResponse<byte[]> response) {
        return response.headers().firstValue("x-request-id").orElseThrow();
    }

    @Test
    void forwardsWithTheOperatorsCredentialAndNeverTheCallers() {
        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);

        assertThat(response.statusCode()).isEqualTo(200);
        var seen = gateway.fake().seen().getLast();
        assertThat(seen.header("x-api-key")).isEqualTo(TestGateway.UPSTREAM_KEY);
        assertThat(seen.header("authorization")).isNull();
        assertThat(seen.bodyText()).isEqualTo(MESSAGE);
    }

    @Test
    void everyPathAndCredentialVariantReachesTheSameEndpoint() {
        for (String path : new String[] {
            "/v1/messages", "/messages", "/v1/v1/messages", "/anthropic/v1/messages", "/anthropic/messages"
        }) {
            assertThat(gateway.post(path, MESSAGE).statusCode()).as(path).isEqualTo(200);
            assertThat(gateway.fake().seen().getLast().uri()).isEqualTo("/v1/messages");
        }
        for (String header : new String[] {"x-api-key", "x-goog-api-key"}) {
            HttpRequest request = gateway.request("/v1/messages")
                    .header(header, TestGateway.KEY)
                    .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                    .build();
            assertThat(gateway.send(request).statusCode()).as(header).isEqualTo(200);
        }
        HttpRequest query = gateway.request("/v1/messages?beta=true&key=" + TestGateway.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                .build();
        assertThat(gateway.send(query).statusCode()).isEqualTo(200);
        assertThat(gateway.fake().seen().getLast().uri()).isEqualTo("/v1/messages?beta=true");
    }

    @Test
    void aWrongKeyIsAnsweredInTheClientsShapeAndNothingIsSentOn() {
        byte[] body = MESSAGE.getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> response = gateway.post("/v1/messages", body, "sk-hg-wrong-key-0123456789");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(text(response)).contains("\"authentication_error\"").doesNotContain("sk-hg-wrong");
        assertThat(gateway.fake().seen()).isEmpty();
        assertThat(gateway.export()).isEmpty();
    }

    @Test
    void badBodiesAreRefusedWithTheReason() {
        assertThat(gateway.post("/v1/messages", "{\"messages\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(text(gateway.post("/v1/messages", "{\"messages\":[]}"))).contains("model: missing");
        assertThat(text(gateway.post("/v1/messages", "{\"model\":\"a\",\"model\":\"b\"}")))
                .contains("stands twice");
        assertThat(text(gateway.post("/v1/messages", "{\"model\":"))).contains("not valid JSON");
        String deep = "{\"model\":\"claude-sonnet-4-5\",\"x\":" + "[".repeat(600) + "]".repeat(600) + "}";
        assertThat(gateway.post("/v1/messages", deep).statusCode()).isEqualTo(400);
        byte[] notUtf8 = {'{', '"', 'm', '"', ':', '"', (byte) 0xC3, '"', '}'};
        assertThat(text(gateway.post("/v1/messages", notUtf8, TestGateway.KEY))).contains("UTF-8");
        assertThat(gateway.post("/v1/nothing", MESSAGE).statusCode()).isEqualTo(404);
        assertThat(gateway.fake().seen()).isEmpty();
        assertThat(gateway.export()).isEmpty();
    }

    @Test
    void failsOverBeforeTheFirstByteAndBooksTheFailedAttempt() {
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, VendorErrors.anthropic(529));

        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(gateway.row(id(response)))
                .contains("\"attempts\":2")
                .contains("\"account\":\"anthropic-2\"")
                .contains("\"status\":200");
    }

    @Test
    void failsOverWhenTheConnectionBreaksBeforeTheHead() {
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, Script.resetBeforeHeaders());

        assertThat(gateway.post("/v1/messages", MESSAGE).statusCode()).isEqualTo(200);
    }

    @Test
    void failsOverWhenTheProviderStaysSilent() {
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, Script.stallBeforeHeaders());

        assertThat(gateway.post("/v1/messages", MESSAGE).statusCode()).isEqualTo(200);
    }

    @Test
    void failsOverFromAnOverloadInsideHttp200() {
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, VendorErrors.anthropicOverloadedInside200());

        HttpResponse<byte[]> response = gateway.post("/v1/messages", STREAM);

        assertThat(text(response)).contains("message_stop").doesNotContain("overloaded");
        assertThat(gateway.row(id(response))).contains("\"attempts\":2");
    }

    @Test
    void theLastRefusalPassesWithRetryAfter() {
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, VendorErrors.anthropic(429));
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY_2, VendorErrors.anthropic(429));

        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        HttpResponse<byte[]> next = gateway.post("/v1/messages", MESSAGE);
        assertThat(next.statusCode()).isEqualTo(503);
        assertThat(text(next)).contains("All 2 accounts that serve claude-sonnet-4-5 are cooling down");
    }

    @Test
    void theOperatorsRefusedCredentialIsNotShownToTheCaller() {
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, VendorErrors.anthropic(401));
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY_2, VendorErrors.anthropic(401));

        assertThat(gateway.post("/v1/messages", MESSAGE).statusCode()).isEqualTo(502);
    }

    /** Some providers quote the key that they refuse; it is the operator's, and no user may read it. */
    @Test
    void aCredentialQuotedInARefusalIsMasked() {
        gateway.fake()
                .forKey(
                        TestGateway.UPSTREAM_KEY,
                        Script.json(400, "{\"error\":\"key " + TestGateway.UPSTREAM_KEY + " may not do that\"}")
                                .splitEvery(5));

        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":\"key " + "*".repeat(TestGateway.UPSTREAM_KEY.length()) + " may not do that\"}");
    }

    /** The same in a refusal that came compressed: it goes on in plain, masked. */
    @Test
    void aCredentialQuotedInACompressedRefusalIsMasked() {
        String refusal = "{\"error\":\"key " + TestGateway.UPSTREAM_KEY + " may not do that\"}";
        for (int status : new int[] {400, 429}) {
            gateway.fake()
                    .forKey(
                            TestGateway.UPSTREAM_KEY,
                            Script.json(status, refusal).gzip());
            gateway.fake()
                    .forKey(
                            TestGateway.UPSTREAM_KEY_2,
                            Script.json(status, refusal.replace("-1", "-2")).gzip());
            HttpRequest request = gateway.request("/v1/messages")
                    .header("x-api-key", TestGateway.KEY)
                    .header("accept-encoding", "gzip")
                    .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                    .build();

            HttpResponse<byte[]> response = gateway.send(request);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("content-encoding")).isEmpty();
            assertThat(text(response)).isEqualTo("{\"error\":\"key " + "*".repeat(17) + " may not do that\"}");
        }
    }

    @Test
    void aStreamThatBreaksOffEndsWithTheProtocolsErrorEventAndIsCharged() {
        String start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
                + "{\"input_tokens\":100,\"output_tokens\":1}}}\n\n";
        String delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"" + "word ".repeat(80) + "\"}}\n\n";
        gateway.fake().enqueue(Script.sse(start, delta).stallAfter(start.length() + delta.length()));

        HttpResponse<byte[]> response = gateway.post("/v1/messages", STREAM);

        assertThat(text(response))
                .contains("word word")
                .contains("event: error")
                .contains("\"type\":\"error\"");
        assertThat(gateway.row(id(response)))
                .contains("\"estimated\":true")
                .contains("\"input_tokens\":100,\"output_tokens\":100")
                .contains("\"error_code\":\"upstream_timeout\"");
    }

    /** The client's parser must find the error event, not half of the event before it. */
    @Test
    void aStreamThatBreaksInsideAnEventEndsWithWholeEventsOnly() {
        gateway.fake().enqueue(gateway.fake().named("reset-after;bytes=900", "/v1/messages"));

        String answer = text(gateway.post("/v1/messages", STREAM));

        assertThat(answer.strip().lines().filter(line -> line.startsWith("data: ")))
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.endsWith("}"));
        assertThat(answer).contains("event: error\ndata: {").endsWith("}\n\n");
    }

    /** An error event in plain text behind gzip would be damaged data; a cut connection is the honest end. */
    @Test
    void aCompressedStreamThatBreaksOffIsCut() {
        Script zipped =
                gateway.fake().named("stream;events=200", "/v1/messages").gzip();
        gateway.fake().enqueue(zipped.resetAfter(zipped.whole().length() - 10L));
        HttpRequest request = gateway.request("/v1/messages")
                .header("x-api-key", TestGateway.KEY)
                .header("accept-encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString(STREAM))
                .build();

        assertThatThrownBy(() -> gateway.send(request)).isInstanceOf(UncheckedIOException.class);

        TestGateway.until(() -> gateway.export().size() == 1);
        assertThat(gateway.export().getFirst()).contains("\"error_code\":\"upstream_broken_mid_stream\"");
    }

    @Test
    void usageIsAskedForAndTheExtraEventHeldBack() {
        String body =
                "{\"model\":\"gpt-4o-mini\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        HttpResponse<byte[]> response = gateway.post("/v1/chat/completions", body);

        assertThat(gateway.fake().seen().getLast().bodyText())
                .isEqualTo(body.substring(0, body.length() - 1) + ",\"stream_options\":{\"include_usage\":true}}");
        assertThat(text(response)).contains("[DONE]").doesNotContain("\"choices\":[]");
        assertThat(gateway.row(id(response))).contains("\"estimated\":false").doesNotContain("\"output_tokens\":0,");
    }

    @Test
    void anEmptyBalanceRefusesBeforeAnythingIsSent() {
        byte[] dear =
                MESSAGE.replace("\"max_tokens\":50", "\"max_tokens\":5000").getBytes(StandardCharsets.UTF_8);

        HttpResponse<byte[]> response = gateway.post("/v1/messages", dear, "sk-hg-poor-0123456789abcdef");

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(text(response)).contains("The balance of 0.001 USD");
        assertThat(gateway.fake().seen()).isEmpty();
    }

    @Test
    void anUnpricedModelIsRefusedByDefault() {
        String body = MESSAGE.replace("claude-sonnet-4-5", "no-such-model");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        HttpResponse<byte[]> response = gateway.post("/v1/messages", bytes, "sk-hg-poor-0123456789abcdef");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(text(response)).contains("has no price");
    }

    @Test
    void gzipRequestBodiesAreInflated() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(MESSAGE.getBytes(StandardCharsets.UTF_8));
        }
        HttpRequest request = gateway.request("/v1/messages")
                .header("x-api-key", TestGateway.KEY)
                .header("content-encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray()))
                .build();

        assertThat(gateway.send(request).statusCode()).isEqualTo(200);
        assertThat(gateway.fake().seen().getLast().bodyText()).isEqualTo(MESSAGE);
    }

    @Test
    void aGzipAnswerPassesAsItIsAndIsCounted() {
        gateway.fake().enqueue(gateway.fake().named("gzip", "/v1/messages"));
        HttpRequest request = gateway.request("/v1/messages")
                .header("x-api-key", TestGateway.KEY)
                .header("accept-encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                .build();

        HttpResponse<byte[]> response = gateway.send(request);

        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(gateway.row(id(response))).contains("\"estimated\":false");
    }

    @Test
    void smugglingShapesAreRefused() throws Exception {
        String head = "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY + "\r\n";
        assertThat(raw(head + "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw(head + "content-length: 5\r\ncontent-length: 6\r\n\r\nhello"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("POST /v1/messages HTTP/1.1\r\nbad header\u0001: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(gateway.fake().seen()).isEmpty();
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aBodyThatStopsIsGivenUp() throws Exception {
        String head = "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY
                + "\r\ncontent-length: 500\r\n\r\n{";

        assertThat(raw(head)).startsWith("HTTP/1.1 408");
    }

    @Test
    void aClientThatLeavesIsChargedTheTruth() throws Exception {
        gateway.fake().enqueue(gateway.fake().named("stream", "/v1/messages").every(java.time.Duration.ofMillis(50)));
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), gateway.port())) {
            String head = "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY
                    + "\r\ncontent-length: " + STREAM.length() + "\r\n\r\n" + STREAM;
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readNBytes(50);
        }

        TestGateway.until(() -> gateway.export().size() == 1);
        assertThat(gateway.export().getFirst())
                .contains("\"error_code\":\"client_gone\"")
                .contains("\"estimated\":false");
    }

    @Test
    void chargesSurviveARestart() {
        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);

        gateway.restart();

        assertThat(gateway.row(id(response))).contains("\"status\":200");
    }

    @Test
    void modelListsSpeakTheClientsDialect() {
        assertThat(get("/v1/models", "anthropic-version", "2023-06-01")).contains("\"has_more\":false");
        assertThat(get("/v1/models", "x-none", "1"))
                .contains("\"object\":\"list\"")
                .contains("gpt-4o-mini");
        assertThat(get("/v1beta/models", "x-none", "1")).contains("\"models/gemini-2.5-flash\"");
    }

    private String get(String path, String header, String value) {
        return text(gateway.send(gateway.request(path)
                .header("authorization", "Bearer " + TestGateway.KEY)
                .header(header, value)
                .GET()
                .build()));
    }

    @Test
    void healthAndMetricsAnswer() {
        gateway.post("/v1/messages", MESSAGE);
        assertThat(get("/health/live", "x-none", "1")).contains("ok");
        assertThat(get("/metrics", "x-none", "1"))
                .contains("headgate_requests_total")
                .doesNotContain(TestGateway.UPSTREAM_KEY);
    }
}

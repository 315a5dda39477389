package dev.headgate.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.fake.Http.Ending;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each fault looks on the wire as its name says; seen with bare sockets. */
class FaultsTest {
    private static final String POST = "POST /v1/messages HTTP/1.1\r\nhost: x\r\n";
    private static final Script STREAM = Script.sse("data: one\n\n", "data: two\n\n", "data: three\n\n");

    private static FakeUpstream upstream;
    private static Http http;

    @BeforeAll
    static void start() {
        upstream = FakeUpstream.start(FakeOptions.DEFAULTS);
        http = new Http(upstream);
    }

    @AfterAll
    static void stop() {
        http.close();
        upstream.close();
    }

    /** No test may leave an exchange open. */
    @AfterEach
    void nothingStaysOpen() {
        upstream.reset();
        Http.until(() -> upstream.open() == 0);
    }

    private static Ending run(Script script) throws IOException {
        upstream.enqueue(script);
        try (Socket socket = Http.open(upstream.port(), POST, "{}")) {
            return Http.readAll(socket);
        }
    }

    @Test
    void refusingPortRefuses() {
        assertThatThrownBy(() ->
                        new Socket(java.net.InetAddress.getLoopbackAddress(), FakeUpstream.refusingPort()).close())
                .isInstanceOf(java.net.ConnectException.class);
    }

    @Test
    void resetBeforeHeadersSendsNothingButRst() throws IOException {
        assertThat(run(Script.resetBeforeHeaders())).isEqualTo(new Ending("", true));
    }

    @Test
    void resetAfterHeadersSendsTheHeadThenRst() throws IOException {
        Ending ending = run(STREAM.resetAfterHeaders());
        assertThat(ending.reset()).isTrue();
        assertThat(ending.text())
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\n")
                .doesNotContain("data:");
    }

    @Test
    void resetAfterBytesSendsExactlySoMany() throws IOException {
        Ending ending = run(Script.json(200, "0123456789").resetAfter(4));
        assertThat(ending.reset()).isTrue();
        assertThat(ending.text()).contains("content-length: 10").endsWith("\r\n\r\n0123");
    }

    @Test
    void halfAnEventEndsWithAnOrderlyCloseAndNoLastChunk() throws IOException {
        Ending ending = run(STREAM.closeAfter(15));
        assertThat(ending.reset()).isFalse();
        assertThat(ending.text()).contains("data: one", "data").doesNotContain("two", "\r\n0\r\n");
    }

    @Test
    void stallBeforeHeadersIsSilentUntilReleased() throws IOException {
        upstream.enqueue(Script.stallBeforeHeaders());
        try (Socket socket = Http.open(upstream.port(), POST, "{}")) {
            socket.setSoTimeout(150);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(upstream.open()).isEqualTo(1);
            upstream.reset();
            socket.setSoTimeout(10_000);
            assertThat(Http.readAll(socket)).isEqualTo(new Ending("", true));
        }
        assertThat(upstream.cancelled()).isZero();
    }

    @Test
    void stallAfterBytesIsSilentThereAndSeesTheClientLeave() throws IOException {
        upstream.enqueue(STREAM.stallAfter(11));
        try (Socket socket = Http.open(upstream.port(), POST, "{}")) {
            StringBuilder read = new StringBuilder();
            while (read.indexOf("data: one") < 0) {
                read.append((char) socket.getInputStream().read());
            }
            assertThat(upstream.open()).isEqualTo(1);
        }
        Http.until(() -> upstream.cancelled() == 1 && upstream.open() == 0);
    }

    @Test
    void garbageIsNoHttp() throws IOException {
        assertThat(run(Script.garbage()).text()).startsWith("!! this is not HTTP");
    }

    @Test
    void declaredLengthMayBeTooLongOrTooShort() throws IOException {
        Ending tooLong = run(Script.json(200, "0123456789").declaredLength(50));
        assertThat(tooLong.text()).contains("content-length: 50").endsWith("0123456789");
        Ending tooShort = run(Script.json(200, "0123456789").declaredLength(3));
        assertThat(tooShort.text()).contains("content-length: 3").endsWith("0123456789");
    }

    @Test
    void gzipBodyUnpacksToTheSame() throws Exception {
        Script packed = Script.json(200, "{\"a\":1}").gzip();
        upstream.enqueue(packed);
        assertThat(http.post("/v1/messages", "{}").headers().firstValue("content-encoding"))
                .contains("gzip");
        try (GZIPInputStream in = new GZIPInputStream(
                new java.io.ByteArrayInputStream(packed.whole().getBytes()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void splitBodyArrivesWhole() throws Exception {
        upstream.enqueue(STREAM.splitEvery(1));
        assertThat(http.post("/v1/messages", "{}").body())
                .isEqualTo(STREAM.whole().toString());
    }

    @Test
    void recordedExchangeKeepsItsBytesAndChunks() throws Exception {
        byte[] body = "event: x\r\ndata: y\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        Script script = Script.exchange(201, Map.of("X-Mark", "1"), body, 3, 5);
        assertThat(script.body()).extracting(piece -> piece.length()).containsExactly(3, 5, body.length - 8);
        upstream.enqueue(script);
        HttpResponse<String> answer = http.post("/v1/messages", "{}");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("x-mark")).contains("1");
        assertThat(answer.body()).isEqualTo(new String(body, StandardCharsets.UTF_8));
    }

    @Test
    void refusalsCarryTheVendorsHeaders() throws Exception {
        upstream.enqueue(VendorErrors.anthropic(429));
        upstream.enqueue(VendorErrors.openai(429));
        upstream.enqueue(VendorErrors.gemini(429));
        upstream.enqueue(VendorErrors.anthropicUnified429(1_900_000_000L));
        HttpResponse<String> anthropic = http.post("/v1/messages", "{}");
        assertThat(anthropic.headers().firstValue("retry-after")).contains("30");
        assertThat(anthropic.headers().firstValue("anthropic-ratelimit-tokens-reset"))
                .isPresent();
        assertThat(http.post("/v1/chat/completions", "{}").headers().firstValue("x-ratelimit-reset-tokens"))
                .contains("6m0s");
        assertThat(http.post("/v1beta/models/g:generateContent", "{}").body()).contains("RetryInfo", "\"34s\"");
        assertThat(http.post("/v1/messages", "{}").headers().firstValue("anthropic-ratelimit-unified-5h-reset"))
                .contains("1900000000");
        for (int status : List.of(401, 402, 403, 500, 502, 503, 529)) {
            upstream.enqueue(VendorErrors.anthropic(status));
            assertThat(http.post("/v1/messages", "{}").statusCode()).isEqualTo(status);
        }
    }

    @Test
    void overloadHidesInside200() throws Exception {
        upstream.enqueue(VendorErrors.anthropicOverloadedInside200());
        upstream.enqueue(VendorErrors.openaiOverloadedInside200());
        HttpResponse<String> anthropic = http.post("/v1/messages", "{}");
        assertThat(anthropic.statusCode()).isEqualTo(200);
        assertThat(anthropic.body()).startsWith("event: error\n").contains("overloaded_error");
        assertThat(http.post("/v1/chat/completions", "{}").body()).startsWith("data: {\"error\"");
    }

    @Test
    void floodWritesNoMoreThanAStalledClientTakes() throws Exception {
        upstream.enqueue(Script.flood(512L << 20));
        try (Socket socket = Http.open(upstream.port(), POST, "{}")) {
            socket.getInputStream().readNBytes(100_000);
            assertThat(upstream.bytesWritten()).isLessThan(64L << 20);
        }
        Http.until(() -> upstream.cancelled() == 1);
    }

    @Test
    void slowReaderReadsTheWholeBody() throws Exception {
        upstream.enqueue(Script.json(200, "{}").readEvery(java.time.Duration.ofMillis(5)));
        String body = "x".repeat(300_000);
        assertThat(http.post("/v1/messages", body).statusCode()).isEqualTo(200);
        assertThat(upstream.seen().getLast().body().length()).isEqualTo(body.length());
    }
}

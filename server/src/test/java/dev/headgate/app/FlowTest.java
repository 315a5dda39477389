package dev.headgate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.fake.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How bytes flow: back-pressure, large bodies, slow starts, slow heads, TLS and HTTP/2 to the provider. */
@Tag("slow")
class FlowTest {
    private static final long MEBIBYTE = 1 << 20;

    private static String message(boolean stream) {
        return "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    private static Socket open(TestGateway gateway, String body) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
        socket.setSoTimeout(20_000);
        String head = "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY + "\r\ncontent-length: "
                + body.length() + "\r\nconnection: close\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(UTF_8));
        return socket;
    }

    /** A client that stops reading must hold the provider back; Headgate must not store what it can't pass on. */
    @Test
    void aClientThatStopsReadingHoldsTheProviderBack() throws Exception {
        try (TestGateway gateway = TestGateway.start("")) {
            long bytes = 200 * MEBIBYTE;
            gateway.fake().enqueue(Script.flood(bytes));
            try (Socket client = open(gateway, message(true))) {
                long written = settledBytes(gateway);

                assertThat(written).isGreaterThan(0).isLessThan(32 * MEBIBYTE);

                long read = client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                assertThat(read).isGreaterThan(bytes);
            }
        }
    }

    /** What the provider could write, once it has made no progress for a hundred looks. */
    private static long settledBytes(TestGateway gateway) {
        AtomicLong written = new AtomicLong();
        AtomicInteger still = new AtomicInteger();
        TestGateway.until(() -> {
            long now = gateway.fake().bytesWritten();
            boolean same = now > 0 && now == written.getAndSet(now);
            still.set(same ? still.get() + 1 : 0);
            return still.get() >= 100;
        });
        return written.get();
    }

    @Test
    void aBodyOfTheLargestSizePassesWholeAndALargerOneIsRefused() {
        try (TestGateway gateway = TestGateway.start("")) {
            String start =
                    "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"";
            String end = "\"}]}";
            String body = start + "x".repeat((int) (32 * MEBIBYTE) - start.length() - end.length()) + end;

            HttpResponse<byte[]> passed = gateway.post("/v1/messages", body);
            HttpResponse<byte[]> refused = gateway.post("/v1/messages", body + " ");

            assertThat(passed.statusCode()).isEqualTo(200);
            assertThat(gateway.fake().seen().getFirst().bodyBytes()).isEqualTo(body.getBytes(UTF_8));
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(new String(refused.body(), UTF_8))
                    .contains("request_too_large")
                    .contains("33554432");
        }
    }

    @Test
    void aSlowStartIsBridgedByPingsOfTheProtocolWhenAsked() {
        try (TestGateway gateway = TestGateway.start("gateway: { early-keepalive: 200ms }")) {
            Script slow = gateway.fake().named("stream", "/v1/messages").delayHeaders(Duration.ofMillis(900));
            gateway.fake().enqueue(slow);

            HttpResponse<byte[]> response = gateway.post("/v1/messages", message(true));

            String events = new String(response.body(), UTF_8);
            assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
            assertThat(events)
                    .startsWith("event: ping")
                    .contains("message_start")
                    .contains("message_stop");
            assertThat(events.indexOf("message_start")).isGreaterThan(events.indexOf("event: ping"));
        }
    }

    @Test
    void aProviderThatRefusesAfterPingsBecomesAnErrorEvent() {
        try (TestGateway gateway = TestGateway.start("gateway: { early-keepalive: 200ms }")) {
            gateway.fake()
                    .enqueue(Script.json(
                                    400,
                                    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no such tool for "
                                            + TestGateway.UPSTREAM_KEY + "\"}}")
                            .delayHeaders(Duration.ofMillis(900)));

            HttpResponse<byte[]> response = gateway.post("/v1/messages", message(true));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(new String(response.body(), UTF_8))
                    .contains("event: error")
                    .contains("no such tool")
                    .doesNotContain(TestGateway.UPSTREAM_KEY);
        }
    }

    @Test
    void aKeptConnectionOnWhichTheNextHeadNeverEndsIsCut() throws Exception {
        try (TestGateway gateway = TestGateway.start("gateway: { keepalive-timeout: 300ms }");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nhost: x\r\n\r\nPOST /v1/mess".getBytes(UTF_8));

            String answers = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answers).startsWith("HTTP/1.1 200");
            assertThat(answers.indexOf("HTTP/1.1", 1)).isNegative();
        }
    }

    @Test
    void aProviderBehindTlsIsSpokenToInHttp2() {
        try (TestGateway gateway = TestGateway.startWithTls()) {
            HttpResponse<byte[]> whole = gateway.post("/v1/messages", message(false));
            HttpResponse<byte[]> stream = gateway.post("/v1/messages", message(true));

            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(new String(stream.body(), UTF_8)).contains("message_stop");
            assertThat(gateway.fake().seen())
                    .hasSize(2)
                    .allSatisfy(seen -> assertThat(seen.version()).isEqualTo("HTTP_2"));
            gateway.row(stream.headers().firstValue("x-request-id").orElseThrow());
        }
    }

    @Test
    void aChunkedRequestThatWaitsForContinueIsServed() throws Exception {
        try (TestGateway gateway = TestGateway.start("");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(10_000);
            String head = "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY
                    + "\r\ntransfer-encoding: chunked\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            byte[] go = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            String body = message(false);
            String chunk = Integer.toHexString(10) + "\r\n" + body.substring(0, 10) + "\r\n"
                    + Integer.toHexString(body.length() - 10) + "\r\n" + body.substring(10) + "\r\n0\r\n\r\n";
            socket.getOutputStream().write(chunk.getBytes(UTF_8));

            assertThat(new String(go, UTF_8)).startsWith("HTTP/1.1 100");
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200");
            assertThat(gateway.fake().seen().getFirst().bodyBytes()).isEqualTo(body.getBytes(UTF_8));
        }
    }
}

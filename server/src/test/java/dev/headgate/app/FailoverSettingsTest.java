package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.fake.Script;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rows of DESIGN 5.3 that depend on settings: clients that leave, attempt budget, slow streams. */
@Tag("slow")
class FailoverSettingsTest {
    private static final String STREAM = "{\"stream\":true,\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static void askAndLeave(TestGateway gateway) {
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), gateway.port())) {
            String head = "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY
                    + "\r\ncontent-length: " + STREAM.length() + "\r\n\r\n" + STREAM;
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readNBytes(400);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String onlyRow(TestGateway gateway) {
        TestGateway.until(() -> gateway.export().size() == 1);
        return gateway.export().getFirst();
    }

    @Test
    void drainReadsOnAndChargesTheTruth() {
        try (TestGateway gateway = TestGateway.start("gateway: { on-client-gone: drain }")) {
            gateway.fake().enqueue(gateway.fake().named("stream;every=30ms", "/v1/messages"));
            askAndLeave(gateway);

            assertThat(onlyRow(gateway))
                    .contains("\"error_code\":\"client_gone\"", "\"estimated\":false", "\"attempts\":1")
                    .doesNotContain("\"charged_nanos\":0,");
            assertThat(FailoverTest.state(gateway, "anthropic-1").status()).isEqualTo(Status.ACTIVE);
            assertThat(gateway.fake().cancelled()).isZero();
        }
    }

    @Test
    void cancelClosesTheUpstreamAndChargesWhatWasSeen() {
        try (TestGateway gateway = TestGateway.start("gateway: { on-client-gone: cancel }")) {
            gateway.fake().enqueue(gateway.fake().named("stream;events=300;every=30ms", "/v1/messages"));
            askAndLeave(gateway);

            assertThat(onlyRow(gateway))
                    .contains("\"error_code\":\"client_gone\"", "\"estimated\":true", "\"attempts\":1")
                    .doesNotContain("\"charged_nanos\":0,");
            TestGateway.until(() -> gateway.fake().cancelled() == 1);
            assertThat(FailoverTest.state(gateway, "anthropic-1").status()).isEqualTo(Status.ACTIVE);
        }
    }

    @Test
    void theAttemptBudgetBoundsTheTries() {
        try (TestGateway gateway = TestGateway.start("gateway: { attempts-max: 1 }")) {
            gateway.fake().forKey(TestGateway.UPSTREAM_KEY, gateway.fake().named("error;status=500", "/v1/messages"));

            HttpResponse<byte[]> response = gateway.post("/v1/messages", STREAM);

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(gateway.fake().seen()).hasSize(1);
        }
    }

    @Test
    void aSlowStreamIsLeftForAFreeAccountAndKeptWhenThereIsNone() {
        try (TestGateway gateway =
                TestGateway.start("failover: { slow-stream-events: 20, slow-stream-watch: 500ms }")) {
            Script slow = gateway.fake().named("stream;events=8;every=150ms", "/v1/messages");
            gateway.fake().forKey(TestGateway.UPSTREAM_KEY, slow);

            HttpResponse<byte[]> moved = gateway.post("/v1/messages", STREAM);
            assertThat(gateway.row(moved.headers().firstValue("x-request-id").orElseThrow()))
                    .contains("\"attempts\":2", "\"account\":\"anthropic-2\"");

            gateway.fake().forKey(TestGateway.UPSTREAM_KEY_2, slow);
            HttpResponse<byte[]> kept = gateway.post("/v1/messages", STREAM);
            assertThat(new String(kept.body(), StandardCharsets.UTF_8)).contains("message_stop");
            assertThat(gateway.row(kept.headers().firstValue("x-request-id").orElseThrow()))
                    .contains("\"attempts\":2", "\"error_code\":\"\"");
        }
    }

    @Test
    void aQuickStreamIsNotHeldForTheWholeWatch() {
        try (TestGateway gateway = TestGateway.start("failover: { slow-stream-events: 5, slow-stream-watch: 1m }")) {
            gateway.fake().enqueue(gateway.fake().named("stream;events=400;every=1ms", "/v1/messages"));
            long begin = System.nanoTime();

            assertThat(gateway.post("/v1/messages", STREAM).statusCode()).isEqualTo(200);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
        }
    }
}

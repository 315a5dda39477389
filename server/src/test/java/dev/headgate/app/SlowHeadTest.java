package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.RawConnection;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections that don't bring a whole first head in time are cut, whatever they do meanwhile; others are not. */
@Tag("slow")
class SlowHeadTest {
    private static final long TIMEOUT_MILLIS = 600;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String SETTINGS = "\0\0\0\4\0\0\0\0\0";
    private static final String PING = "\0\0\10\6\0\0\0\0\0abcdefgh";
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start("gateway: { header-timeout: " + TIMEOUT_MILLIS + "ms }");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Sends text over and over, a piece each 20 ms, until the server has closed; returns how many milliseconds that took. */
    private static long millisUntilCut(String first, String again) {
        long start = System.nanoTime();
        try (RawConnection connection = RawConnection.open(gateway.port())) {
            connection.send(first);
            Thread reader = Thread.ofVirtual().start(connection::readToEnd);
            long deadline = start + 10_000_000_000L;
            while (reader.isAlive() && System.nanoTime() < deadline) {
                connection.send(again);
                LockSupport.parkNanos(20_000_000L);
            }
            assertThat(reader.isAlive()).as("still open after 10 s").isFalse();
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void aSilentConnectionIsCut() {
        assertThat(millisUntilCut("", "")).isBetween(TIMEOUT_MILLIS - 50, 5_000L);
    }

    @Test
    void aHeadThatDribblesIsCut() {
        assertThat(millisUntilCut("POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-slow: ", "a"))
                .isBetween(TIMEOUT_MILLIS - 50, 5_000L);
    }

    @Test
    void aBeginningThatCouldStillBeHttp2IsCut() {
        assertThat(millisUntilCut("PRI * HT", "")).isBetween(TIMEOUT_MILLIS - 50, 5_000L);
    }

    @Test
    void anHttp2ConnectionWithoutARequestIsCutHoweverMuchItPings() {
        assertThat(millisUntilCut(PREFACE + SETTINGS, PING)).isBetween(TIMEOUT_MILLIS - 50, 5_000L);
    }

    /** A header block whose last part never comes: HEADERS without END_HEADERS. */
    @Test
    void anHttp2HeadThatNeverEndsIsCut() {
        String headers = "\0\0\1\1\0\0\0\0\1\u0082";
        assertThat(millisUntilCut(PREFACE + SETTINGS + headers, "")).isBetween(TIMEOUT_MILLIS - 50, 5_000L);
    }

    @Test
    void aHeadThatComesSlowlyButInTimeIsServedAndItsConnectionLivesOn() {
        try (RawConnection connection = RawConnection.open(gateway.port())) {
            for (String part : new String[] {"GET /health", "/live HTTP/1.1\r\n", "host: x\r\n", "\r\n"}) {
                connection.send(part);
                LockSupport.parkNanos(50_000_000L);
            }
            assertThat(connection.read().status()).isEqualTo(200);

            LockSupport.parkNanos((TIMEOUT_MILLIS + 300) * 1_000_000L);
            connection.send("GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n");
            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    /** The deadline is for heads: an answer may take longer, over HTTP/1.1 and over HTTP/2. */
    @Test
    void anAnswerMayTakeLongerThanAHead() throws Exception {
        String body = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[]}";
        for (var version : java.net.http.HttpClient.Version.values()) {
            if (version != java.net.http.HttpClient.Version.HTTP_1_1
                    && version != java.net.http.HttpClient.Version.HTTP_2) {
                continue;
            }
            gateway.fake().enqueue(gateway.fake().named("ok;delay=1200ms", "/v1/messages"));
            try (var client =
                    java.net.http.HttpClient.newBuilder().version(version).build()) {
                var request = gateway.request("/v1/messages")
                        .header("x-api-key", TestGateway.KEY)
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                        .build();
                var response = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());

                assertThat(response.version()).isEqualTo(version);
                assertThat(response.statusCode()).isEqualTo(200);
            }
        }
    }
}

package dev.headgate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.testkit.ManualClock;
import dev.headgate.testkit.TestPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Spend windows are read from the books on PostgreSQL as they are on SQLite. */
@Tag("slow")
class SpendOnPostgresqlTest {
    private static final String KEY = "sk-hg-limit-spend-0123456789";
    private static final String MESSAGE =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));

    private static HttpResponse<byte[]> message(TestGateway gateway) {
        return gateway.post("/v1/messages", MESSAGE.getBytes(UTF_8), KEY);
    }

    private static JsonNode window(TestGateway gateway, String of, String name) throws IOException {
        HttpResponse<byte[]> usage = gateway.send(gateway.request("/v1/usage")
                .header("authorization", "Bearer " + KEY)
                .build());
        return new ObjectMapper()
                .readTree(usage.body())
                .path("limits")
                .path(of)
                .path("spend")
                .path(name);
    }

    @Test
    void spentIsSpentAfterARestart() throws IOException {
        String users = "- { email: a@example.com, spend: { week: 1 } }\n";
        String keys = "- { name: spend, user: a@example.com, key: " + KEY
                + ", spend: { day: 0.003, 5h: 0.5, month: 0.02 } }\n";
        Edges real = Edges.system();
        try (TestGateway gateway = TestGateway.start(
                "store: { url: \"" + TestPostgres.freshDatabase() + "\" }\nlimits: { time-zone: Europe/Berlin }",
                new TestGateway.More("", "", users, keys),
                new Edges(clock, real.ticker(), real.random(), real.out(), null))) {
            int passed = 0;
            while (message(gateway).statusCode() == 200 && passed < 100) {
                passed++;
                TestGateway.until(() -> gateway.headgate().inFlight() == 0);
            }
            assertThat(passed).isBetween(5, 30);
            long day = window(gateway, "key", "day").path("used_nanos").asLong();

            gateway.restart();

            assertThat(day).isBetween(1_000_000L, 3_000_000L);
            for (String name : new String[] {"day", "5h", "month"}) {
                assertThat(window(gateway, "key", name).path("used_nanos").asLong())
                        .as(name)
                        .isEqualTo(day);
            }
            assertThat(window(gateway, "user", "week").path("used_nanos").asLong())
                    .isEqualTo(day);
            assertThat(message(gateway).statusCode()).isEqualTo(429);
            clock.set(Instant.parse("2026-03-01T23:00:00Z")); // midnight in Berlin
            assertThat(message(gateway).statusCode()).isEqualTo(200);
        }
    }
}

package dev.headgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.testkit.Recordings;
import dev.headgate.testkit.Recordings.Exchange;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tokens read from recorded answers equal what the recordings say, however the bytes are split. */
class RecordedUsageTest {
    @Test
    void recordingsAreThere() {
        assumeTrue(
                !Recordings.all().isEmpty(), "shared/recordings is not beside this checkout: nothing to compare with");
        assertThat(Recordings.all()).hasSizeGreaterThan(200);
    }

    @TestFactory
    Stream<DynamicTest> tokensEqualTheRecording() {
        return Recordings.all().stream()
                .filter(exchange ->
                        exchange.status() == 200 && !exchange.protocol().free())
                .map(exchange -> DynamicTest.dynamicTest(exchange.id(), () -> check(exchange)));
    }

    private static void check(Exchange exchange) {
        TokenUsage expected = expected(exchange);
        byte[] body = exchange.responseBody();
        for (int size : new int[] {Integer.MAX_VALUE, 1, 7, 61}) {
            UsageReport report = read(exchange.protocol(), body, size).report();
            assertThat(report.total().with(TokenUsage.Extras.NONE))
                    .as("split at " + size)
                    .isEqualTo(expected);
        }
    }

    private static UsageReader read(Protocol protocol, byte[] body, int size) {
        UsageReader reader = UsageReaders.open(protocol);
        for (int at = 0; at < body.length; at += Math.min(size, body.length - at)) {
            reader.feed(body, at, Math.min(size, body.length - at));
        }
        reader.end();
        return reader;
    }

    private static TokenUsage expected(Exchange exchange) {
        JsonNode iterations = exchange.json().path("usage_iterations_normalised");
        List<JsonNode> parts = new java.util.ArrayList<>();
        if (iterations.isArray() && !iterations.isEmpty()) {
            iterations.forEach(parts::add);
        } else {
            parts.add(exchange.json().path("usage_normalised"));
        }
        long reasoning =
                exchange.json().path("usage_normalised").path("reasoning").asLong(0);
        TokenUsage sum = new TokenUsage(0, 0, 0, 0, 0, reasoning);
        for (JsonNode usage : parts) {
            sum = sum.plus(new TokenUsage(
                    usage.path("input").asLong(0),
                    usage.path("output").asLong(0),
                    usage.path("cache_read").asLong(0),
                    usage.path("cache_write_5m").asLong(0),
                    usage.path("cache_write_1h").asLong(0),
                    0));
        }
        return sum;
    }
}

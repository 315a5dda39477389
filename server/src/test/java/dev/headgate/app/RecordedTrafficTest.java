package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.ErrorCode;
import dev.headgate.fake.Script;
import dev.headgate.testkit.Recordings;
import dev.headgate.testkit.Recordings.Exchange;
import dev.headgate.upstream.FailoverConfig;
import dev.headgate.upstream.FailureClassifier;
import dev.headgate.upstream.Refusal;
import io.vertx.core.MultiMap;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Law 1: every recorded exchange passes byte for byte in both directions, but for the named edits, and its tokens arrive in the
 * usage export. Without the recordings beside the checkout there is nothing to replay.
 */
@Tag("slow")
class RecordedTrafficTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start("");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @TestFactory
    Stream<DynamicTest> bytesAndTokensPassUnchanged() {
        return Recordings.all().stream()
                .filter(exchange -> exchange.status() < 500)
                .filter(exchange -> exchange.status() < 400 || isMeantForTheClient(exchange))
                .filter(exchange -> namesModel(exchange)) // Azure's path names it instead, which is not relayed yet
                .map(exchange -> DynamicTest.dynamicTest(exchange.id(), () -> replay(exchange)));
    }

    /** Refusals of the account, as a bad key with 400, send the call to another account instead; FailoverTest has those. */
    private static boolean isMeantForTheClient(Exchange exchange) {
        Refusal refusal = new Refusal(
                exchange.status(),
                "",
                MultiMap.caseInsensitiveMultiMap(),
                new String(exchange.responseBody(), java.nio.charset.StandardCharsets.UTF_8),
                "",
                java.time.Instant.EPOCH);
        return new FailureClassifier(FailoverConfig.DEFAULTS).judge(refusal).code() == ErrorCode.UPSTREAM_REJECTED;
    }

    private static boolean namesModel(Exchange exchange) {
        return exchange.path().contains("/models/")
                || exchange.json().path("request").path("body").has("model");
    }

    private static void replay(Exchange exchange) throws Exception {
        String path = path(exchange);
        gateway.fake().reset();
        byte[] answer = exchange.responseBody();
        gateway.fake().enqueue(Script.exchange(exchange.status(), headers(exchange), answer));
        byte[] request = exchange.requestBody();

        HttpResponse<byte[]> response = gateway.post(path, request, TestGateway.KEY);

        String id = response.headers().firstValue("x-request-id").orElseThrow();
        assertThat(response.statusCode())
                .as(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(exchange.status());
        boolean usageAdded = exchange.protocol() == dev.headgate.protocol.Protocol.OPENAI_CHAT
                && JSON.readTree(request).path("stream").asBoolean()
                && !JSON.readTree(request)
                        .path("stream_options")
                        .path("include_usage")
                        .asBoolean();
        if (!usageAdded) {
            assertThat(gateway.fake().seen().getLast().bodyBytes()).isEqualTo(request);
            assertThat(response.body()).isEqualTo(answer);
        }
        JsonNode row = JSON.readTree(gateway.row(id));
        assertThat(row.path("protocol").asText()).isEqualTo(exchange.protocol().id());
        JsonNode usage = exchange.json().path("usage_normalised");
        boolean iterations = exchange.json().path("usage_iterations_normalised").isArray();
        if (row.path("estimated").asBoolean()) {
            // only where the recorded answer itself states no tokens
            assertThat(usage.path("input").asLong(0) + usage.path("output").asLong(0))
                    .isZero();
        } else if (exchange.status() == 200
                && !iterations
                && !exchange.protocol().free()) {
            assertThat(row.path("input_tokens").asLong())
                    .isEqualTo(usage.path("input").asLong());
            assertThat(row.path("output_tokens").asLong())
                    .isEqualTo(usage.path("output").asLong());
            assertThat(row.path("cache_read_tokens").asLong())
                    .isEqualTo(usage.path("cache_read").asLong());
        }
    }

    private static String path(Exchange exchange) {
        return switch (exchange.protocol()) {
            case ANTHROPIC_MESSAGES -> "/v1/messages";
            case ANTHROPIC_COUNT_TOKENS -> "/v1/messages/count_tokens";
            case OPENAI_CHAT -> "/v1/chat/completions";
            case OPENAI_RESPONSES -> "/v1/responses";
            case OPENAI_EMBEDDINGS -> "/v1/embeddings";
            case GEMINI_GENERATE, GEMINI_COUNT_TOKENS, GEMINI_EMBEDDINGS -> {
                String path = exchange.path();
                yield "/v1beta" + path.substring(path.lastIndexOf("/models/"));
            }
        };
    }

    private static Map<String, String> headers(Exchange exchange) {
        Map<String, String> headers = new HashMap<>();
        JsonNode recorded = exchange.json().path("response").path("headers");
        for (String name : List.of("content-type", "Content-Type")) {
            if (recorded.has(name)) {
                JsonNode value = recorded.path(name);
                headers.put("content-type", value.isArray() ? value.get(0).asText() : value.asText());
            }
        }
        return headers;
    }
}

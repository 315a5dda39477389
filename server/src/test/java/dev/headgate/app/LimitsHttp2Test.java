package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.fake.Script;
import dev.headgate.testkit.HttpCaller;
import dev.headgate.testkit.HttpCaller.Ask;
import dev.headgate.testkit.HttpCaller.Reply;
import dev.headgate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits where many calls share one connection: a stream is a call like any other. */
@Tag("slow")
class LimitsHttp2Test {
    private static final String MESSAGE =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String CHAT =
            "{\"model\":\"gpt-4o\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String RPM = "sk-hg-limit-rpm-0123456789";
    private static final String NARROW = "sk-hg-limit-narrow-0123456789";
    private static final String SPEND = "sk-hg-limit-spend-0123456789";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private TestGateway gateway;
    private HttpCaller caller;

    @BeforeEach
    void start() {
        String users = "- { email: a@example.com }\n";
        String keys = "- { name: rpm, user: a@example.com, key: " + RPM + ", rpm: 6 }\n"
                + "- { name: narrow, user: a@example.com, key: " + NARROW + ", concurrency: 2 }\n"
                + "- { name: spend, user: a@example.com, key: " + SPEND + ", spend: { day: 0.002 } }\n";
        gateway = TestGateway.start(
                "",
                new TestGateway.More("", "", users, keys),
                new Edges(clock, System::nanoTime, new SecureRandom(), System.out, null));
        caller = new HttpCaller(HttpVersion.HTTP_2, gateway.port());
    }

    @AfterEach
    void stop() {
        caller.close();
        gateway.close();
    }

    private Reply call(String path, String key, String body) {
        Reply reply = caller.call(Ask.post(path, key, body));
        assertThat(reply.version()).isEqualTo(HttpVersion.HTTP_2);
        return reply;
    }

    private void settled() {
        TestGateway.until(() -> gateway.headgate().inFlight() == 0);
    }

    @Test
    void requestsPerMinuteCountOverAllRoutesOfOneConnection() {
        for (int i = 0; i < 3; i++) {
            assertThat(call("/v1/messages", RPM, MESSAGE).status()).isEqualTo(200);
            Reply second = call("/v1/chat/completions", RPM, CHAT);
            assertThat(second.status()).isEqualTo(200);
            assertThat(second.header("x-ratelimit-remaining-requests")).isEqualTo(Integer.toString(6 - 2 * (i + 1)));
        }
        for (Reply refused : List.of(call("/v1/messages", RPM, MESSAGE), call("/v1/chat/completions", RPM, CHAT))) {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("retry-after")).isNotNull();
        }
        clock.advance(Duration.ofMinutes(2));
        assertThat(call("/v1/messages", RPM, MESSAGE).status()).isEqualTo(200);
    }

    /** Three streams of one connection at once with two places: the third is refused, and other keys are not held up. */
    @Test
    void streamsOfOneConnectionAreCallsAtOnce() {
        gateway.fake().enqueue(Script.json(200, "{}").delayHeaders(Duration.ofSeconds(5)));
        gateway.fake().enqueue(Script.json(200, "{}").delayHeaders(Duration.ofSeconds(5)));
        long before = gateway.fake().requests();
        var first = begun();
        var second = begun();
        TestGateway.until(() -> gateway.fake().requests() == before + 2);

        Reply refused = call("/v1/messages", NARROW, MESSAGE);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("All 2 of this key's calls at once are in use");

        assertThat(call("/v1/messages", RPM, MESSAGE).status()).isEqualTo(200); // another key is not held up by them
        first.reset();
        second.reset();
    }

    private io.vertx.core.http.HttpClientRequest begun() {
        var request = HttpCaller.await(caller.begin(Ask.post("/v1/messages", NARROW, MESSAGE)));
        Future<HttpClientResponse> unheard = request.response();
        unheard.onFailure(ignored -> {});
        request.end(Buffer.buffer(MESSAGE));
        return request;
    }

    @Test
    void aDaysMoneyEndsOverOneConnectionToo() {
        int passed = 0;
        Reply reply = call("/v1/messages", SPEND, MESSAGE);
        while (reply.status() == 200 && passed < 100) {
            passed++;
            settled();
            reply = call("/v1/messages", SPEND, MESSAGE);
        }
        assertThat(passed).isBetween(2, 30);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.text()).contains("The limit of 0.002 USD in a day of this key is reached");
    }
}

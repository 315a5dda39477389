package dev.headgate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway.Pool;
import dev.headgate.fake.Script;
import dev.headgate.testkit.ManualClock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What binds a request to the one account that can serve it, or to the one whose cache lives for an hour. */
@Tag("slow")
class PlacementBindingTest {
    private static final String GEMINI = "/v1beta/models/gemini-2.5-flash:generateContent";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T10:00:00Z"));
    private TestGateway gateway;

    @BeforeEach
    void start() {
        Edges real = Edges.system();
        gateway = TestGateway.start(
                "", new Pool(4, 50), new Edges(clock, real.ticker(), real.random(), real.out(), null));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<byte[]> send(String path, String body, String... headers) {
        HttpRequest.Builder request = gateway.request(path)
                .header("authorization", "Bearer " + Pool.key(0))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return gateway.send(request.build());
    }

    /** Sends, expects success, and tells the credential of the account that answered. */
    private String account(String path, String body, String... headers) {
        HttpResponse<byte[]> response = send(path, body, headers);
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
        return gateway.fake().seen().getLast().apiKey();
    }

    private static String sealed(int number) {
        return "gAAAAABo" + Integer.toString(number * 7_919 + 1, 36).repeat(30);
    }

    private static String responses(String input, boolean stream) {
        return "{\"model\":\"gpt-5-mini\",\"store\":false,\"stream\":" + stream
                + ",\"include\":[\"reasoning.encrypted_content\"],\"input\":" + input + "}";
    }

    private static Script thought(int number, boolean stream) {
        String answer = "{\"id\":\"resp_" + number + "\",\"object\":\"response\",\"status\":\"completed\",\"output\":["
                + "{\"type\":\"reasoning\",\"id\":\"rs_" + number + "\",\"summary\":[],\"encrypted_content\":\""
                + sealed(number) + "\"},{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":"
                + "\"output_text\",\"text\":\"ok\"}]}],\"usage\":{\"input_tokens\":9,\"output_tokens\":5}}";
        return stream
                ? Script.sse("event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":" + answer
                        + "}\n\n")
                : Script.json(200, answer);
    }

    private static String continued(int number) {
        return "[{\"role\":\"user\",\"content\":\"first\"},{\"type\":\"reasoning\",\"id\":\"rs_" + number
                + "\",\"summary\":[],\"encrypted_content\":\"" + sealed(number)
                + "\"},{\"role\":\"user\",\"content\":\"and then?\"}]";
    }

    /** Nobody else can read it: on another account the provider would refuse the request. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void encryptedReasoningGoesBackToTheAccountThatMadeIt(boolean stream) {
        Map<Integer, String> makers = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            gateway.fake().enqueue(thought(i, stream));
            makers.put(i, account("/v1/responses", responses("\"question " + i + "\"", stream)));
        }
        assertThat(new HashSet<>(makers.values())).hasSizeGreaterThan(1);
        clock.advance(Duration.ofDays(20)); // no cache lives that long, the binding does
        makers.forEach((number, maker) -> assertThat(account("/v1/responses", responses(continued(number), false)))
                .as("reasoning %d", number)
                .isEqualTo(maker));
    }

    @Test
    void encryptedReasoningIsRefusedInWordsWhileItsAccountIsAway() {
        gateway.fake().enqueue(thought(1, false));
        String maker = account("/v1/responses", responses("\"question\"", false));
        gateway.fake().forKey(maker, Script.answer(429, Map.of("retry-after", "60"), "{}"));
        send("/v1/responses", responses(continued(1), false)); // this one learns of the limit
        long before = gateway.fake().requests();

        HttpResponse<byte[]> refused = send("/v1/responses", responses(continued(1), false));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(new String(refused.body(), UTF_8))
                .contains("Only the account that made it can continue this encrypted reasoning")
                .doesNotContain("pool-");
        assertThat(gateway.fake().requests()).isEqualTo(before);
    }

    private static String cached(String name, String text) {
        return "{\"cachedContent\":\"cachedContents/" + name
                + "\",\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}]}";
    }

    /** A cache by name lives on one account only; elsewhere its name means nothing. */
    @Test
    void aNamedCacheStaysOnTheAccountThatAnsweredWithItFirst() {
        Map<String, String> holders = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            holders.put("c" + i, account(GEMINI, cached("c" + i, "question " + i)));
        }
        assertThat(new HashSet<>(holders.values())).hasSizeGreaterThan(1);
        for (int later = 0; later < 3; later++) {
            clock.advance(Duration.ofMinutes(50));
            int turn = later;
            holders.forEach((name, holder) -> assertThat(account(GEMINI, cached(name, "more " + turn)))
                    .as(name)
                    .isEqualTo(holder));
        }
    }

    @Test
    void aNamedCacheIsRefusedInWordsWhileItsAccountIsAway() {
        String holder = account(GEMINI, cached("c", "question"));
        gateway.fake().forKey(holder, Script.answer(429, Map.of("retry-after", "60"), "{}"));
        send(GEMINI, cached("c", "again")); // this one learns of the limit
        HttpResponse<byte[]> refused = send(GEMINI, cached("c", "and again"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(new String(refused.body(), UTF_8)).contains("cachedContent").doesNotContain("pool-");
    }

    private static String message(String text, String ttl) {
        String control = ttl.isEmpty() ? "" : ",\"cache_control\":{\"type\":\"ephemeral\"" + ttl + "}";
        return "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"system\":[{\"type\":\"text\",\"text\":\"You are careful."
                + "\"" + control + "}],\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    /** Answers as a provider that wrote something to its cache of an hour. */
    private static Script hourWritten() {
        return Script.json(
                200,
                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5\",\"content\":"
                        + "[{\"type\":\"text\",\"text\":\"ok\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":5,"
                        + "\"cache_creation_input_tokens\":900,\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,"
                        + "\"ephemeral_1h_input_tokens\":900},\"output_tokens\":2}}");
    }

    /** Moves on by fifty minutes twice: a binding of five minutes is over then, and one of an hour that wasn't renewed too. */
    @Test
    void aSessionWhoseCacheLivesForAnHourKeepsItsHomeForThatLong() {
        Map<String, String> homes = new HashMap<>();
        gateway.fake().forPath("/v1/messages", hourWritten());
        for (int i = 0; i < 16; i++) {
            homes.put(
                    "s" + i,
                    account("/v1/messages", message("first " + i, ",\"ttl\":\"1h\""), "x-session-id", "s" + i));
        }
        assertThat(new HashSet<>(homes.values())).hasSizeGreaterThan(1);
        for (int later = 0; later < 3; later++) {
            int turn = later;
            homes.forEach((session, home) -> assertThat(account(
                            "/v1/messages", message("turn " + turn, ",\"ttl\":\"1h\""), "x-session-id", session))
                    .as("%s, turn %d", session, turn)
                    .isEqualTo(home));
            clock.advance(Duration.ofMinutes(50));
        }
    }

    @Test
    void aSessionWhoseCacheLivesForFiveMinutesIsForgottenAfterThem() {
        Map<String, String> homes = new HashMap<>();
        for (int i = 0; i < 24; i++) {
            homes.put("s" + i, account("/v1/messages", message("first " + i, ""), "x-session-id", "s" + i));
        }
        clock.advance(Duration.ofMinutes(50));
        long moved = homes.entrySet().stream()
                .filter(entry -> !account("/v1/messages", message("later", ""), "x-session-id", entry.getKey())
                        .equals(entry.getValue()))
                .count();
        assertThat(moved).isPositive(); // or the test of an hour proves nothing
    }
}

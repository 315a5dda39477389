package dev.headgate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.billing.CodeBatch;
import dev.headgate.billing.Codes;
import dev.headgate.fake.Script;
import dev.headgate.testkit.ManualClock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every limit of keys and users as clients meet it, on every kind of route; time is moved by hand. */
@Tag("slow")
class LimitsHttpTest {
    private static final String MESSAGE =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static final String ANSWER =
            "{\"type\":\"message\",\"usage\":{\"input_tokens\":5,\"output_tokens\":5},\"content\":[]}";

    /** One call of each protocol. */
    private static final Map<String, String> ROUTES = new LinkedHashMap<>();

    static {
        String chat = "{\"model\":\"gpt-4o\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String gemini = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
        ROUTES.put("/v1/messages", MESSAGE);
        ROUTES.put("/anthropic/v1/messages", MESSAGE.replace("{\"model\"", "{\"stream\":true,\"model\""));
        ROUTES.put("/v1/messages/count_tokens", MESSAGE.replace("\"max_tokens\":50,", ""));
        ROUTES.put("/v1/chat/completions", chat);
        ROUTES.put("/openai/v1/chat/completions", chat.replace("{\"model\"", "{\"stream\":true,\"model\""));
        ROUTES.put("/v1/responses", "{\"model\":\"gpt-4o\",\"input\":\"hi\"}");
        ROUTES.put("/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"hi\"}");
        ROUTES.put("/v1beta/models/gemini-2.5-flash:generateContent", gemini);
        ROUTES.put("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", gemini);
    }

    private static final String USERS = """
            - { email: a@example.com }
            - { email: two@example.com, rpm: 3, concurrency: 1 }
            - { email: broke@example.com, rpm: 5, tpm: 5000, spend: { day: 1 } }
            """;

    private static final String KEYS = """
            - { name: rpm, user: a@example.com, key: sk-hg-limit-rpm-0123456789, rpm: 9 }
            - { name: tpm, user: a@example.com, key: sk-hg-limit-tpm-0123456789, tpm: 1000 }
            - { name: narrow, user: a@example.com, key: sk-hg-limit-narrow-0123456789, concurrency: 1 }
            - { name: spend, user: a@example.com, key: sk-hg-limit-spend-0123456789, spend: { day: 0.003, month: 0.02 } }
            - { name: five, user: a@example.com, key: sk-hg-limit-five-0123456789, spend: { 5h: 0.002 } }
            - { name: one, user: two@example.com, key: sk-hg-limit-one-0123456789 }
            - { name: other, user: two@example.com, key: sk-hg-limit-other-0123456789 }
            - { name: broke, user: broke@example.com, group: paid, key: sk-hg-limit-broke-0123456789 }
            - { name: models, user: a@example.com, key: sk-hg-limit-models-0123456789, models: ["claude-haiku*", "gpt-4o"] }
            - { name: expires, user: a@example.com, key: sk-hg-limit-expires-0123456789, expires: 2026-03-02 }
            - { name: here, user: a@example.com, key: sk-hg-limit-here-0123456789, allow-ips: ["127.0.0.0/8", "::1"] }
            - { name: away, user: a@example.com, key: sk-hg-limit-away-0123456789, allow-ips: ["203.0.113.0/24"] }
            - { name: code, user: a@example.com, key: sk-hg-limit-code-0123456789, allow-clients: ["Claude-CLI/*"] }
            """;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(
                "limits: { time-zone: Europe/Berlin }",
                new TestGateway.More("", "", USERS, KEYS),
                new Edges(clock, System::nanoTime, new SecureRandom(), System.out, null));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String key(String name) {
        return "sk-hg-limit-" + name + "-0123456789";
    }

    private HttpResponse<byte[]> post(String key, String path, String body) {
        return gateway.post(path, body.getBytes(UTF_8), key(key));
    }

    private HttpResponse<byte[]> message(String key) {
        return post(key, "/v1/messages", MESSAGE);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private JsonNode usage(String key) throws Exception {
        HttpRequest request = gateway.request("/v1/usage")
                .header("authorization", "Bearer " + key(key))
                .build();
        return new ObjectMapper().readTree(gateway.send(request).body());
    }

    private void settled() {
        TestGateway.until(() -> gateway.headgate().inFlight() == 0);
    }

    /** No route is another way in: each takes of the same nine, and then each is refused, in its own protocol's shape. */
    @Test
    void requestsPerMinuteAreTheSameOnEveryRoute() {
        int left = 9;
        for (Map.Entry<String, String> route : ROUTES.entrySet()) {
            HttpResponse<byte[]> response = post("rpm", route.getKey(), route.getValue());
            assertThat(response.statusCode()).as(route.getKey()).isEqualTo(200);
            assertThat(header(response, "x-ratelimit-limit-requests")).isEqualTo("9");
            assertThat(header(response, "x-ratelimit-remaining-requests")).isEqualTo(Integer.toString(--left));
            assertThat(header(response, "x-ratelimit-reset-requests")).isEqualTo("2m0s");
        }
        assertThat(left).isZero();
        long reached = gateway.fake().requests();
        for (Map.Entry<String, String> route : ROUTES.entrySet()) {
            HttpResponse<byte[]> refused = post("rpm", route.getKey(), route.getValue());
            assertThat(refused.statusCode()).as(route.getKey()).isEqualTo(429);
            assertThat(text(refused))
                    .contains("limit of 9 requests a minute of this key is reached (9 used)")
                    .contains("it fits again at 12:01:07 UTC") // 9 * (60 - 6.667) / 60 <= 8
                    .containsAnyOf("rate_limit_error", "rate_limit_exceeded", "RESOURCE_EXHAUSTED");
            assertThat(header(refused, "retry-after")).isEqualTo("67");
            assertThat(header(refused, "x-ratelimit-remaining-requests")).isEqualTo("0");
        }
        assertThat(gateway.fake().requests()).isEqualTo(reached);
        assertThat(header(message("rpm"), "anthropic-ratelimit-requests-reset")).isEqualTo("2026-03-01T12:02:00Z");

        clock.advance(Duration.ofSeconds(67));
        assertThat(message("rpm").statusCode()).isEqualTo(200); // the refused calls took nothing
        assertThat(message("rpm").statusCode()).isEqualTo(429);
    }

    @Test
    void tokensPerMinuteAreCorrectedByTheTruth() throws Exception {
        String wide = MESSAGE.replace("\"max_tokens\":50", "\"max_tokens\":900");
        HttpResponse<byte[]> first = post("tpm", "/v1/messages", wide);
        assertThat(first.statusCode()).isEqualTo(200);
        long reserved = (wide.length() * 2L + 6) / 7 + 900;
        assertThat(header(first, "x-ratelimit-remaining-tokens")).isEqualTo(Long.toString(1_000 - reserved));
        assertThat(header(first, "anthropic-ratelimit-tokens-limit")).isEqualTo("1000");
        settled();

        JsonNode tokens = usage("tpm").path("limits").path("key").path("tokens_per_minute");
        JsonNode stated = new ObjectMapper().readTree(first.body()).path("usage");
        long actual = stated.path("input_tokens").asLong()
                + stated.path("output_tokens").asLong();
        assertThat(tokens.path("used").asLong()).isEqualTo(actual).isBetween(1L, 100L);
        assertThat(tokens.path("remaining").asLong()).isEqualTo(1_000 - actual);
        assertThat(tokens.path("resets_at").asText()).isEqualTo("2026-03-01T12:02:00Z");

        HttpResponse<byte[]> refused = post("tpm", "/v1/messages", wide.replace("900", "965"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(text(refused)).contains("limit of 1000 tokens a minute of this key is reached (" + actual + " used");
        assertThat(Integer.parseInt(header(refused, "retry-after"))).isBetween(60, 120);

        HttpResponse<byte[]> never = post("tpm", "/v1/messages", wide.replace("900", "2000"));
        assertThat(never.statusCode()).isEqualTo(429);
        assertThat(text(never)).contains("more than the 1000 that this key may use in a minute");
        assertThat(header(never, "x-should-retry")).isEqualTo("false");
        assertThat(usage("tpm")
                        .path("limits")
                        .path("key")
                        .path("tokens_per_minute")
                        .path("used")
                        .asLong())
                .isEqualTo(actual);
    }

    /** A code may give places: they add to the user's own limit at once, and to no other. */
    @Test
    void placesGivenByCodesAddToTheUsersCallsAtOnce() {
        Codes codes = gateway.headgate().billing().codes();
        CodeBatch batch = new CodeBatch(
                0,
                "places",
                CodeBatch.Kind.REDEEM,
                new CodeBatch.Gift(Money.ZERO, 0, 0, 1),
                Instant.parse("2027-01-01T00:00:00Z"),
                1,
                true);
        String code = codes.make(batch, 1, new SecureRandom()).getFirst();
        UserId user = gateway.headgate()
                .store()
                .read(handle -> new UserId(handle.createQuery("select id from users where email = 'two@example.com'")
                        .mapTo(long.class)
                        .one()));
        assertThat(withSlowCalls(1, "one").statusCode()).isEqualTo(429);

        codes.redeem(code, user);

        assertThat(withSlowCalls(1, "other").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> third = withSlowCalls(2, "one");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(text(third)).contains("All 2 of this user's calls at once");
    }

    /** Makes a call while so many others of the user's key "one" are in flight. */
    private HttpResponse<byte[]> withSlowCalls(int count, String key) {
        long before = gateway.fake().requests();
        List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < count; i++) {
                gateway.fake().enqueue(Script.json(200, ANSWER).delayHeaders(Duration.ofSeconds(3)));
                HttpRequest slow = gateway.request("/v1/messages")
                        .header("x-api-key", key("one"))
                        .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                        .build();
                running.add(client.sendAsync(slow, HttpResponse.BodyHandlers.ofString()));
                long reached = before + i;
                TestGateway.until(() -> gateway.fake().requests() > reached);
            }
            HttpResponse<byte[]> answer = message(key);
            running.forEach(CompletableFuture::join);
            clock.advance(Duration.ofMinutes(2)); // the limit a minute is not what is tried here
            return answer;
        }
    }

    @Test
    void callsAtOnceOfAKeyAndOfAUsersKeysTogether() {
        for (String[] pair : new String[][] {{"narrow", "narrow", "this key's"}, {"one", "other", "this user's"}}) {
            gateway.fake().enqueue(Script.json(200, ANSWER).delayHeaders(Duration.ofMillis(700)));
            long before = gateway.fake().requests();
            HttpRequest slow = gateway.request("/v1/messages")
                    .header("x-api-key", key(pair[0]))
                    .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                CompletableFuture<HttpResponse<String>> running =
                        client.sendAsync(slow, HttpResponse.BodyHandlers.ofString());
                TestGateway.until(() -> gateway.fake().requests() > before);

                HttpResponse<byte[]> refused =
                        post(pair[1], "/v1/chat/completions", ROUTES.get("/v1/chat/completions"));

                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(text(refused)).contains("All 1 of " + pair[2] + " calls at once are in use");
                assertThat(header(refused, "retry-after")).isEqualTo("1");
                assertThat(running.join().statusCode()).isEqualTo(200);
            }
            settled();
            assertThat(message(pair[1]).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aUsersLimitCountsAllTheirKeys() {
        assertThat(message("one").statusCode()).isEqualTo(200);
        settled();
        assertThat(message("other").statusCode()).isEqualTo(200);
        settled();
        assertThat(message("one").statusCode()).isEqualTo(200);
        settled();
        assertThat(text(message("other"))).contains("3 requests a minute of this user");
    }

    /** The money step comes last; what was reserved before it must be as if nothing had been. */
    @Test
    void aCallThatTheBalanceRefusesTakesNothingOfTheLimits() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(message("broke").statusCode()).isEqualTo(402);
        }
        JsonNode limits = usage("broke").path("limits").path("user");
        assertThat(limits.path("requests_per_minute").path("used").asInt()).isZero();
        assertThat(limits.path("requests_per_minute").path("remaining").asInt()).isEqualTo(5);
        assertThat(limits.path("tokens_per_minute").path("used").asInt()).isZero();
        assertThat(limits.path("spend").path("day").path("used_nanos").asInt()).isZero();
    }

    private long chargedNanos(String key) throws Exception {
        TestGateway.until(() -> {
            try {
                return usage(key).path("windows").path("all").path("calls").asInt() > 0;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return usage(key).path("windows").path("all").path("charged_nanos").asLong();
    }

    /** Spent is spent: neither a restart nor the change of a clock gives a day's money twice. */
    @Test
    void aDaysMoneyIsCountedByTheTruthAndSurvivesARestart() throws Exception {
        int passed = 0;
        HttpResponse<byte[]> response = message("spend");
        while (response.statusCode() == 200 && passed < 100) {
            passed++;
            settled();
            response = message("spend");
        }
        assertThat(passed).isBetween(5, 30);
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(text(response))
                .contains("The limit of 0.003 USD in a day of this key is reached (")
                .contains("it fits again at 23:00:00 UTC"); // midnight in Berlin
        assertThat(header(response, "retry-after")).isEqualTo(Long.toString(11 * 3_600));

        gateway.restart();
        long charged = chargedNanos("spend");
        assertThat(charged).isBetween(1_000_000L, 3_000_000L);
        JsonNode day = usage("spend").path("limits").path("key").path("spend").path("day");
        assertThat(day.path("used_nanos").asLong()).isEqualTo(charged);
        assertThat(day.path("limit_usd").asText()).isEqualTo("0.003");
        assertThat(day.path("resets_at").asText()).isEqualTo("2026-03-01T23:00:00Z");
        assertThat(message("spend").statusCode()).isEqualTo(429);

        clock.set(Instant.parse("2026-03-01T23:00:00Z"));
        assertThat(message("spend").statusCode()).isEqualTo(200);
        settled();
        JsonNode month = usage("spend").path("limits").path("key").path("spend").path("month");
        assertThat(month.path("used_nanos").asLong())
                .isGreaterThan(charged); // March began in Berlin the evening before
        assertThat(month.path("resets_at").asText()).isEqualTo("2026-03-31T22:00:00Z"); // summer time
    }

    @Test
    void fiveHoursSlide() {
        while (message("five").statusCode() == 200) {
            settled();
        }
        HttpResponse<byte[]> refused = message("five");
        long wait = Long.parseLong(header(refused, "retry-after"));
        assertThat(wait).isBetween(3_600L, 10 * 3_600L);
        assertThat(text(refused)).contains("in 5 hours of this key");
        clock.advance(Duration.ofSeconds(wait));
        assertThat(message("five").statusCode()).isEqualTo(200);
    }

    /** However many calls come at once, the limit holds to the call. */
    @Test
    void aBurstGetsExactlyTheLimit() {
        AtomicInteger passed = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 60; i++) {
                HttpRequest request = gateway.request("/v1/messages")
                        .header("x-api-key", key("rpm"))
                        .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                        .build();
                all.add(client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .thenAccept(response -> {
                            if (response.statusCode() == 200) {
                                passed.incrementAndGet();
                            } else {
                                assertThat(response.statusCode()).isEqualTo(429);
                            }
                        }));
            }
            all.forEach(CompletableFuture::join);
        }
        assertThat(passed.get()).isEqualTo(9);
    }

    @Test
    void aKeyIsForItsModelsOnly() {
        HttpResponse<byte[]> refused = message("models");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(text(refused)).contains("may not use the model claude-sonnet-4-5 (expected: claude-haiku*, gpt-4o)");
        assertThat(post("models", "/v1/messages", MESSAGE.replace("sonnet-4-5", "haiku-4-5"))
                        .statusCode())
                .isEqualTo(200);
        HttpRequest list = gateway.request("/v1/models")
                .header("authorization", "Bearer " + key("models"))
                .build();
        assertThat(text(gateway.send(list))).contains("\"gpt-4o\"").doesNotContain("gpt-4o-mini");
    }

    @Test
    void aKeyExpires() {
        clock.set(Instant.parse("2026-03-02T23:59:59Z"));
        assertThat(message("expires").statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        HttpResponse<byte[]> refused = message("expires");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(text(refused)).contains("expired at 2026-03-03T00:00:00Z");
    }

    @Test
    void aKeyIsForItsAddressesAndProgramsOnly() {
        assertThat(message("here").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> refused = message("away");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(text(refused)).contains("may not be used from 127.0.0.1");

        assertThat(message("code").statusCode()).isEqualTo(403);
        HttpRequest request = gateway.request("/v1/messages")
                .header("x-api-key", key("code"))
                .header("user-agent", "claude-cli/2.0.1 (external)")
                .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                .build();
        assertThat(gateway.send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutLimitsNothingIsToldOrCounted() {
        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);
        assertThat(response.headers().map().keySet()).noneMatch(name -> name.contains("ratelimit"));
    }
}

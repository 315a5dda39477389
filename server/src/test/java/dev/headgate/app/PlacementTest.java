package dev.headgate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway.Pool;
import dev.headgate.fake.Script;
import dev.headgate.fake.VendorErrors;
import dev.headgate.testkit.ManualClock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which account a request goes to, seen from the provider's side. */
@Tag("slow")
class PlacementTest {
    private static final String SYSTEM = "You are careful. ".repeat(600);

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

    private HttpResponse<byte[]> send(String path, String body, int user, String... headers) {
        HttpRequest.Builder request = gateway.request(path)
                .header("authorization", "Bearer " + Pool.key(user))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return gateway.send(request.build());
    }

    /** Sends, expects success, and tells the credential of the account that answered. */
    private String account(String path, String body, String... headers) {
        HttpResponse<byte[]> response = send(path, body, 0, headers);
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
        return gateway.fake().seen().getLast().apiKey();
    }

    private static String id(HttpResponse<byte[]> response) {
        return response.headers().firstValue("x-request-id").orElseThrow();
    }

    private static String message(String text) {
        return "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\""
                + text + "\"}]}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-claude-code-session-id", "x-session-id", "session-id", "session_id", "conversation_id"})
    void aSessionStaysOnTheAccountThatAnsweredItFirst(String header) {
        Set<String> homes = new HashSet<>();
        for (int session = 0; session < 12; session++) {
            String home = account("/v1/messages", message("first " + session), header, "s" + session);
            homes.add(home);
            for (int turn = 0; turn < 4; turn++) {
                assertThat(account("/v1/messages", message(session + " then " + turn), header, "s" + session))
                        .isEqualTo(home);
            }
        }
        assertThat(homes).hasSizeGreaterThan(1); // or staying means nothing
    }

    @Test
    void theBodysSessionCountsWhereNoHeaderNamesOne() {
        for (int session = 0; session < 8; session++) {
            String user = "\"metadata\":{\"user_id\":\"user_x_account__session_" + session + "\"},";
            String cacheKey = "\"prompt_cache_key\":\"k" + session + "\",";
            String home = account("/v1/messages", message("a").replace("{\"model\"", "{" + user + "\"model\""));
            String other =
                    account("/v1/chat/completions", message("a").replace("{\"model\"", "{" + cacheKey + "\"model\""));
            for (int turn = 0; turn < 3; turn++) {
                assertThat(account("/v1/messages", message("b" + turn).replace("{\"model\"", "{" + user + "\"model\"")))
                        .isEqualTo(home);
                assertThat(account(
                                "/v1/chat/completions",
                                message("b" + turn).replace("{\"model\"", "{" + cacheKey + "\"model\"")))
                        .isEqualTo(other);
            }
        }
    }

    private static final Map<String, List<String>> CONVERSATIONS = Map.of(
            "/v1/messages",
            List.of(
                    "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"system\":[{\"type\":\"text\",\"text\":\"%s\","
                            + "\"cache_control\":{\"type\":\"ephemeral\"}}],\"messages\":[",
                    "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"%s\",\"cache_control\":{\"type\":\"ephemeral\"}}]}",
                    "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}",
                    "{\"role\":\"assistant\",\"content\":\"%s\"}",
                    "]}"),
            "/v1/chat/completions",
            List.of(
                    "{\"model\":\"gpt-5-mini\",\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},",
                    "{\"role\":\"user\",\"content\":\"%s\"}",
                    "{\"role\":\"user\",\"content\":\"%s\"}",
                    "{\"role\":\"assistant\",\"content\":\"%s\"}",
                    "]}"),
            "/v1/responses",
            List.of(
                    "{\"model\":\"gpt-5-mini\",\"instructions\":\"%s\",\"input\":[",
                    "{\"role\":\"user\",\"content\":\"%s\"}",
                    "{\"role\":\"user\",\"content\":\"%s\"}",
                    "{\"role\":\"assistant\",\"content\":\"%s\"}",
                    "]}"),
            "/v1beta/models/gemini-2.5-flash:generateContent",
            List.of(
                    "{\"systemInstruction\":{\"parts\":[{\"text\":\"%s\"}]},\"contents\":[",
                    "{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}",
                    "{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}",
                    "{\"role\":\"model\",\"parts\":[{\"text\":\"%s\"}]}",
                    "]}"));

    /** A conversation's request with so many turns, the last message marked for the cache as clients do. */
    private static String turns(String path, int conversation, int turns) {
        List<String> parts = CONVERSATIONS.get(path);
        StringBuilder body = new StringBuilder(parts.getFirst().formatted(SYSTEM));
        for (int turn = 0; turn < turns; turn++) {
            body.append(turn == 0 ? "" : ",")
                    .append(parts.get(turn == turns - 1 ? 1 : 2).formatted("question " + turn + " of " + conversation));
            if (turn < turns - 1) {
                body.append(',').append(parts.get(3).formatted("answer " + turn));
            }
        }
        return body.append(parts.getLast()).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/messages",
                "/v1/chat/completions",
                "/v1/responses",
                "/v1beta/models/gemini-2.5-flash:generateContent"
            })
    void aConversationWithoutASessionGoesOnWhereItsPromptIsCached(String path) {
        Map<Integer, String> homes = new HashMap<>();
        for (int turn = 1; turn <= 4; turn++) {
            for (int conversation = 0; conversation < 10; conversation++) {
                String account = account(path, turns(path, conversation, turn));
                assertThat(homes.computeIfAbsent(conversation, first -> account))
                        .as("turn %d of conversation %d", turn, conversation)
                        .isEqualTo(account);
            }
        }
    }

    @Test
    void instructionsThatAllConversationsShareDoNotHerdThemOntoOneAccount() {
        Map<String, Integer> conversations = new HashMap<>();
        int count = 4 * 4 * 50; // so many sessions a slot are worth more than a warm beginning
        for (int i = 0; i < count; i++) {
            conversations.merge(account("/v1/messages", turns("/v1/messages", i, 1)), 1, Integer::sum);
        }
        assertThat(conversations).hasSize(4);
        assertThat(conversations.values()).allSatisfy(share -> assertThat(share).isGreaterThan(count / 8));
    }

    private static final Pattern RESPONSE_ID = Pattern.compile("\"id\"\\s*:\\s*\"(resp_[^\"]+)\"");

    private static String responseId(HttpResponse<byte[]> response) {
        Matcher found = RESPONSE_ID.matcher(new String(response.body(), UTF_8));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static String response(String input, String rest) {
        return "{\"model\":\"gpt-5-mini\",\"input\":\"" + input + "\"" + rest + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"stream\":true"})
    void aPreviousResponseBindsToTheAccountThatMadeIt(String stream) {
        Map<String, String> makers = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            HttpResponse<byte[]> made = send("/v1/responses", response("question " + i, stream), 0);
            makers.put(responseId(made), gateway.fake().seen().getLast().apiKey());
        }
        assertThat(new HashSet<>(makers.values())).hasSizeGreaterThan(1);
        makers.forEach((response, maker) -> assertThat(account(
                        "/v1/responses", response("and then?", ",\"previous_response_id\":\"" + response + "\"")))
                .isEqualTo(maker));
    }

    @Test
    void aBoundRequestIsRefusedInWordsWhileItsAccountIsAway() {
        HttpResponse<byte[]> made = send("/v1/responses", response("question", ""), 0);
        String maker = gateway.fake().seen().getLast().apiKey();
        String next = response("and then?", ",\"previous_response_id\":\"" + responseId(made) + "\"");
        gateway.fake().forKey(maker, Script.answer(429, Map.of("retry-after", "60"), "{}"));
        send("/v1/responses", next, 0); // this one learns of the limit
        long before = gateway.fake().requests();

        HttpResponse<byte[]> refused = send("/v1/responses", next, 0);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(new String(refused.body(), UTF_8))
                .contains("Only the account that made it can continue this previous_response_id")
                .contains("cooling down until 10:01:00 UTC")
                .doesNotContain("pool-");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("60");
        assertThat(gateway.fake().requests()).isEqualTo(before);
    }

    @Test
    void anotherUsersResponseCannotBeContinued() {
        String made = responseId(send("/v1/responses", response("my secret", ""), 0));

        HttpResponse<byte[]> refused =
                send("/v1/responses", response("go on", ",\"previous_response_id\":\"" + made + "\""), 1);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(new String(refused.body(), UTF_8))
                .contains("previous_response_id")
                .contains("this user");
    }

    @Test
    void aSessionThatHadToLeaveGoesHomeWhileItsCacheIsWarm() {
        String[] session = {"x-session-id", "s"};
        String home = account("/v1/messages", message("one"), session);
        gateway.fake().forKey(home, VendorErrors.anthropic(429).header("retry-after", "60"));
        String guest = account("/v1/messages", message("two"), session);
        assertThat(guest).isNotEqualTo(home);
        gateway.fake().reset();
        for (int turn = 0; turn < 5; turn++) {
            assertThat(account("/v1/messages", message("while away " + turn), session))
                    .isEqualTo(guest);
        }

        clock.advance(Duration.ofSeconds(61));

        for (int turn = 0; turn < 5; turn++) {
            assertThat(account("/v1/messages", message("back " + turn), session))
                    .isEqualTo(home);
        }
    }

    @Test
    void aSessionWhoseHomeIsAwayTooLongStaysWhereItWent() {
        String[] session = {"x-session-id", "s"};
        String home = account("/v1/messages", message("one"), session);
        gateway.fake().forKey(home, VendorErrors.anthropic(429).header("retry-after", "480"));
        String guest = account("/v1/messages", message("two"), session);
        gateway.fake().reset();
        for (int minute = 0; minute < 10; minute++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(account("/v1/messages", message("minute " + minute), session))
                    .isEqualTo(guest);
        }
    }

    @Test
    void failureBindsNothing() {
        List<String> whys = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            gateway.fake().enqueue(VendorErrors.anthropic(400));
            assertThat(send("/v1/messages", message("bad"), 0, "x-session-id", "s" + i)
                            .statusCode())
                    .isEqualTo(400);
            HttpResponse<byte[]> good = send("/v1/messages", message("good"), 0, "x-session-id", "s" + i);
            whys.add(gateway.trace(id(good)));
        }
        assertThat(whys).noneMatch(trace -> trace.contains("\"why\":\"session\""));
    }

    @Test
    void theTraceSaysWhyAnAccountWasChosenAndWhyOthersWereNot() {
        String[] session = {"x-session-id", "s"};
        String home = account("/v1/messages", message("one"), session);
        gateway.fake().forKey(home, VendorErrors.anthropic(429).header("retry-after", "60"));
        HttpResponse<byte[]> away = send("/v1/messages", message("two"), 0, session);
        HttpResponse<byte[]> guest = send("/v1/messages", message("three"), 0, session);

        assertThat(gateway.trace(id(away)))
                .contains("\"why\":\"session\",\"words\":\"home of the session\"")
                .contains("\"outcome\":\"upstream_rate_limited\"")
                .contains("\"compared\":[{\"account\":\"anthropic-pool-")
                .contains("\"micros\":{\"body\":");
        assertThat(gateway.trace(id(guest))).contains("\"why\":\"guest\"").contains(": cooling until 10:01:00 UTC");
    }

    @Test
    void aRefusalTellsWhyAndWhenButNoNames() {
        gateway.fake().forPath("/v1/messages", VendorErrors.anthropic(429).header("retry-after", "90"));
        for (int i = 0; i < 2; i++) {
            send("/v1/messages", message("x"), 0);
        }

        HttpResponse<byte[]> refused = send("/v1/messages", message("y"), 0);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(new String(refused.body(), UTF_8))
                .contains(
                        "All 4 accounts that serve claude-sonnet-4-5 are cooling down; the next is free at 10:01:30 UTC")
                .doesNotContain("pool-");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("90");
    }
}

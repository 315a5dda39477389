package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.app.TestGateway;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How accounts stand for a request, and past traffic played again, as an operator asks for them. */
class SchedulingTest {
    private static TestGateway gateway;
    private static ApiClient owner;
    private static String group;

    @BeforeAll
    static void start() {
        gateway = ApiClient.gateway();
        owner = ApiClient.owner(gateway);
        for (JsonNode one : owner.get("/groups").json().path("items")) {
            group = one.path("name").asText().equals("default") ? one.path("id").asText() : group;
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void call(String session, String text) {
        String body =
                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":16,\"metadata\":{\"user_id\":\"user_x_account_y_session_"
                        + session + "\"},\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
        HttpResponse<byte[]> answer =
                gateway.post("/v1/messages", body.getBytes(StandardCharsets.UTF_8), TestGateway.KEY);
        assertThat(answer.statusCode()).isEqualTo(200);
        gateway.row(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    private static JsonNode standing(String name) {
        for (JsonNode one : owner.get("/scheduling/now?model=claude-sonnet-4-5&group_id=" + group)
                .json()
                .path("accounts")) {
            if (one.path("account").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no account " + name);
    }

    @Test
    void eachAccountSaysWhatItWouldCostOrWhyNot() {
        assertThat(standing("anthropic-1").path("cost").isInt()).isTrue();
        assertThat(standing("anthropic-1").path("excluded").asText()).isEmpty();
        String id = standing("anthropic-1").path("account_id").asText();

        owner.post("/accounts/" + id + "/pause", Map.of("reason", "a look at the lab"));

        assertThat(standing("anthropic-1").path("cost").isNull()).isTrue();
        assertThat(standing("anthropic-1").path("excluded").asText()).contains("a look at the lab");
        owner.post("/accounts/" + id + "/resume", Map.of());
    }

    @Test
    void wrongQuestionsAreToldApart() {
        assertThat(owner.get("/scheduling/now?model=m&group_id=1").status()).isEqualTo(404);
        assertThat(owner.get("/scheduling/now?model=m&dialect=latin&group_id=" + group)
                        .json()
                        .toString())
                .contains("latin", "anthropic, openai or gemini");
        assertThat(replay(Map.of("policy", "best")).json().toString()).contains("policy: best", "round-robin");
        assertThat(replay(Map.of("hours", 1_000)).json().toString()).contains("hours: 1000", "168");
        assertThat(replay(Map.of("without", List.of("1"))).json().toString()).contains("without: [1]");
        assertThat(replay(Map.of("to", "2020-01-01T00:00:00Z")).json().toString())
                .contains("answered no call");
    }

    private static ApiClient.Answer replay(Map<String, Object> with) {
        Map<String, Object> input = new java.util.HashMap<>(with);
        input.put("group_id", group);
        return owner.post("/scheduling/replay", input);
    }

    @Test
    void pastCallsArePlayedAgain() {
        for (String text : List.of("a", "a longer one", "one that is longer still, and then some")) {
            call("0f0e6dd5-8d9e-4f1a-9df4-0cbb1d9fb0a1", text);
            call("0f0e6dd5-8d9e-4f1a-9df4-0cbb1d9fb0a2", text);
        }

        JsonNode replay = replay(Map.of("policy", "random", "concurrency", 1, "window_tokens", 1_000_000))
                .json();

        assertThat(replay.path("calls").asInt()).isGreaterThanOrEqualTo(6);
        assertThat(replay.path("cut").asBoolean()).isFalse();
        assertThat(replay.path("as_is").path("policy").asText()).isEqualTo("headgate");
        assertThat(replay.path("as_is").path("answered").asInt())
                .isEqualTo(replay.path("calls").asInt());
        assertThat(replay.path("changed").path("policy").asText()).isEqualTo("random");
        assertThat(replay.path("bands").size())
                .isEqualTo(replay.path("changed").path("answered").asInt());
        assertThat(replay.path("sessions").asInt())
                .isLessThan(replay.path("calls").asInt());
    }
}

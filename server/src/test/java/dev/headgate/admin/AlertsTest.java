package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.fake.VendorErrors;
import dev.headgate.testkit.ManualClock;
import dev.headgate.testkit.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Alerts end to end: something goes wrong, the operator gets a letter and a webhook, sees to it, and hears when it is over. */
@Tag("slow")
class AlertsTest {
    private static final String BODY =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private final Receiver receiver = Receiver.start();
    private TestGateway gateway;
    private ApiClient owner;

    @BeforeEach
    void start() {
        server.start();
        Edges system = Edges.system();
        gateway = TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }\n"
                        + "upstream: { allow-private: true }\nmail: { host: 127.0.0.1, port: "
                        + server.getSmtp().getPort() + ", security: none, from: hg@example.com }",
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
        owner = ApiClient.owner(gateway);
    }

    @AfterEach
    void stop() {
        receiver.close();
        gateway.close();
        server.stop();
    }

    private void look(Duration later) {
        clock.advance(later);
        gateway.lookOutward();
    }

    private JsonNode items(String path) {
        return owner.get(path).json().path("items");
    }

    private ApiClient person(String email, String role) {
        var made = owner.post("/users", Map.of("email", email, "role", role, "password", "a long enough password"));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return ApiClient.stranger(gateway).signIn(email, "a long enough password");
    }

    @Test
    void anAccountThatNeedsAttentionIsToldSeenToAndOver() {
        owner.post(
                "/webhooks",
                Map.of("name", "pager", "url", receiver.url("/"), "events", List.of("alert.fired", "alert.resolved")));
        person("operator@example.com", "operator");
        person("auditor@example.com", "auditor"); // who may only read gets no letters
        gateway.fake().enqueue(VendorErrors.anthropic(401));
        assertThat(gateway.post("/v1/messages", BODY).statusCode()).isEqualTo(200);
        look(Duration.ofSeconds(10));
        assertThat(server.waitForIncomingEmail(10_000, 2)).isTrue();
        String letter = GreenMailUtil.getWholeMessage(server.getReceivedMessages()[0]);
        assertThat(letter)
                .contains("[Headgate] critical: Account needs attention (anthropic-1)")
                .doesNotContain(TestGateway.UPSTREAM_KEY);
        TestGateway.until(() -> receiver.received().size() == 1);
        assertThat(receiver.received().getFirst().body())
                .contains("\"type\":\"alert.fired\"")
                .contains("\"subject\":\"anthropic-1\"")
                .doesNotContain(TestGateway.UPSTREAM_KEY);
        JsonNode firing = items("/alerts/firing");
        assertThat(firing).hasSize(1);
        String id = firing.get(0).path("id").asText();
        JsonNode seen =
                owner.send("POST", "/alerts/" + id + "/acknowledge", null).json();
        assertThat(seen.path("acknowledged_by").asText()).isEqualTo(ApiClient.ADMIN);
        look(Duration.ofSeconds(10));
        assertThat(items("/alerts/firing")).isEqualTo(items("/alerts")).hasSize(1);
        String account = items("/accounts?search=anthropic-1").get(0).path("id").asText();
        owner.send("POST", "/accounts/" + account + "/clear", null);
        look(Duration.ofSeconds(10));
        assertThat(items("/alerts/firing")).isEmpty();
        assertThat(items("/alerts").get(0).path("resolved_at").asText())
                .isEqualTo(clock.instant().toString());
        assertThat(server.waitForIncomingEmail(10_000, 4)).isTrue();
        TestGateway.until(() -> receiver.received().size() == 2);
        assertThat(receiver.received().get(1).body()).contains("\"type\":\"alert.resolved\"");
        assertThat(server.getReceivedMessages()).hasSize(4);
    }

    /** Clients are refused because no account can take them: the operator must not learn it from them. */
    @Test
    void callsThatNoAccountTakesFireAndItSaysWhat() {
        look(Duration.ZERO);
        for (int i = 0; i < 2; i++) {
            gateway.fake().enqueue(VendorErrors.anthropic(401));
        }
        for (int i = 0; i < 6; i++) {
            gateway.post("/v1/messages", BODY);
        }
        TestGateway.until(() -> {
            look(Duration.ofSeconds(1));
            return items("/alerts/firing").findValuesAsText("metric").contains("refusals");
        });
        JsonNode said = owner.send("POST", "/alert-rules/2/try", null).json();
        assertThat(said.path("breaches").asBoolean()).isTrue();
        assertThat(said.path("values").get(0).path("words").asText()).contains("found no account");
        look(Duration.ofMinutes(6));
        look(Duration.ofMinutes(6));
        assertThat(items("/alerts/firing").findValuesAsText("metric")).doesNotContain("refusals");
    }

    @Test
    void aGivenUpWebhookFires() {
        String hook = owner.post("/webhooks", Map.of("name", "gone", "url", receiver.url("/")))
                .json()
                .path("webhook")
                .path("id")
                .asText();
        receiver.answer(Receiver.Answer.of(410, ""));
        String user = items("/users?search=test@example.com").get(0).path("id").asText();
        owner.post("/users/" + user + "/grant", Map.of("id", "g", "amount_nanos", 1, "note", "n"));
        gateway.webhooks().wake();
        TestGateway.until(() -> gateway.webhooks().deadCount() == 1);
        assertThat(server.waitForIncomingEmail(10_000, 1)).isTrue(); // that it is disabled
        assertThat(GreenMailUtil.getWholeMessage(server.getReceivedMessages()[0]))
                .contains("webhook disabled: gone");
        look(Duration.ofSeconds(10));
        assertThat(items("/alerts/firing").get(0).path("metric").asText()).isEqualTo("dead-webhooks");
        receiver.answer(Receiver.Answer.OK);
        owner.patch("/webhooks/" + hook, Map.of("enabled", true));
        owner.post("/webhooks/dead-letters/replay", Map.of());
        TestGateway.until(() -> gateway.webhooks().deadCount() == 0);
        look(Duration.ofSeconds(10));
        assertThat(items("/alerts/firing")).isEmpty();
    }

    @Test
    void rulesAreMadeTriedChangedAndRemoved() {
        assertThat(items("/alert-rules")).hasSize(10);
        assertThat(items("/alert-rules/metrics").findValuesAsText("metric")).contains("disk-free", "budget-used");
        Map<String, Object> wish =
                Map.of("name", "Any lag", "metric", "disk-free", "threshold", 1_000_000_000_000L, "severity", "info");
        JsonNode tried = owner.post("/alert-rules/try", wish).json();
        assertThat(tried.path("breaches").asBoolean()).isTrue();
        assertThat(items("/alerts")).isEmpty();
        JsonNode made = owner.post("/alert-rules", wish).json();
        assertThat(made.path("cool_down_seconds").asInt()).isEqualTo(3_600);
        String path = "/alert-rules/" + made.path("id").asText();
        assertThat(owner.post("/alert-rules", wish).status()).isEqualTo(409);
        look(Duration.ofSeconds(10));
        assertThat(items("/alerts/firing")).hasSize(1);
        assertThat(owner.patch(path, Map.of("threshold", 1))
                        .json()
                        .path("threshold")
                        .asInt())
                .isEqualTo(1);
        look(Duration.ofSeconds(10));
        assertThat(items("/alerts/firing")).isEmpty();
        assertThat(owner.delete(path).status()).isEqualTo(204);
        assertThat(owner.get(path).status()).isEqualTo(404);
        assertThat(items("/audit").findValuesAsText("action"))
                .contains("alert-rules.create", "alert-rules.change", "alert-rules.delete");
    }

    @Test
    void wrongRulesAreRefusedByField() {
        Map<String, Object> good = Map.of("name", "x", "metric", "disk-free", "threshold", 5, "severity", "info");
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "metric",
                        "no-such",
                        "severity",
                        "loud",
                        "threshold",
                        0,
                        "mail_to",
                        List.of("a@example.com,b@example.com"),
                        "hold_seconds",
                        100_000)
                .entrySet()) {
            Map<String, Object> input = new java.util.HashMap<>(good);
            input.put(wrong.getKey(), wrong.getValue());
            var answer = owner.post("/alert-rules", input);
            assertThat(answer.status()).as(wrong.toString()).isEqualTo(400);
            assertThat(answer.json().path("fields").get(0).path("field").asText())
                    .isEqualTo(wrong.getKey());
        }
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        ApiClient auditor = person("auditor@example.com", "auditor");
        assertThat(auditor.get("/alert-rules").status()).isEqualTo(200);
        assertThat(auditor.delete("/alert-rules/1").status()).isEqualTo(403);
        assertThat(auditor.patch("/alert-rules/1", Map.of("enabled", false)).status())
                .isEqualTo(403);
        ApiClient user = person("user@example.com", "user");
        assertThat(user.get("/alerts").status()).isEqualTo(403);
        assertThat(user.get("/webhooks").status()).isEqualTo(403);
    }
}

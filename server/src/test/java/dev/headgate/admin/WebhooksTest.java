package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.fake.VendorErrors;
import dev.headgate.testkit.ManualClock;
import dev.headgate.testkit.Receiver;
import dev.headgate.testkit.Receiver.Answer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Webhooks against a real receiver: signed, tried again, given up and replayed; never where they must not go. */
@Tag("slow")
class WebhooksTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Receiver receiver = Receiver.start();
    private TestGateway gateway;
    private ApiClient owner;

    @BeforeEach
    void start() {
        gateway = gateway("upstream: { allow-private: true }");
        owner = ApiClient.owner(gateway);
    }

    private TestGateway gateway(String settings) {
        Edges system = Edges.system();
        return TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }\n"
                        + settings,
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
    }

    @AfterEach
    void stop() {
        receiver.close();
        gateway.close();
    }

    private JsonNode make(String name, List<String> events) {
        var made = owner.post("/webhooks", Map.of("name", name, "url", receiver.url("/in?x=1"), "events", events));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.json();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String userId() {
        return owner.get("/users?search=test@example.com")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asText();
    }

    private void topUp(String id) {
        var done = owner.post(
                "/users/" + userId() + "/top-up",
                Map.of("id", id, "amount_nanos", 5_000_000_000L, "note", "invoice 7"));
        assertThat(done.status()).as(done.toString()).isEqualTo(200);
        gateway.webhooks().wake();
    }

    /** Moves the clock and waits until all that is due then was tried. */
    private void later(Duration time) {
        clock.advance(time);
        TestGateway.until(() -> {
            gateway.webhooks().wake();
            return gateway.webhooks().idle() && due() == 0;
        });
    }

    private int due() {
        return gateway.headgate()
                .store()
                .read(handle -> handle.createQuery(
                                "select count(*) from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id"
                                        + " where d.state = 'waiting' and d.next_try_at <= :now and e.enabled = :yes")
                        .bind("now", clock.millis())
                        .bind("yes", true)
                        .mapTo(Integer.class)
                        .one());
    }

    private JsonNode deliveries(String hook, String query) {
        return owner.get("/webhooks/" + hook + "/deliveries" + query).json().path("items");
    }

    /** As a receiver does it, by the description of Standard Webhooks. */
    private static boolean signed(Receiver.Received one, String secret) {
        String content =
                one.headers().get("webhook-id") + "." + one.headers().get("webhook-timestamp") + "." + one.body();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            String expected =
                    "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
            return Arrays.asList(one.headers().get("webhook-signature").split(" "))
                    .contains(expected);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPaymentArrivesSignedAndIsLogged() {
        JsonNode made = make("books", List.of("payment.top_up"));
        String secret = made.path("secret").asText();
        String hook = made.path("webhook").path("id").asText();
        topUp("a");
        TestGateway.until(() -> receiver.received().size() == 1);
        Receiver.Received one = receiver.received().getFirst();
        assertThat(one.path()).isEqualTo("/in?x=1");
        assertThat(signed(one, secret)).isTrue();
        assertThat(one.headers().get("webhook-timestamp"))
                .isEqualTo(Long.toString(clock.instant().getEpochSecond()));
        JsonNode body = json(one.body());
        assertThat(body.path("id").asText()).isEqualTo(one.headers().get("webhook-id"));
        assertThat(body.path("type").asText()).isEqualTo("payment.top_up");
        assertThat(body.path("time").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(body.path("data").path("amount_nanos").asLong()).isEqualTo(5_000_000_000L);
        assertThat(body.path("data").path("user_id").asText()).isEqualTo(userId());
        TestGateway.until(() -> deliveries(hook, "?state=delivered").size() == 1);
        JsonNode last = deliveries(hook, "").get(0).path("last");
        assertThat(last.path("status").asInt()).isEqualTo(200);
        assertThat(last.path("answer").asText()).isEqualTo("taken");
        topUp("a"); // repeated, so nothing happened
        assertThat(deliveries(hook, "")).hasSize(1);
    }

    @Test
    void theSecretIsNowhereButInTheAnswerThatMadeIt() {
        JsonNode made = make("books", List.of());
        String key = made.path("secret").asText().substring("whsec_".length());
        String id = made.path("webhook").path("id").asText();
        String all = owner.get("/webhooks").json()
                + owner.get("/webhooks/" + id).json().toString()
                + owner.get("/audit").json()
                + gateway.headgate()
                        .store()
                        .read(handle -> handle.createQuery("select sealed_secret from webhook_endpoints")
                                .mapTo(String.class)
                                .list());
        assertThat(all).contains("books").doesNotContain(key);
    }

    /** An account that needs attention is told once, also over a restart, and its recovery too; no credential is in it. */
    @Test
    void anAccountsStateIsToldOnceForEachChange() {
        JsonNode made = make("states", List.of("account.state_changed"));
        gateway.fake().enqueue(VendorErrors.anthropic(401));
        gateway.post(
                "/v1/messages",
                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        gateway.lookOutward();
        TestGateway.until(() -> receiver.received().size() == 1);
        JsonNode data = json(receiver.received().getFirst().body()).path("data");
        assertThat(data.path("account").path("name").asText()).isEqualTo("anthropic-1");
        assertThat(data.path("before").asText()).isEqualTo("active");
        assertThat(data.path("state").asText()).isEqualTo("needs-attention");
        assertThat(data.toString()).doesNotContain(TestGateway.UPSTREAM_KEY);
        String account = owner.get("/accounts?search=anthropic-1")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asText();
        owner.send("POST", "/accounts/" + account + "/clear", null);
        gateway.lookOutward();
        TestGateway.until(() -> receiver.received().size() == 2);
        owner.post("/accounts/" + account + "/pause", Map.of("reason", "holiday"));
        gateway.lookOutward();
        TestGateway.until(() -> receiver.received().size() == 3);
        gateway.restart();
        gateway.lookOutward();
        owner.send("POST", "/accounts/" + account + "/resume", null);
        clock.advance(Duration.ofSeconds(1));
        gateway.lookOutward();
        TestGateway.until(() -> receiver.received().size() == 4);
        assertThat(receiver.received())
                .extracting(one -> json(one.body()).path("data").path("state").asText())
                .containsExactly("needs-attention", "active", "paused", "active");
        assertThat(receiver.received())
                .allMatch(one -> signed(one, made.path("secret").asText()));
    }

    @Test
    void aFailureIsTriedAgainUnderTheSameIdUntilItIsTaken() {
        String hook = make("books", List.of()).path("webhook").path("id").asText();
        receiver.answer(Answer.of(500, "broken"));
        topUp("a");
        TestGateway.until(
                () -> deliveries(hook, "").get(0).path("last").path("status").asInt() == 500);
        assertThat(deliveries(hook, "").get(0).path("last").path("answer").asText())
                .isEqualTo("broken");
        receiver.answer(Answer.OK);
        later(Duration.ofSeconds(7));
        assertThat(receiver.received()).hasSize(1);
        later(Duration.ofSeconds(6)); // 10 s and a fifth at most
        TestGateway.until(() -> deliveries(hook, "?state=delivered").size() == 1);
        assertThat(receiver.received()).hasSize(2);
        assertThat(receiver.received().get(0).headers().get("webhook-id"))
                .isEqualTo(receiver.received().get(1).headers().get("webhook-id"));
        assertThat(owner.get("/webhooks/" + hook).json().path("failures").asInt())
                .isZero();
    }

    /** Waiting deliveries survive a receiver that is away, and a restart of ours. */
    @Test
    void aDeliveryWaitsForItsReceiverAlsoOverARestart() {
        String hook = make("books", List.of()).path("webhook").path("id").asText();
        int port = receiver.port();
        receiver.close();
        topUp("a");
        TestGateway.until(() -> deliveries(hook, "").get(0).path("last").has("answer"));
        gateway.restart();
        try (Receiver back = Receiver.start(port)) {
            later(Duration.ofSeconds(20));
            TestGateway.until(() -> back.received().size() == 1);
        }
    }

    @Test
    void whatIsNeverTakenIsListedReplayedAndDropped() {
        String hook = make("books", List.of()).path("webhook").path("id").asText();
        receiver.answer(Answer.of(503, ""));
        topUp("a");
        topUp("b");
        for (int i = 0;
                i < 30
                        && owner.get("/webhooks/dead-letters")
                                        .json()
                                        .path("items")
                                        .size()
                                < 2;
                i++) {
            later(Duration.ofHours(2));
        }
        owner = ApiClient.owner(gateway); // with a fresh proof
        JsonNode dead = owner.get("/webhooks/dead-letters").json().path("items");
        assertThat(dead.get(0).path("tries").asInt()).isEqualTo(11);
        receiver.answer(Answer.OK);
        assertThat(owner.patch("/webhooks/" + hook, Map.of("enabled", true)).status())
                .isEqualTo(200);
        assertThat(owner.delete("/webhooks/deliveries/" + dead.get(1).path("id").asText())
                        .status())
                .isEqualTo(204);
        assertThat(owner.post("/webhooks/dead-letters/replay", Map.of())
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        TestGateway.until(() -> deliveries(hook, "?state=delivered").size() == 1);
        int before = receiver.received().size();
        String id = deliveries(hook, "").get(0).path("id").asText();
        assertThat(owner.send("POST", "/webhooks/deliveries/" + id + "/replay", null)
                        .status())
                .isEqualTo(204);
        TestGateway.until(() -> receiver.received().size() == before + 1);
    }

    /** One that hangs holds up no other. */
    @Test
    void aReceiverThatHangsIsNobodyElsesTrouble() {
        make("hangs", List.of());
        receiver.answer(Answer.NOTHING);
        try (Receiver quick = Receiver.start()) {
            owner.post("/webhooks", Map.of("name", "quick", "url", quick.url("/")));
            topUp("a");
            topUp("b");
            TestGateway.until(() -> quick.received().size() == 2);
            TestGateway.until(() -> !receiver.received().isEmpty());
        }
    }

    @Test
    void theTestButtonTellsWhatCameBack() {
        String hook = make("books", List.of("budget.reached"))
                .path("webhook")
                .path("id")
                .asText();
        var tried = owner.send("POST", "/webhooks/" + hook + "/test", null).json();
        assertThat(tried.path("good").asBoolean()).isTrue();
        assertThat(json(receiver.received().getFirst().body()).path("type").asText())
                .isEqualTo("webhook.test");
        receiver.answer(new Answer(302, "http://169.254.169.254/latest", ""));
        tried = owner.send("POST", "/webhooks/" + hook + "/test", null).json();
        assertThat(tried.path("good").asBoolean()).isFalse();
        assertThat(tried.path("answer").asText()).contains("redirects are not followed");
        assertThat(receiver.received()).hasSize(2);
        receiver.close();
        tried = owner.send("POST", "/webhooks/" + hook + "/test", null).json();
        assertThat(tried.path("status").asInt()).isZero();
        assertThat(tried.path("answer").asText()).isNotBlank();
    }

    /** An endpoint's operator changes the secret without losing a delivery: for a day both sign. */
    @Test
    void aNewSecretSignsBesideTheOldOneForADay() {
        JsonNode made = make("books", List.of());
        String old = made.path("secret").asText();
        String hook = made.path("webhook").path("id").asText();
        String fresh = owner.send("POST", "/webhooks/" + hook + "/rotate-secret", null)
                .json()
                .path("secret")
                .asText();
        topUp("a");
        TestGateway.until(() -> receiver.received().size() == 1);
        assertThat(signed(receiver.received().getFirst(), old)).isTrue();
        assertThat(signed(receiver.received().getFirst(), fresh)).isTrue();
        clock.advance(Duration.ofHours(25));
        topUp("b");
        TestGateway.until(() -> receiver.received().size() == 2);
        assertThat(signed(receiver.received().get(1), old)).isFalse();
        assertThat(signed(receiver.received().get(1), fresh)).isTrue();
    }

    /** What an admin types may not lead into the operator's own network: neither as an address, nor as a name for one. */
    @Test
    void privateAddressesAreRefusedUnlessTheFileAllowsThem() {
        try (TestGateway strict = gateway("")) {
            ApiClient api = ApiClient.owner(strict);
            for (String url : List.of(receiver.url("/"), "http://[::1]:9/", "http://169.254.169.254/latest")) {
                var refused = api.post("/webhooks", Map.of("name", "in", "url", url));
                assertThat(refused.status()).as(url).isEqualTo(400);
                assertThat(refused.json().path("fields").get(0).path("field").asText())
                        .isEqualTo("url");
            }
            var named = api.post("/webhooks", Map.of("name", "in", "url", "http://localhost:" + receiver.port() + "/"));
            String hook = named.json().path("webhook").path("id").asText();
            var tried = api.send("POST", "/webhooks/" + hook + "/test", null).json();
            assertThat(tried.path("status").asInt()).isZero();
            assertThat(tried.path("answer").asText()).contains("loopback");
        }
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void wrongInputIsToldByName() {
        for (Map.Entry<String, Map<String, Object>> wrong : Map.<String, Map<String, Object>>of(
                        "url", Map.of("name", "x", "url", "ftp://example.com/"),
                        "events", Map.of("name", "x", "url", receiver.url("/"), "events", List.of("no.such")),
                        "name", Map.of("name", " ", "url", receiver.url("/")))
                .entrySet()) {
            var answer = owner.post("/webhooks", wrong.getValue());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("fields").get(0).path("field").asText())
                    .isEqualTo(wrong.getKey());
        }
        make("one", List.of());
        assertThat(owner.post("/webhooks", Map.of("name", "one", "url", receiver.url("/")))
                        .status())
                .isEqualTo(409);
        assertThat(owner.get("/webhooks/event-types").json().path("items").size())
                .isGreaterThan(10);
    }

    @Test
    void aRemovedWebhookHearsNothingMore() {
        String hook = make("books", List.of()).path("webhook").path("id").asText();
        assertThat(owner.delete("/webhooks/" + hook).status()).isEqualTo(204);
        topUp("a");
        assertThat(owner.get("/webhooks/" + hook).status()).isEqualTo(404);
        assertThat(owner.get("/webhooks/" + hook + "/deliveries").status()).isEqualTo(404);
        assertThat(receiver.received()).isEmpty();
    }

    /** An endpoint that fails for days is disabled, and others hear of it. */
    @Test
    void anEndpointThatFailsForDaysIsDisabledAndItIsSaid() {
        String hook = make("dead", List.of("payment.top_up"))
                .path("webhook")
                .path("id")
                .asText();
        receiver.answer(Answer.of(500, ""));
        try (Receiver other = Receiver.start()) {
            owner.post(
                    "/webhooks", Map.of("name", "other", "url", other.url("/"), "events", List.of("webhook.disabled")));
            for (int i = 0;
                    i < 15
                            && owner.get("/webhooks/" + hook)
                                    .json()
                                    .path("enabled")
                                    .asBoolean();
                    i++) {
                topUp("t" + i);
                later(Duration.ofHours(7));
            }
            assertThat(owner.get("/webhooks/" + hook)
                            .json()
                            .path("disabled_reason")
                            .asText())
                    .contains("nothing has been delivered since");
            TestGateway.until(() -> other.received().size() == 1);
            assertThat(json(other.received().getFirst().body())
                            .path("data")
                            .path("webhook")
                            .path("name")
                            .asText())
                    .isEqualTo("dead");
        }
    }

    @Test
    void anEndpointThatIsGoneForGoodIsDisabledAtOnce() {
        String hook = make("gone", List.of()).path("webhook").path("id").asText();
        receiver.answer(Answer.of(410, ""));
        topUp("a");
        TestGateway.until(
                () -> !owner.get("/webhooks/" + hook).json().path("enabled").asBoolean());
        assertThat(deliveries(hook, "?state=dead")).hasSize(1);
    }
}

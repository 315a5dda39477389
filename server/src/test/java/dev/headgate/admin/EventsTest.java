package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.fake.VendorErrors;
import dev.headgate.testkit.ManualClock;
import dev.headgate.testkit.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every kind of event reaches a receiver when its cause happens, with what the guide says is in it. */
@Tag("slow")
class EventsTest {
    private static final String BODY =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Receiver receiver = Receiver.start();
    private TestGateway gateway;
    private ApiClient owner;

    @BeforeEach
    void start() {
        Edges system = Edges.system();
        gateway = TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }\n"
                        + "upstream: { allow-private: true }\nprices: { url: \"" + receiver.url("/table")
                        + "\", checksum: \"" + "0".repeat(64) + "\", refresh: 1h }",
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
        owner = ApiClient.owner(gateway);
        assertThat(owner.post("/webhooks", Map.of("name", "all", "url", receiver.url("/in")))
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        receiver.close();
        gateway.close();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The data of the first event of that type with that field, missing before it comes. */
    private JsonNode came(String type, String field, String value) {
        return receiver.received().stream()
                .filter(one -> one.path().equals("/in"))
                .map(one -> json(one.body()))
                .filter(body -> body.path("type").asText().equals(type))
                .map(body -> body.path("data"))
                .filter(data -> value.isEmpty() || data.path(field).asText().equals(value))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private JsonNode event(String type) {
        return event(type, "", "");
    }

    private JsonNode event(String type, String field, String value) {
        TestGateway.until(() -> {
            gateway.webhooks().wake();
            return !came(type, field, value).isMissingNode();
        });
        return came(type, field, value);
    }

    private JsonNode items(String path) {
        return owner.get(path).json().path("items");
    }

    private String user() {
        return items("/users?search=test@example.com").get(0).path("id").asText();
    }

    @Test
    void aBudgetThatReachesItsPercentagesIsToldAndAlerted() {
        var made = owner.post(
                "/budgets",
                Map.of(
                        "owner",
                        "user",
                        "owner_id",
                        user(),
                        "period",
                        "month",
                        "limit_nanos",
                        1_000,
                        "hard",
                        false,
                        "alerts",
                        List.of(50)));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(gateway.post("/v1/messages", BODY).statusCode()).isEqualTo(200);
        JsonNode data = event("budget.reached");
        assertThat(data.path("owner").asText()).isEqualTo("user");
        assertThat(data.path("owner_id").asText()).isEqualTo(user());
        assertThat(data.path("percent").asInt()).isEqualTo(50);
        assertThat(data.path("limit_nanos").asLong()).isEqualTo(1_000);
        assertThat(data.path("spent_nanos").asLong()).isGreaterThan(500);
        gateway.lookOutward();
        assertThat(event("alert.fired", "metric", "budget-used").path("subject").asText())
                .isEqualTo("user test@example.com month");
        JsonNode tried = owner.send("POST", "/alert-rules/5/try", null).json();
        assertThat(tried.path("breaches").asBoolean()).isTrue();
        assertThat(tried.path("values")).hasSize(2); // buyer@example.com has one too, of which nothing is spent
        clock.set(Instant.parse("2026-04-01T00:00:01Z")); // the next window
        gateway.lookOutward();
        event("alert.resolved", "metric", "budget-used");
    }

    @Test
    void aQuotaThatIsUsedUpIsToldAndAlerted() {
        Instant resets = clock.instant().plus(Duration.ofHours(4));
        gateway.fake().enqueue(VendorErrors.anthropicUnified429(resets.getEpochSecond()));
        assertThat(gateway.post("/v1/messages", BODY).statusCode()).isEqualTo(200);
        gateway.lookOutward();
        JsonNode data = event("account.quota_reached");
        assertThat(data.path("account").path("name").asText()).isEqualTo("anthropic-1");
        assertThat(data.path("window").asText()).isEqualTo("5h");
        assertThat(data.path("used_percent").asInt()).isEqualTo(100);
        assertThat(data.path("resets_at").asText()).isEqualTo(resets.toString());
        assertThat(event("account.state_changed").path("state").asText()).isEqualTo("exhausted");
        assertThat(event("alert.fired", "metric", "quota-used").path("subject").asText())
                .isEqualTo("anthropic-1 5h");
        clock.set(resets.plusSeconds(1));
        gateway.lookOutward();
        event("alert.resolved", "metric", "quota-used");
    }

    @Test
    void whoSignsUpAndRedeemsIsTold() {
        String code = owner.post(
                        "/code-batches",
                        Map.of(
                                "name",
                                "spring",
                                "gift",
                                Map.of("balance_nanos", 2_000_000_000L),
                                "expires_at",
                                "2026-06-01T00:00:00Z",
                                "count",
                                1))
                .json()
                .path("codes")
                .get(0)
                .asText();
        String link = owner.post("/invitations", Map.of("email", "guest@example.com"))
                .json()
                .path("link")
                .asText();
        ApiClient guest = ApiClient.stranger(gateway);
        var accepted = guest.post(
                "/invitations/accept",
                Map.of("token", link.substring(link.lastIndexOf('=') + 1), "password", "a long enough password"));
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(201);
        JsonNode signedUp = event("user.signed_up");
        assertThat(signedUp.path("email").asText()).isEqualTo("guest@example.com");
        assertThat(guest.post("/me/redeem", Map.of("code", code)).status()).isEqualTo(200);
        JsonNode redeemed = event("code.redeemed");
        assertThat(redeemed.path("user_id").asText())
                .isEqualTo(signedUp.path("user_id").asText());
        assertThat(redeemed.path("amount_nanos").asLong()).isEqualTo(2_000_000_000L);
        String all = receiver.received().toString();
        assertThat(all).contains("spring").doesNotContain(code).doesNotContain("a long enough password");
    }

    @Test
    void moneyMovedByOperatorsIsToldWithItsSign() {
        String id = user();
        owner.post("/users/" + id + "/grant", Map.of("id", "g", "amount_nanos", 7, "note", "welcome"));
        owner.post("/users/" + id + "/adjust", Map.of("id", "a", "amount_nanos", -5, "note", "too much"));
        assertThat(event("payment.grant").path("amount_nanos").asLong()).isEqualTo(7);
        assertThat(event("payment.adjustment").path("amount_nanos").asLong()).isEqualTo(-5);
        assertThat(event("payment.adjustment").path("note").asText()).isEqualTo("too much");
    }

    /** The table at the address doesn't have the checksum of the settings: it was refused at the start, and is again. */
    @Test
    void aRefusedPriceTableIsToldAndAlerted() {
        gateway.restart();
        assertThat(event("prices.refused").path("reason").asText()).contains("checksum");
        gateway.lookOutward();
        event("alert.fired", "metric", "prices-refused");
        clock.advance(Duration.ofHours(25));
        gateway.lookOutward();
        event("alert.resolved", "metric", "prices-refused");
    }
}

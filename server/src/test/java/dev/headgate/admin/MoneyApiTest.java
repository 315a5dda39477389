package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.app.TestGateway;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Money by the API: each movement once, each in the books, nobody's but for those who may. The books are verified at the end. */
@Tag("slow")
class MoneyApiTest {
    private static final long USD = 1_000_000_000L;
    private static TestGateway gateway;
    private static ApiClient owner;

    @BeforeAll
    static void start() {
        gateway = ApiClient.gateway();
        owner = ApiClient.owner(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String user(String email) {
        var made = owner.post("/users", Map.of("email", email, "role", "user", "password", "a long enough password"));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.json().path("id").asText();
    }

    private static ApiClient signedIn(String email) {
        return ApiClient.stranger(gateway).signIn(email, "a long enough password");
    }

    private static String group(String name) {
        for (JsonNode item : owner.get("/groups").json().path("items")) {
            if (item.path("name").asText().equals(name)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("no group " + name);
    }

    @Test
    void aPaymentCountsOnceHoweverOftenItIsTold() {
        String id = user("pays@example.com");
        Map<String, Object> payment = Map.of("id", "invoice-1", "amount_nanos", 5 * USD, "note", "invoice 1");
        var first = owner.post("/users/" + id + "/top-up", payment).json();
        assertThat(first.path("done").asBoolean()).isTrue();
        assertThat(first.path("balance_nanos").asLong()).isEqualTo(5 * USD);
        var again = owner.post("/users/" + id + "/top-up", payment).json();
        assertThat(again.path("done").asBoolean()).isFalse();
        assertThat(again.path("balance_nanos").asLong()).isEqualTo(5 * USD);
        var other =
                owner.post("/users/" + id + "/top-up", Map.of("id", "invoice-1", "amount_nanos", 6 * USD, "note", "x"));
        assertThat(other.status()).as("the same id for something else").isEqualTo(400);
        owner.post("/users/" + id + "/adjust", Map.of("id", "a-1", "amount_nanos", -USD, "note", "too much"));
        ApiClient me = signedIn("pays@example.com");
        assertThat(me.get("/me/balance").json().path("available_nanos").asLong())
                .isEqualTo(4 * USD);
        JsonNode entries = me.get("/me/ledger").json().path("items");
        assertThat(entries.findValuesAsText("change_nanos"))
                .containsExactly(Long.toString(-USD), Long.toString(5 * USD));
        assertThat(owner.get("/ledger?user_id=" + id + "&reason=top-up")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void nobodyMovesMoneyWithoutThePermission() {
        String id = user("poor-user@example.com");
        ApiClient me = signedIn("poor-user@example.com");
        Map<String, Object> wish = Map.of("id", "wish", "amount_nanos", USD, "note", "please");
        for (String way : List.of("top-up", "grant", "adjust")) {
            assertThat(me.post("/users/" + id + "/" + way, wish).status()).isEqualTo(403);
        }
        assertThat(me.get("/ledger").status()).isEqualTo(403);
        assertThat(me.get("/users/" + id + "/balance").status()).isEqualTo(403);
        assertThat(owner.post("/users/1/grant", wish).status()).isEqualTo(404);
        assertThat(owner.post("/users/" + id + "/grant", Map.of("id", "g", "amount_nanos", 0, "note", "n"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aChargeIsGivenBackOnce() {
        String id = user("refund@example.com");
        owner.post("/users/" + id + "/grant", Map.of("id", "start", "amount_nanos", USD, "note", "start"));
        String key = owner.post("/keys", Map.of("name", "k", "user_id", id, "group_id", group("paid")))
                .json()
                .path("text")
                .asText();
        String body =
                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String request = gateway.post("/v1/messages", body.getBytes(StandardCharsets.UTF_8), key)
                .headers()
                .firstValue("x-request-id")
                .orElseThrow();
        gateway.row(request);
        Map<String, Object> refund = Map.of("id", "r-1", "note", "it was bad");
        assertThat(owner.post("/requests/" + request + "/refund", refund)
                        .json()
                        .path("done")
                        .asBoolean())
                .isTrue();
        assertThat(owner.post("/requests/" + request + "/refund", refund)
                        .json()
                        .path("done")
                        .asBoolean())
                .isFalse();
        assertThat(owner.get("/users/" + id + "/balance")
                        .json()
                        .path("settled_nanos")
                        .asLong())
                .isEqualTo(USD);
    }

    @Test
    void aPlanIsMadeAndSubscribedToAndUsed() {
        var plan = owner.post(
                "/plans",
                Map.of(
                        "name",
                        "team",
                        "group_id",
                        group("members"),
                        "price_nanos",
                        10 * USD,
                        "validity",
                        "1mo",
                        "limits",
                        Map.of("day_nanos", USD),
                        "time_zone",
                        "Europe/Berlin"));
        assertThat(plan.status()).as(plan.toString()).isEqualTo(201);
        String id = user("member@example.com");
        Map<String, Object> wish = Map.of("id", "sub-1", "user_id", id, "plan", "team");
        var made = owner.post("/subscriptions", wish);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(owner.post("/subscriptions", wish).json().path("id").asText())
                .isEqualTo(made.json().path("id").asText());
        ApiClient me = signedIn("member@example.com");
        JsonNode mine = me.get("/me/subscriptions").json().path("items").get(0);
        assertThat(mine.path("windows").get(0).path("remaining_nanos").asLong()).isEqualTo(USD);
        assertThat(me.get("/me/groups").json().toString())
                .as("its group is open to a subscriber")
                .contains(group("members"));
        String path = "/subscriptions/" + made.json().path("id").asText();
        assertThat(owner.post(path + "/suspend", Map.of("id", "s-1"))
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("suspended");
        assertThat(owner.post(path + "/resume", Map.of("id", "s-2"))
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("active");
        String end = made.json().path("ends_at").asText();
        assertThat(owner.post(path + "/extend", Map.of("id", "s-3", "by", "7d"))
                        .json()
                        .path("ends_at")
                        .asText())
                .isGreaterThan(end);
        assertThat(owner.post(path + "/cancel", Map.of("id", "s-4", "at_once", true))
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("cancelled");
        assertThat(owner.get("/subscriptions?user_id=" + id + "&state=cancelled")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(owner.get("/subscriptions/1").status()).isEqualTo(404);
    }

    @Test
    void aCodeIsTakenOnce() {
        var made = owner.post(
                "/code-batches",
                Map.of(
                        "name",
                        "spring",
                        "gift",
                        Map.of("balance_nanos", USD),
                        "expires_at",
                        "2030-01-01T00:00:00Z",
                        "count",
                        2));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String code = made.json().path("codes").get(0).asText();
        user("taker@example.com");
        ApiClient me = signedIn("taker@example.com");
        assertThat(me.post("/me/redeem", Map.of("code", code))
                        .json()
                        .path("done")
                        .asBoolean())
                .isTrue();
        assertThat(me.post("/me/redeem", Map.of("code", code))
                        .json()
                        .path("done")
                        .asBoolean())
                .isFalse();
        assertThat(me.get("/me/balance").json().path("settled_nanos").asLong()).isEqualTo(USD);
        assertThat(me.post("/me/redeem", Map.of("code", "AAAAA-BBBBB")).status())
                .isEqualTo(400);
        String path = "/code-batches/" + made.json().path("batch").path("id").asText();
        assertThat(owner.get(path + "/codes").json().toString()).doesNotContain(code);
        assertThat(owner.get(path + "/redemptions").json().path("items").size()).isEqualTo(1);
        assertThat(owner.send("POST", path + "/disable", "{}").status()).isEqualTo(204);
        String other = made.json().path("codes").get(1).asText();
        assertThat(me.post("/me/redeem", Map.of("code", other)).status()).isEqualTo(400);
    }

    @Test
    void aBudgetIsSetRaisedAndRemoved() {
        String id = user("budget@example.com");
        var made = owner.post(
                "/budgets", Map.of("owner", "user", "owner_id", id, "period", "month", "limit_nanos", 3 * USD));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String path = "/budgets/" + made.json().path("id").asText();
        assertThat(made.json().path("alerts").toString()).isEqualTo("[80,100]");
        assertThat(owner.post(path + "/raise", Map.of("by_nanos", USD, "until", "2030-01-01T00:00:00Z"))
                        .json()
                        .path("raise_nanos")
                        .asLong())
                .isEqualTo(USD);
        assertThat(owner.get("/budgets?owner=user&owner_id=" + id)
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
        assertThat(owner.get("/budgets?owner=user").status()).isEqualTo(400);
        assertThat(owner.delete(path).status()).isEqualTo(204);
        assertThat(owner.delete(path).status()).isEqualTo(404);
    }

    @Test
    void anEnteredPriceHoldsAtOnce() {
        Map<String, Object> price = Map.of(
                "model", "house-model", "prices", Map.of("input", 1_000_000, "output", 2_000_000), "note", "contract");
        assertThat(owner.post("/prices/own/preview", price)
                        .json()
                        .path("changes")
                        .size())
                .isEqualTo(2);
        assertThat(owner.post("/prices/own", price).status()).isEqualTo(200);
        assertThat(owner.get("/prices/own")
                        .json()
                        .path("items")
                        .get(0)
                        .path("in_force")
                        .asBoolean())
                .isTrue();
        user("reads-prices@example.com");
        var told = signedIn("reads-prices@example.com")
                .get("/me/prices?search=house")
                .json()
                .path("items");
        assertThat(told.size()).isEqualTo(1);
        assertThat(told.get(0).path("prices").path("output").asLong()).isEqualTo(2_000_000);
        String body =
                "{\"model\":\"house-model\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String request = gateway.post("/v1/messages", body.getBytes(StandardCharsets.UTF_8), TestGateway.KEY)
                .headers()
                .firstValue("x-request-id")
                .orElseThrow();
        assertThat(gateway.row(request)).doesNotContain("\"list_cost_nanos\":0,");
        assertThat(owner.post("/prices/own/withdraw", price).status()).isEqualTo(204);
        assertThat(owner.get("/me/prices?search=house").json().path("items").size())
                .isZero();
        assertThat(owner.post("/prices/own/withdraw", price).status()).isEqualTo(404);
        assertThat(owner.post("/prices/own", Map.of("model", "x", "prices", Map.of("colour", 1), "note", "n"))
                        .status())
                .isEqualTo(400);
        assertThat(owner.get("/prices?search=claude").json().path("items").size())
                .isPositive();
    }
}

package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a shop's program does by a service token: each sale once, however often it is told, and nothing for nobody. */
@Tag("slow")
class SalesTest {
    private static final long USD = 1_000_000_000;
    private static TestGateway gateway;
    private static ApiClient owner;
    private static ApiClient shop;

    @BeforeAll
    static void start() {
        gateway = ApiClient.gateway();
        owner = ApiClient.owner(gateway);
        String text = owner.post(
                        "/service-tokens",
                        Map.of(
                                "name",
                                "shop",
                                "permissions",
                                List.of("money:write"),
                                "networks",
                                List.of("127.0.0.0/8")))
                .json()
                .path("text")
                .asText();
        shop = ApiClient.program(gateway, text);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String user(String name) {
        return owner.post("/users", Map.of("email", name + "@example.com"))
                .json()
                .path("id")
                .asText();
    }

    private static Map<String, Object> sale(String id, String user, long nanos) {
        return Map.of("id", id, "user_id", user, "gift", Map.of("balance_nanos", nanos));
    }

    private static long balance(String user) {
        return owner.get("/users/" + user + "/balance")
                .json()
                .path("settled_nanos")
                .asLong();
    }

    @Test
    void aCodeIsMadeAndTakenOnceUnderItsId() {
        String buyer = user("customer");
        var first = shop.post("/codes/make-and-redeem", sale("order-1", buyer, 5 * USD));
        assertThat(first.status()).as(first.toString()).isEqualTo(200);
        assertThat(first.json().path("done").asBoolean()).isTrue();
        var again = shop.post("/codes/make-and-redeem", sale("order-1", buyer, 5 * USD));
        assertThat(again.json().path("done").asBoolean(true)).isFalse();
        assertThat(balance(buyer)).isEqualTo(5 * USD);
        assertThat(shop.post("/codes/make-and-redeem", sale("order-1", buyer, 6 * USD))
                        .code())
                .as("another gift under the same id")
                .isEqualTo("conflict");
        assertThat(shop.post("/codes/make-and-redeem", sale("order-1", user("other"), 5 * USD))
                        .code())
                .as("another user under the same id")
                .isEqualTo("conflict");
        assertThat(owner.get("/code-batches").json().toString()).contains("sold order-1");
        assertThat(owner.get("/audit?action=codes.make-and-redeem&actor=token:shop&subject=user:" + buyer)
                        .json()
                        .path("items"))
                .hasSize(1);
    }

    /** Two of a shop's programs, or one that lost our answer, must not sell twice. */
    @Test
    void toldManyTimesAtOnceItIsStillOneSale() throws Exception {
        String buyer = user("crowd");
        List<Callable<Boolean>> told = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            told.add(() -> shop.post("/codes/make-and-redeem", sale("order-2", buyer, USD))
                    .json()
                    .path("done")
                    .asBoolean());
        }
        int done = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> one : threads.invokeAll(told)) {
                done += one.get() ? 1 : 0;
            }
        }
        assertThat(done).isEqualTo(1);
        assertThat(balance(buyer)).isEqualTo(USD);
    }

    @Test
    void nothingIsGivenToSomebodyWhoIsNotThere() {
        assertThat(shop.post("/codes/make-and-redeem", sale("order-3", "42", USD))
                        .status())
                .isEqualTo(400);
        String code = owner.post(
                        "/code-batches",
                        Map.of(
                                "name",
                                "winter",
                                "gift",
                                Map.of("balance_nanos", USD),
                                "expires_at",
                                "2030-01-01T00:00:00Z"))
                .json()
                .path("codes")
                .get(0)
                .asText();
        var lost = shop.post("/codes/redeem", Map.of("code", code, "user_id", "42"));
        assertThat(lost.status()).as(lost.toString()).isEqualTo(400);
        String buyer = user("winter");
        assertThat(shop.post("/codes/redeem", Map.of("code", code, "user_id", buyer))
                        .json()
                        .path("done")
                        .asBoolean())
                .as("the code is still good")
                .isTrue();
        owner.post("/groups", Map.of("name", "sold"));
        var groups = owner.get("/groups").json().path("items");
        owner.post(
                "/plans",
                Map.of("name", "monthly", "group_id", groups.get(0).path("id").asText(), "validity", "1mo"));
        var subscription = shop.post("/subscriptions", Map.of("id", "order-4", "user_id", "42", "plan", "monthly"));
        assertThat(subscription.status()).as(subscription.toString()).isEqualTo(400);
        assertThat(subscription.json().path("detail").asText()).contains("user_id");
        assertThat(shop.post("/subscriptions", Map.of("id", "order-4", "user_id", buyer, "plan", "monthly"))
                        .status())
                .isEqualTo(201);
        assertThat(shop.post("/subscriptions", Map.of("id", "order-4", "user_id", buyer, "plan", "monthly"))
                        .status())
                .as("told again")
                .isEqualTo(201);
        assertThat(owner.get("/subscriptions?user_id=" + buyer).json().path("items"))
                .hasSize(1);
    }
}

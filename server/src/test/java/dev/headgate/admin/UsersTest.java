package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Users made and changed by the API, and that nobody rises above themselves by it. */
@Tag("slow")
class UsersTest {
    private static final String PASSWORD = "a long enough password";
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

    private static String make(String email, String role) {
        var made = owner.post("/users", Map.of("email", email, "role", role, "password", PASSWORD));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.json().path("id").asText();
    }

    private static ApiClient signedIn(String email) {
        return ApiClient.stranger(gateway).signIn(email, PASSWORD);
    }

    @Test
    void aUserIsMadeFoundChangedAndRemoved() {
        String id = make("Life@Example.com", "user");
        assertThat(owner.get("/users/" + id).json().path("email").asText()).isEqualTo("life@example.com");
        assertThat(owner.get("/users?search=LIFE@").json().path("items").size()).isEqualTo(1);
        assertThat(owner.get("/users?search=li%25e").json().path("items").size())
                .as("% is no wildcard")
                .isZero();
        var changed = owner.patch(
                "/users/" + id,
                Map.of("note", "on leave", "share", 3, "limits", Map.of("concurrency", 2, "spend_day_nanos", 5)));
        assertThat(changed.json().path("limits").path("concurrency").asInt()).isEqualTo(2);
        assertThat(changed.json().path("note").asText()).isEqualTo("on leave");
        ApiClient life = signedIn("life@example.com");
        assertThat(owner.delete("/users/" + id).status()).isEqualTo(204);
        assertThat(life.get("/session").status()).isEqualTo(401);
        assertThat(owner.get("/users/" + id).status()).isEqualTo(404);
        make("life@example.com", "user");
    }

    @Test
    void anAddressIsTakenOnceAndMustBeOne() {
        make("twice@example.com", "user");
        assertThat(owner.post("/users", Map.of("email", "TWICE@example.com")).code())
                .isEqualTo("conflict");
        assertThat(owner.post("/users", Map.of("email", "no address")).status()).isEqualTo(400);
        assertThat(owner.post("/users", Map.of("email", "x@example.com", "role", "user", "password", "short"))
                        .status())
                .isEqualTo(400);
        assertThat(owner.get("/users?search=x@example.com").json().path("items").size())
                .as("nothing is left of a refused one")
                .isZero();
    }

    @Test
    void aDisabledUserIsOutAtOnce() {
        String id = make("out@example.com", "user");
        ApiClient out = signedIn("out@example.com");
        owner.patch("/users/" + id, Map.of("enabled", false));
        assertThat(out.get("/session").status()).isEqualTo(401);
        var again =
                ApiClient.stranger(gateway).post("/session", Map.of("email", "out@example.com", "password", PASSWORD));
        assertThat(again.status()).isEqualTo(401);
    }

    /** Roles: who can't give them can't take or touch those who have more either, by no way. */
    @Test
    void nobodyRisesAboveThemselves() {
        make("admin2@example.com", "admin");
        String boss = make("boss@example.com", "owner");
        String mine = make("plain@example.com", "user");
        ApiClient admin = signedIn("admin2@example.com");
        assertThat(admin.post("/users/" + mine + "/role", Map.of("role", "owner"))
                        .status())
                .isEqualTo(403);
        assertThat(admin.post("/users", Map.of("email", "o@example.com", "role", "owner", "password", PASSWORD))
                        .status())
                .isEqualTo(403);
        assertThat(admin.patch("/users/" + mine, Map.of("role", "owner")).status())
                .as("no field of a change")
                .isEqualTo(400);
        assertThat(admin.post("/users/" + boss + "/password", Map.of("password", "another password"))
                        .status())
                .isEqualTo(403);
        assertThat(admin.patch("/users/" + boss, Map.of("enabled", false)).status())
                .isEqualTo(403);
        assertThat(admin.delete("/users/" + boss).status()).isEqualTo(403);
        assertThat(admin.delete("/users/" + boss + "/sessions").status()).isEqualTo(403);
        var bulk = admin.post("/users/bulk", Map.of("ids", List.of(boss), "action", "disable"));
        assertThat(bulk.json().path("items").get(0).path("done").asBoolean()).isFalse();
        assertThat(admin.patch("/users/" + mine, Map.of("enabled", false)).status())
                .isEqualTo(200);
        ApiClient plain = signedIn("boss@example.com");
        assertThat(plain.post("/users/" + mine + "/role", Map.of("role", "auditor"))
                        .json()
                        .path("role")
                        .asText())
                .isEqualTo("auditor");
    }

    @Test
    void theLastOwnerStays() {
        try (TestGateway alone = ApiClient.gateway()) {
            ApiClient only = ApiClient.owner(alone);
            String id = only.get("/session").json().path("user_id").asText();
            assertThat(only.patch("/users/" + id, Map.of("enabled", false)).status())
                    .isEqualTo(403);
            assertThat(only.delete("/users/" + id).status()).isEqualTo(403);
            assertThat(only.post("/users/" + id + "/role", Map.of("role", "user"))
                            .status())
                    .isEqualTo(403);
            assertThat(only.get("/session").status()).isEqualTo(200);
        }
    }

    @Test
    void balancesAreForThoseWhoMaySeeMoney() {
        make("op@example.com", "operator");
        assertThat(owner.get("/users?search=poor")
                        .json()
                        .path("items")
                        .get(0)
                        .path("balance_nanos")
                        .asLong())
                .isEqualTo(1_000_000L);
        assertThat(signedIn("op@example.com")
                        .get("/users?search=poor")
                        .json()
                        .path("items")
                        .get(0)
                        .path("balance_nanos")
                        .isNull())
                .isTrue();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() {
        for (int i = 0; i < 5; i++) {
            make("page-" + i + "@example.com", "user");
        }
        List<String> seen = new java.util.ArrayList<>();
        String cursor = "";
        do {
            var page = owner.get("/users?search=page-&limit=2" + cursor).json();
            page.path("items").forEach(item -> seen.add(item.path("email").asText()));
            cursor = page.path("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("next_cursor").asText();
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }
}

package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.app.TestGateway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Announcements by the API: written by operators, read by whom they are for. */
@Tag("slow")
class AnnouncementsTest {
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
        return owner.post("/users", Map.of("email", email, "role", "user", "password", "a long enough password"))
                .json()
                .path("id")
                .asText();
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

    private static List<String> told(ApiClient who) {
        return who.get("/me/announcements").json().path("items").findValuesAsText("title");
    }

    @Test
    void usersReadTheirsAndMarkThemAsRead() {
        String id = user("reader@example.com");
        owner.post("/keys", Map.of("name", "k", "user_id", id, "group_id", group("paid")));
        ApiClient reader = signedIn("reader@example.com");
        String all = owner.post("/announcements", Map.of("title", "To all", "text", "Hello"))
                .json()
                .path("id")
                .asText();
        String paid = owner.post(
                        "/announcements",
                        Map.of(
                                "title",
                                "To paid",
                                "text",
                                "Hello",
                                "level",
                                "warning",
                                "group_ids",
                                List.of(group("paid"))))
                .json()
                .path("id")
                .asText();
        String others = owner.post(
                        "/announcements", Map.of("title", "To admins", "text", "Hello", "roles", List.of("admin")))
                .json()
                .path("id")
                .asText();
        assertThat(told(reader)).contains("To all", "To paid").doesNotContain("To admins");
        assertThat(reader.send("POST", "/me/announcements/" + paid + "/read", null)
                        .status())
                .isEqualTo(204);
        assertThat(reader.send("POST", "/me/announcements/" + others + "/read", null)
                        .status())
                .isEqualTo(404);
        for (JsonNode one : reader.get("/me/announcements").json().path("items")) {
            assertThat(one.path("read").asBoolean())
                    .isEqualTo(one.path("title").asText().equals("To paid"));
        }
        assertThat(owner.get("/announcements/" + paid).json().path("readers").asInt())
                .isEqualTo(1);
        assertThat(reader.send("POST", "/me/announcements/read", null).status()).isEqualTo(204);
        for (JsonNode one : reader.get("/me/announcements").json().path("items")) {
            assertThat(one.path("read").asBoolean()).isTrue();
        }
        Map<String, Object> over = new HashMap<>();
        over.put("from", "2020-01-01T00:00:00Z");
        over.put("until", "2020-01-02T00:00:00Z");
        assertThat(owner.patch("/announcements/" + all, over).status()).isEqualTo(200);
        assertThat(told(reader)).doesNotContain("To all");
        over.put("until", null);
        assertThat(owner.patch("/announcements/" + all, over)
                        .json()
                        .path("until")
                        .isNull())
                .isTrue();
        assertThat(told(reader)).contains("To all");
        assertThat(owner.delete("/announcements/" + all).status()).isEqualTo(204);
        assertThat(told(reader)).doesNotContain("To all");
        assertThat(reader.get("/announcements").status()).isEqualTo(403);
        assertThat(reader.post("/announcements", Map.of("title", "x", "text", "y"))
                        .status())
                .isEqualTo(403);
        assertThat(owner.get("/announcements?limit=1")
                        .json()
                        .path("next_cursor")
                        .isNull())
                .isFalse();
    }

    @Test
    void wrongInputIsToldByName() {
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "level", "loud",
                        "title", "two\nlines",
                        "roles", List.of("king"),
                        "group_ids", List.of("12"),
                        "until", "2020-01-01T00:00:00Z")
                .entrySet()) {
            Map<String, Object> input = new HashMap<>(Map.of("title", "t", "text", "x"));
            input.put(wrong.getKey(), wrong.getValue());
            var answer = owner.post("/announcements", input);
            assertThat(answer.status()).as(wrong.toString()).isEqualTo(400);
        }
    }
}

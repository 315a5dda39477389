package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys made, changed and taken away by the API: what each does to the next call at once, and that nobody reaches another's. */
@Tag("slow")
class KeysTest {
    private static final String CALL =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static TestGateway gateway;
    private static ApiClient owner;
    private static String group;

    @BeforeAll
    static void start() {
        gateway = ApiClient.gateway();
        owner = ApiClient.owner(gateway);
        for (var item : owner.get("/groups").json().path("items")) {
            if (item.path("name").asText().equals("default")) {
                group = item.path("id").asText();
            }
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static ApiClient user(String email) {
        var made = owner.post("/users", Map.of("email", email, "role", "user", "password", "a long enough password"));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return ApiClient.stranger(gateway).signIn(email, "a long enough password");
    }

    private static String openGroup() {
        owner.patch("/groups/" + group, Map.of("opened", true));
        return group;
    }

    private static int call(String key) {
        return gateway.post("/v1/messages", CALL.getBytes(StandardCharsets.UTF_8), key)
                .statusCode();
    }

    @Test
    void aKeyWorksFromItsAnswerOnAndIsGoneWithItsRemoval() {
        ApiClient ana = user("ana@example.com");
        var made = ana.post("/me/keys", Map.of("name", "laptop", "group_id", openGroup()));
        assertThat(made.status()).isEqualTo(201);
        String text = made.json().path("text").asText();
        String path = "/me/keys/" + made.json().path("key").path("id").asText();
        assertThat(call(text)).isEqualTo(200);
        assertThat(ana.patch(path, Map.of("enabled", false)).status()).isEqualTo(200);
        assertThat(call(text)).isEqualTo(401);
        ana.patch(path, Map.of("enabled", true, "models", List.of("gpt-*")));
        assertThat(call(text)).isEqualTo(403);
        ana.patch(path, Map.of("models", List.of()));
        assertThat(call(text)).isEqualTo(200);
        assertThat(ana.delete(path).status()).isEqualTo(204);
        assertThat(call(text)).isEqualTo(401);
        assertThat(ana.get(path).status()).isEqualTo(404);
        assertThat(ana.post("/me/keys", Map.of("name", "laptop", "group_id", group))
                        .status())
                .as("a name is free again")
                .isEqualTo(201);
    }

    @Test
    void aTextIsShownOnceAndKeptNowhere() {
        ApiClient user = user("once@example.com");
        var made = user.post("/me/keys", Map.of("name", "k", "group_id", openGroup()))
                .json();
        String text = made.path("text").asText();
        String id = made.path("key").path("id").asText();
        assertThat(text).startsWith("sk-hg-").hasSizeGreaterThan(40);
        assertThat(user.get("/me/keys").json().toString()).doesNotContain(text);
        assertThat(owner.get("/keys/" + id).json().toString()).doesNotContain(text);
        assertThat(owner.get("/audit?subject=key:" + id).json().toString())
                .contains("me.keys.create")
                .doesNotContain(text);
    }

    /** Where, by what and how much: each holds from its answer on. */
    @Test
    void whatAKeyMayDoHoldsFromItsAnswerOn() {
        ApiClient user = user("rules@example.com");
        var made = user.post("/me/keys", Map.of("name", "k", "group_id", openGroup()))
                .json();
        String text = made.path("text").asText();
        String path = "/me/keys/" + made.path("key").path("id").asText();
        user.patch(path, Map.of("addresses", List.of("203.0.113.0/24")));
        assertThat(call(text)).as("from elsewhere").isEqualTo(403);
        user.patch(path, Map.of("addresses", List.of("127.0.0.0/8"), "clients", List.of("claude-cli/*", "Codex*")));
        assertThat(call(text)).as("by another program").isEqualTo(403);
        user.patch(path, Map.of("clients", List.of(), "limits", Map.of("requests_per_minute", 1)));
        assertThat(call(text)).isEqualTo(200);
        assertThat(call(text)).as("the second within a minute").isEqualTo(429);
        user.patch(path, Map.of("limits", Map.of("spend_day_nanos", 1)));
        assertThat(call(text))
                .as("what it may spend a day is less than a call costs")
                .isEqualTo(429);
        user.patch(path, Map.of("limits", Map.of()));
        assertThat(call(text)).isEqualTo(200);
    }

    @Test
    void anOldTextLivesOnForItsGraceAndNoLonger() {
        ApiClient user = user("rotate@example.com");
        var made = user.post("/me/keys", Map.of("name", "k", "group_id", openGroup()))
                .json();
        String first = made.path("text").asText();
        String path = "/me/keys/" + made.path("key").path("id").asText();
        var second = user.post(path + "/rotate", Map.of("grace_seconds", 3600)).json();
        assertThat(call(first)).isEqualTo(200);
        assertThat(call(second.path("text").asText())).isEqualTo(200);
        assertThat(second.path("key").path("old_until").asText()).isNotEmpty();
        var third = user.post(path + "/rotate", Map.of()).json();
        assertThat(call(first)).isEqualTo(401);
        assertThat(call(second.path("text").asText())).isEqualTo(401);
        assertThat(call(third.path("text").asText())).isEqualTo(200);
        assertThat(user.post(path + "/rotate", Map.of("grace_seconds", -1)).status())
                .isEqualTo(400);
    }

    @Test
    void nobodyReachesTheKeysOfAnother() {
        ApiClient one = user("one@example.com");
        ApiClient other = user("other@example.com");
        var made = one.post("/me/keys", Map.of("name", "mine", "group_id", openGroup()))
                .json();
        String path = "/me/keys/" + made.path("key").path("id").asText();
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.patch(path, Map.of("name", "stolen")).status()).isEqualTo(404);
        assertThat(other.post(path + "/rotate", Map.of()).status()).isEqualTo(404);
        assertThat(other.delete(path).status()).isEqualTo(404);
        assertThat(other.get("/me/keys").json().path("items").size()).isZero();
        String admin = path.substring("/me".length());
        assertThat(other.get(admin).status()).isEqualTo(403);
        assertThat(other.delete(admin).status()).isEqualTo(403);
        assertThat(call(made.path("text").asText())).isEqualTo(200);
    }

    @Test
    void usersMakeKeysOnlyInGroupsThatAreOpenToThem() {
        ApiClient user = user("groups@example.com");
        String closed = owner.post("/groups", Map.of("name", "closed"))
                .json()
                .path("id")
                .asText();
        assertThat(user.post("/me/keys", Map.of("name", "k", "group_id", closed))
                        .status())
                .isEqualTo(400);
        assertThat(user.get("/me/groups").json().toString()).doesNotContain(closed);
        owner.patch("/groups/" + closed, Map.of("opened", true));
        assertThat(user.post("/me/keys", Map.of("name", "k", "group_id", closed))
                        .status())
                .isEqualTo(201);
        assertThat(owner.delete("/groups/" + closed).code()).isEqualTo("conflict");
    }

    @Test
    void aTextBroughtAlongWorksAndIsTakenOnce() {
        String id = owner.post("/users", Map.of("email", "import@example.com"))
                .json()
                .path("id")
                .asText();
        Map<String, Object> body = new HashMap<>(
                Map.of("name", "old", "user_id", id, "group_id", group, "text", "sk-elsewhere-0123456789"));
        assertThat(owner.post("/keys", body).status()).isEqualTo(201);
        assertThat(call("sk-elsewhere-0123456789")).isEqualTo(200);
        body.put("name", "another");
        assertThat(owner.post("/keys", body).code()).isEqualTo("conflict");
        body.put("text", "short");
        assertThat(owner.post("/keys", body).status()).isEqualTo(400);
    }

    @Test
    void whatTheFileDeclaresIsReadOnly() {
        var declared = owner.get("/keys?search=test").json().path("items").get(0);
        assertThat(declared.path("declared").asBoolean()).isTrue();
        String path = "/keys/" + declared.path("id").asText();
        assertThat(owner.patch(path, Map.of("enabled", false)).code()).isEqualTo("conflict");
        assertThat(owner.delete(path).code()).isEqualTo("conflict");
        String user = "/users/" + declared.path("user_id").asText();
        assertThat(owner.patch(user, Map.of("share", 3)).code()).isEqualTo("conflict");
        assertThat(owner.patch(user, Map.of("note", "ours all the same")).status())
                .isEqualTo(200);
    }

    @Test
    void anExpiryCanBeSetAndTakenAway() {
        ApiClient user = user("expiry@example.com");
        var made = user.post("/me/keys", Map.of("name", "k", "group_id", openGroup()))
                .json();
        String path = "/me/keys/" + made.path("key").path("id").asText();
        user.patch(path, Map.of("expires_at", "2020-01-01T00:00:00Z"));
        assertThat(call(made.path("text").asText())).isEqualTo(401);
        user.patch(path, Map.of("name", "renamed"));
        assertThat(call(made.path("text").asText())).as("it stays").isEqualTo(401);
        assertThat(user.patch(path, "{\"expires_at\":null}").status()).isEqualTo(200);
        assertThat(call(made.path("text").asText())).isEqualTo(200);
    }

    @Test
    void theLastUseIsToldOnceWritten() {
        ApiClient user = user("used@example.com");
        var made = user.post("/me/keys", Map.of("name", "k", "group_id", openGroup()))
                .json();
        String path = "/me/keys/" + made.path("key").path("id").asText();
        assertThat(user.get(path).json().path("used_at").isNull()).isTrue();
        call(made.path("text").asText());
        gateway.headgate().keyUses().write();
        assertThat(user.get(path).json().path("used_from").asText()).isEqualTo("127.0.0.1");
        assertThat(user.get(path).json().path("used_at").asText()).isNotEmpty();
    }

    @Test
    void manyAreChangedAtOnceEachForItself() {
        String user = owner.post("/users", Map.of("email", "bulk@example.com"))
                .json()
                .path("id")
                .asText();
        List<String> ids = new java.util.ArrayList<>();
        for (int i = 0; i < 3; i++) {
            var made = owner.post("/keys", Map.of("name", "k" + i, "user_id", user, "group_id", group));
            ids.add(made.json().path("key").path("id").asText());
        }
        ids.add("1");
        ids.add("not-an-id");
        var items = owner.post("/keys/bulk", Map.of("ids", ids, "action", "disable"))
                .json()
                .path("items");
        assertThat(items.findValuesAsText("done")).containsExactly("true", "true", "true", "false", "false");
        assertThat(owner.get("/keys?user_id=" + user + "&enabled=false")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(3);
        assertThat(owner.post("/keys/bulk", Map.of("ids", ids, "action", "explode"))
                        .status())
                .isEqualTo(400);
    }
}

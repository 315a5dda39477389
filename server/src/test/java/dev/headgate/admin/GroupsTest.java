package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Groups and proxies by the API. */
class GroupsTest {
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

    @Test
    void aGroupIsMadeChangedAndRemoved() {
        var made = owner.post(
                "/groups",
                Map.of(
                        "name",
                        "team",
                        "billing",
                        "balance",
                        "multiplier_ppm",
                        1_500_000,
                        "unknown_model",
                        Map.of("policy", "price", "input_picos", 1, "output_picos", 2)));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String path = "/groups/" + made.json().path("id").asText();
        assertThat(owner.post("/groups", Map.of("name", "team")).code()).isEqualTo("conflict");
        assertThat(owner.post("/groups", Map.of("name", " ")).status()).isEqualTo(400);
        var wrong = owner.patch(path, Map.of("unknown_model", Map.of("policy", "free")));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("detail").asText()).contains("free").contains("refuse, unpriced or price");
        var changed =
                owner.patch(path, Map.of("name", "crew", "enabled", false)).json();
        assertThat(changed.path("name").asText()).isEqualTo("crew");
        assertThat(changed.path("billing").asText()).isEqualTo("balance");
        assertThat(changed.path("unknown_model").path("output_picos").asInt()).isEqualTo(2);
        assertThat(owner.delete(path).status()).isEqualTo(204);
        assertThat(owner.get(path).status()).isEqualTo(404);
        assertThat(owner.post("/groups", Map.of("name", "crew")).status()).isEqualTo(201);
    }

    /** An undo must not take back what somebody else has done since. */
    @Test
    void aChangeThatTakesForGrantedWhatIsNoMoreIsRefused() {
        String path = "/groups/"
                + owner.post("/groups", Map.of("name", "undone", "note", "first"))
                        .json()
                        .path("id")
                        .asText();
        owner.patch(path, Map.of("note", "second"));
        assertThat(undo(path, "{\"note\":\"first\"}", "{\"note\":\"second\"}").statusCode())
                .isEqualTo(200);
        owner.patch(path, Map.of("note", "second"));
        owner.patch(path, Map.of("note", "by \u00c4rzte & others"));
        var refused = undo(path, "{\"note\":\"first\"}", "{\"note\":\"second\",\"name\":\"undone\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        String problem = new String(refused.body(), StandardCharsets.UTF_8);
        assertThat(problem)
                .contains("changed_since", "changed this meanwhile: note.")
                .doesNotContain("name.");
        assertThat(owner.get(path).json().path("note").asText()).isEqualTo("by \u00c4rzte & others");
        assertThat(undo(path, "{\"note\":\"first\"}", "{\"note\":\"by \u00c4rzte & others\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(undo(path, "{\"note\":\"x\"}", "no json").statusCode()).isEqualTo(400);
        assertThat(undo(path, "{\"note\":\"x\"}", "[1]").statusCode()).isEqualTo(400);
    }

    private static HttpResponse<byte[]> undo(String path, String body, String unchanged) {
        return gateway.send(HttpRequest.newBuilder(owner.request("PATCH", path, body), (name, value) -> true)
                .header("if-unchanged", URLEncoder.encode(unchanged, StandardCharsets.UTF_8))
                .build());
    }

    @Test
    void aDeclaredGroupIsTheFiles() {
        for (var item : owner.get("/groups").json().path("items")) {
            if (item.path("name").asText().equals("paid")) {
                String path = "/groups/" + item.path("id").asText();
                assertThat(owner.patch(path, Map.of("multiplier_ppm", 1)).code())
                        .isEqualTo("conflict");
                assertThat(owner.delete(path).code()).isEqualTo("conflict");
                return;
            }
        }
        throw new AssertionError("no group named paid");
    }

    @Test
    void aProxysPasswordIsNeverTold() {
        var made =
                owner.post("/proxies", Map.of("name", "exit", "url", "http://ana:very-secret@proxy.example.com:8080"));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String path = "/proxies/" + made.json().path("id").asText();
        assertThat(made.json().path("address").asText()).isEqualTo("http://proxy.example.com:8080");
        assertThat(owner.get("/proxies").json().toString()).doesNotContain("very-secret");
        assertThat(owner.get("/audit?action=proxies.create").json().toString())
                .contains("proxy.example.com")
                .doesNotContain("very-secret");
        var wrong = owner.post("/proxies", Map.of("name", "bad", "url", "ftp://ana:very-secret@x"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().toString()).doesNotContain("very-secret");
        assertThat(owner.patch(path, Map.of("url", "socks5://proxy.example.com"))
                        .json()
                        .path("address")
                        .asText())
                .isEqualTo("socks5://proxy.example.com:1080");
        assertThat(owner.delete(path).status()).isEqualTo(204);
        assertThat(owner.delete(path).status()).isEqualTo(404);
    }
}

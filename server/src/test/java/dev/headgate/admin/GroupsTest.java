package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
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

package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs with a token: what they may do, from where, and that each change is written down. */
class ServiceTokensTest {
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

    private static ApiClient.Answer make(String name, Map<String, Object> more) {
        Map<String, Object> body = new java.util.HashMap<>(more);
        body.put("name", name);
        body.putIfAbsent("permissions", List.of("audit:read"));
        return owner.post("/service-tokens", body);
    }

    @Test
    void aTokenMayDoWhatItWasGivenAndNothingElse() {
        String text = make("reader", Map.of()).json().path("text").asText();
        ApiClient program = ApiClient.program(gateway, text);
        assertThat(program.get("/audit").status()).isEqualTo(200);
        assertThat(program.get("/service-tokens").status()).isEqualTo(403);
        assertThat(program.get("/session").status()).isEqualTo(403);
    }

    @Test
    void aTokenOfAnotherNetworkIsNobodys() {
        String text = make("elsewhere", Map.of("networks", List.of("10.0.0.0/8")))
                .json()
                .path("text")
                .asText();
        assertThat(ApiClient.program(gateway, text).get("/audit").status()).isEqualTo(401);
        String here = make("here", Map.of("networks", List.of("127.0.0.0/8")))
                .json()
                .path("text")
                .asText();
        assertThat(ApiClient.program(gateway, here).get("/audit").status()).isEqualTo(200);
        assertThat(make("nowhere", Map.of("networks", List.of("not a network"))).status())
                .isEqualTo(400);
    }

    @Test
    void anExpiredOrDisabledOrRemovedTokenIsNobodys() {
        String expired = make("expired", Map.of("expires_at", "2020-01-01T00:00:00Z"))
                .json()
                .path("text")
                .asText();
        assertThat(ApiClient.program(gateway, expired).get("/audit").status()).isEqualTo(401);
        var made = make("short-lived", Map.of()).json();
        ApiClient program = ApiClient.program(gateway, made.path("text").asText());
        String path = "/service-tokens/" + made.path("token").path("id").asText();
        assertThat(owner.patch(path, Map.of("enabled", false)).status()).isEqualTo(204);
        assertThat(program.get("/audit").status()).isEqualTo(401);
        assertThat(owner.delete(path).status()).isEqualTo(204);
        assertThat(owner.delete(path).status()).isEqualTo(404);
    }

    @Test
    void changesAreWrittenDownWithoutTheSecret() {
        var made = make("audited", Map.of()).json();
        String subject = "service-token:" + made.path("token").path("id").asText();
        var entries = owner.get("/audit?subject=" + subject).json().path("items");
        assertThat(entries.size()).isEqualTo(1);
        assertThat(entries.get(0).path("actor").asText()).isEqualTo(ApiClient.ADMIN);
        assertThat(entries.get(0).path("action").asText()).isEqualTo("service-tokens.create");
        assertThat(entries.get(0).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(entries.toString()).doesNotContain(made.path("text").asText());
    }

    @Test
    void theLogIsReadPageByPage() {
        make("page-1", Map.of());
        make("page-2", Map.of());
        var first = owner.get("/audit?action=service-tokens.create&limit=1").json();
        String cursor = first.path("next_cursor").asText();
        var second = owner.get("/audit?action=service-tokens.create&limit=1&cursor=" + cursor)
                .json();
        assertThat(second.path("items").get(0).path("id").asText())
                .isNotEqualTo(first.path("items").get(0).path("id").asText());
        assertThat(owner.get("/audit?limit=0").status()).isEqualTo(400);
        assertThat(owner.get("/audit?limti=1").status()).isEqualTo(400);
    }

    /** A caller who did not hear the answer asks again: nothing is made twice, and a secret is not kept to be told again. */
    @Test
    void theSameIdempotencyKeyDoesTheThingOnce() {
        owner.header("idempotency-key", "make-1");
        try {
            assertThat(make("once", Map.of()).status()).isEqualTo(201);
            assertThat(make("once", Map.of()).code()).isEqualTo("done_already");
            assertThat(make("other", Map.of()).code()).isEqualTo("idempotency_key_reused");
        } finally {
            owner.header("idempotency-key", null);
        }
        owner.header("idempotency-key", "end-1");
        try {
            var first = owner.send("POST", "/sessions/end-others", null);
            var again = owner.send("POST", "/sessions/end-others", null);
            assertThat(again.json()).isEqualTo(first.json());
            assertThat(again.raw().headers().firstValue("idempotency-replayed")).contains("true");
        } finally {
            owner.header("idempotency-key", null);
        }
    }

    @Test
    void aStrangerIsToldToSignIn() {
        assertThat(ApiClient.stranger(gateway).get("/audit").status()).isEqualTo(401);
        assertThat(ApiClient.stranger(gateway).get("/nothing").status()).isEqualTo(404);
        assertThat(owner.send("PUT", "/audit", null).status()).isEqualTo(405);
    }
}

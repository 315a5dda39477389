package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.app.TestGateway;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who gets in, and what a foreign page or a guesser can't do. */
@Tag("slow")
class SignInTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = ApiClient.gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theOwnerOfTheSettingsFileGetsInAndMayDoAll() {
        JsonNode session = ApiClient.owner(gateway).get("/session").json();
        assertThat(session.path("email").asText()).isEqualTo(ApiClient.ADMIN);
        assertThat(session.path("role").asText()).isEqualTo("owner");
        assertThat(session.path("permissions").toString()).contains("roles:write", "own");
    }

    @Test
    void theCookieIsOutOfReachOfScripts() {
        var answer = ApiClient.stranger(gateway)
                .post("/session", Map.of("email", ApiClient.ADMIN, "password", ApiClient.PASSWORD));
        assertThat(answer.raw().headers().firstValue("set-cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Lax", "Path=/");
    }

    /** An attacker must not learn which addresses have an account. */
    @Test
    void unknownUserAndWrongPasswordLookTheSame() {
        ApiClient stranger = ApiClient.stranger(gateway);
        var unknown = stranger.post("/session", Map.of("email", "nobody@example.com", "password", "whatever it is"));
        var wrong = stranger.post("/session", Map.of("email", ApiClient.ADMIN, "password", "whatever it is"));
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.json().path("detail")).isEqualTo(wrong.json().path("detail"));
    }

    @Test
    void guessingIsSlowedDownForTheGuesserOnly() {
        ApiClient stranger = ApiClient.stranger(gateway);
        Map<String, String> guess = Map.of("email", "guessed@example.com", "password", "a wrong guess");
        for (int i = 0; i < 6; i++) {
            stranger.post("/session", guess);
        }
        var refused = stranger.post("/session", guess);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.raw().headers().firstValue("retry-after")).isPresent();
        ApiClient.owner(gateway); // another account, from the same network, still gets in
    }

    @Test
    void aChangeWithoutTheCsrfTokenIsRefused() {
        ApiClient owner = ApiClient.owner(gateway).header("x-csrf-token", null);
        assertThat(owner.delete("/session").code()).isEqualTo("csrf_token_needed");
        assertThat(owner.get("/session").status()).isEqualTo(200);
    }

    @Test
    void aPageOfAnotherSiteIsRefused() {
        ApiClient owner = ApiClient.owner(gateway).header("origin", "https://evil.example");
        assertThat(owner.delete("/session").code()).isEqualTo("foreign_origin");
    }

    @Test
    void signingOutEndsTheSession() {
        ApiClient owner = ApiClient.owner(gateway);
        assertThat(owner.delete("/session").status()).isEqualTo(204);
        assertThat(owner.get("/session").status()).isEqualTo(401);
    }

    @Test
    void signingOutElsewhereKeepsThisSessionOnly() {
        ApiClient one = ApiClient.owner(gateway);
        ApiClient two = ApiClient.owner(gateway);
        assertThat(one.get("/sessions").json().path("items").size()).isGreaterThanOrEqualTo(2);
        assertThat(one.send("POST", "/sessions/end-others", null).status()).isEqualTo(200);
        assertThat(two.get("/session").status()).isEqualTo(401);
        assertThat(one.get("/sessions").json().path("items").size()).isEqualTo(1);
    }

    @Test
    void whatIsWrongWithTheInputIsSaidAllAtOnce() {
        var answer = ApiClient.stranger(gateway).post("/session", Map.of("emial", "x"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("fields").findValuesAsText("field")).contains("emial", "email", "password");
        assertThat(ApiClient.stranger(gateway).post("/session", "{").code()).isEqualTo("invalid_request");
    }
}

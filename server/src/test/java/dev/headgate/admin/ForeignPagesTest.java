package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page of another site could make a browser do with its cookies, tried on every operation that changes something. */
@Tag("slow")
class ForeignPagesTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = ApiClient.gateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void allRefused(String code, UnaryOperator<ApiClient> forged) {
        ApiClient browser = forged.apply(ApiClient.owner(gateway));
        List<String> wrong = new ArrayList<>();
        for (Endpoint<?> endpoint : ApiFile.OPERATIONS) {
            if (endpoint.changes()) {
                ApiClient.Answer answer = RightsTest.probe(browser, endpoint);
                if (answer.status() != 403 || !answer.code().equals(code)) {
                    wrong.add(endpoint.method() + " " + endpoint.path() + ": " + answer.status() + " " + answer.code());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aCookieAloneChangesNothing() {
        allRefused("csrf_token_needed", browser -> browser.header("x-csrf-token", null));
    }

    @Test
    void aGuessedTokenChangesNothing() {
        allRefused("csrf_token_needed", browser -> browser.header("x-csrf-token", "0".repeat(64)));
    }

    @Test
    void anotherSessionsTokenChangesNothing() {
        String other = ApiClient.owner(gateway)
                .get("/session")
                .json()
                .path("csrf_token")
                .asText();
        allRefused("csrf_token_needed", browser -> browser.header("x-csrf-token", other));
    }

    @Test
    void aForeignOriginChangesNothingEvenWithTheToken() {
        for (String origin : List.of(
                "https://evil.example",
                "null",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "http://localhost:" + gateway.port(),
                "http://127.0.0.1:" + gateway.port() + ".evil.example",
                "http://evil.example?://127.0.0.1")) {
            allRefused("foreign_origin", browser -> browser.header("origin", origin));
        }
    }

    @Test
    void noAnswerCanBeReadByAnotherSite() {
        ApiClient browser = ApiClient.owner(gateway).header("origin", "https://evil.example");
        for (String method : List.of("GET", "OPTIONS")) {
            ApiClient.Answer answer = browser.send(method, "/users", null);
            assertThat(answer.raw().headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    /** The cookie is out of reach of scripts, and of requests that another site's page makes by itself. */
    @Test
    void theCookieIsForThisSiteAlone() {
        ApiClient.Answer answer = ApiClient.stranger(gateway)
                .post("/session", Map.of("email", ApiClient.ADMIN, "password", ApiClient.PASSWORD));
        String cookie = answer.raw().headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/");
        assertThat(cookie).doesNotContain("Domain");
    }

    /** An attacker who plants a session's token before the sign-in must not share the session afterwards. */
    @Test
    void aPlantedTokenIsNotTheSessionAfterwards() {
        ApiClient victim = ApiClient.stranger(gateway).cookie(Callers.COOKIE, "planted-by-somebody-else");
        victim.signIn(ApiClient.ADMIN, ApiClient.PASSWORD);
        assertThat(victim.cookie(Callers.COOKIE)).isNotEqualTo("planted-by-somebody-else");
        assertThat(ApiClient.stranger(gateway)
                        .cookie(Callers.COOKIE, "planted-by-somebody-else")
                        .get("/session")
                        .status())
                .isEqualTo(401);
        String before = victim.cookie(Callers.COOKIE);
        victim.post("/session/proof", Map.of("password", ApiClient.PASSWORD));
        assertThat(victim.cookie(Callers.COOKIE)).isNotEqualTo(before);
        assertThat(ApiClient.stranger(gateway)
                        .cookie(Callers.COOKIE, before)
                        .get("/session")
                        .status())
                .as("the token of before the proof")
                .isEqualTo(401);
    }
}

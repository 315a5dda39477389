package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.testkit.AuthenticatorApp;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The second step of a sign-in: what it asks for, what it takes once, and what it doesn't let a guesser do. */
@Tag("slow")
class SecondFactorTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private TestGateway gateway;

    @BeforeEach
    void start() {
        Edges system = Edges.system();
        gateway = TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }",
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private record Enrolled(AuthenticatorApp app, JsonNode recovery) {}

    private Enrolled enrol(ApiClient owner) {
        String uri = owner.post("/profile/totp", "").json().path("uri").asText();
        AuthenticatorApp app = new AuthenticatorApp(uri, clock);
        var confirmed = owner.post("/profile/totp/confirm", Map.of("code", app.code(0)));
        assertThat(confirmed.status()).isEqualTo(201);
        clock.advance(Duration.ofSeconds(30)); // that step's code is used
        return new Enrolled(app, confirmed.json().path("codes"));
    }

    private ApiClient firstStep() {
        ApiClient browser = ApiClient.stranger(gateway);
        var answer = browser.post("/session", Map.of("email", ApiClient.ADMIN, "password", ApiClient.PASSWORD));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("second_factor_needed");
        assertThat(browser.cookie(Callers.COOKIE)).isEmpty();
        return browser;
    }

    private static ApiClient.Answer secondStep(ApiClient browser, String code) {
        return browser.post("/session/second-factor", Map.of("code", code));
    }

    @Test
    void aPasswordAloneOpensNothingOnceAnAppIsInUse() {
        Enrolled enrolled = enrol(ApiClient.owner(gateway));
        ApiClient browser = firstStep();
        assertThat(browser.get("/session").status()).isEqualTo(401);
        assertThat(browser.get("/session/second-factor").json().path("methods").toString())
                .contains("totp");
        assertThat(secondStep(browser, enrolled.app().code(0)).status()).isEqualTo(201);
        assertThat(browser.get("/session").json().path("email").asText()).isEqualTo(ApiClient.ADMIN);
    }

    @Test
    void aSecretThatWasNeverConfirmedAsksNobody() {
        ApiClient.owner(gateway).post("/profile/totp", "");
        ApiClient.owner(gateway);
    }

    @Test
    void aCodeIsGoodOnce() {
        Enrolled enrolled = enrol(ApiClient.owner(gateway));
        String code = enrolled.app().code(0);
        assertThat(secondStep(firstStep(), code).status()).isEqualTo(201);
        assertThat(secondStep(firstStep(), code).status()).isEqualTo(403);
        assertThat(secondStep(firstStep(), enrolled.app().code(-1)).status()).isEqualTo(403); // older than one used
        assertThat(secondStep(firstStep(), enrolled.app().code(1)).status()).isEqualTo(201); // a fast clock
    }

    @Test
    void aCodeOfLongAgoIsRefused() {
        Enrolled enrolled = enrol(ApiClient.owner(gateway));
        String code = enrolled.app().code(0);
        clock.advance(Duration.ofSeconds(90));
        assertThat(secondStep(firstStep(), code).status()).isEqualTo(403);
    }

    @Test
    void aRecoveryCodeIsGoodOnceHoweverItIsTyped() {
        Enrolled enrolled = enrol(ApiClient.owner(gateway));
        String code = enrolled.recovery().get(3).asText();
        ApiClient browser = firstStep();
        assertThat(secondStep(browser, code.toUpperCase(java.util.Locale.ROOT).replace('-', ' '))
                        .status())
                .isEqualTo(201);
        assertThat(browser.get("/profile/second-factors")
                        .json()
                        .path("recovery_codes")
                        .asInt())
                .isEqualTo(9);
        assertThat(secondStep(firstStep(), code).status()).isEqualTo(403);
    }

    @Test
    void theWaitIsOverAfterItsTimeOrItsTriesAndAfterItsUse() {
        Enrolled enrolled = enrol(ApiClient.owner(gateway));
        ApiClient late = firstStep();
        clock.advance(Duration.ofMinutes(6));
        assertThat(secondStep(late, enrolled.app().code(0)).code()).isEqualTo("sign_in_over");
        ApiClient guesser = firstStep();
        for (int i = 0; i < 5; i++) {
            assertThat(secondStep(guesser, "wrong-code-" + i).status()).isEqualTo(403);
        }
        assertThat(guesser.get("/session/second-factor").code()).isEqualTo("sign_in_over");
    }

    /** Somebody who has the password and tries codes, over and over from new first steps, is stopped. */
    @Test
    void guessingCodesIsSlowedDown() {
        enrol(ApiClient.owner(gateway));
        List<ApiClient> browsers = Stream.generate(this::firstStep).limit(8).toList();
        List<Integer> statuses = browsers.stream()
                .map(browser -> secondStep(browser, "000000").status())
                .toList();
        assertThat(statuses).startsWith(403, 403, 403, 403, 403).contains(429);
    }

    @Test
    void aFreshProofByCodeChangesTheSessionsToken() {
        ApiClient owner = ApiClient.owner(gateway);
        Enrolled enrolled = enrol(owner);
        clock.advance(Duration.ofMinutes(11));
        assertThat(owner.delete("/profile/totp").code()).isEqualTo("proof_needed");
        String before = owner.cookie(Callers.COOKIE);
        assertThat(owner.post("/session/proof", Map.of("code", "123")).status()).isEqualTo(403);
        assertThat(owner.post("/session/proof", Map.of("code", enrolled.app().code(0), "password", "both"))
                        .status())
                .isEqualTo(400);
        assertThat(owner.post("/session/proof", Map.of("code", enrolled.app().code(0)))
                        .status())
                .isEqualTo(200);
        assertThat(owner.cookie(Callers.COOKIE)).isNotEqualTo(before);
        assertThat(ApiClient.stranger(gateway)
                        .cookie(Callers.COOKIE, before)
                        .get("/session")
                        .status())
                .isEqualTo(401);
        assertThat(owner.delete("/profile/totp").status()).isEqualTo(204);
        ApiClient.owner(gateway); // the password is enough again
    }

    /** A token planted in the browser before the sign-in must not be the session's afterwards. */
    @Test
    void aPlantedTokenDoesNotBecomeTheSession() {
        ApiClient attacker = ApiClient.owner(gateway);
        String planted = attacker.cookie(Callers.COOKIE);
        attacker.delete("/session");
        ApiClient victim = ApiClient.stranger(gateway).cookie(Callers.COOKIE, planted);
        victim.signIn(ApiClient.ADMIN, ApiClient.PASSWORD);
        assertThat(victim.cookie(Callers.COOKIE)).isNotEqualTo(planted);
        assertThat(attacker.get("/session").status()).isEqualTo(401);
    }

    @Test
    void confirmingEndsTheOtherSessionsAndAllIsWrittenDown() {
        ApiClient other = ApiClient.owner(gateway);
        ApiClient owner = ApiClient.owner(gateway);
        enrol(owner);
        assertThat(other.get("/session").status()).isEqualTo(401);
        assertThat(owner.post("/profile/recovery-codes", "").json().path("codes"))
                .hasSize(10);
        assertThat(owner.post("/profile/totp", "").code()).isEqualTo("totp_in_use");
        String audit = owner.get("/audit").json().toString();
        assertThat(audit)
                .contains("profile.totp.enrol", "profile.totp.confirm", "profile.recovery-codes", "session.start");
    }

    @Test
    void secretsRestSealedOrHashed() {
        ApiClient owner = ApiClient.owner(gateway);
        var made = owner.post("/profile/totp", "").json();
        AuthenticatorApp app = new AuthenticatorApp(made.path("uri").asText(), clock);
        JsonNode codes = owner.post("/profile/totp/confirm", Map.of("code", app.code(0)))
                .json()
                .path("codes");
        String stored = gateway.headgate()
                .store()
                .read(handle -> handle.createQuery(
                                "select sealed from totp_secrets union all select hash from recovery_codes"
                                        + " union all select after_json from audit_entries")
                        .mapTo(String.class)
                        .list())
                .toString();
        assertThat(stored).doesNotContain(made.path("secret").asText());
        assertThat(stored.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain(codes.get(0).asText().replace("-", ""));
    }

    @Test
    void anOperatorFreesWhoLostTheirTelephone() {
        ApiClient owner = ApiClient.owner(gateway);
        String id = owner.get("/session").json().path("user_id").asText();
        enrol(owner);
        assertThat(owner.delete("/users/" + id + "/second-factors").status()).isEqualTo(204);
        assertThat(owner.get("/session").status()).isEqualTo(401);
        ApiClient.owner(gateway);
    }
}

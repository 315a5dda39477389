package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.testkit.ManualClock;
import dev.headgate.testkit.SecurityKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Passkeys: they sign in alone, after a password, and prove who sits there; and what forged or repeated answers come to. */
@Tag("slow")
class PasskeysTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private TestGateway gateway;
    private ApiClient owner;

    @BeforeEach
    void start() {
        Edges system = Edges.system();
        gateway = TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }",
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
        owner = ApiClient.owner(gateway);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String origin() {
        return "http://localhost:" + gateway.port();
    }

    private SecurityKey key() {
        return new SecurityKey("localhost", origin());
    }

    private ApiClient.Answer register(ApiClient who, SecurityKey key, String name) {
        JsonNode options = who.post("/profile/passkeys/options", "").json();
        assertThat(options.path("site").asText()).isEqualTo("localhost");
        return who.post(
                "/profile/passkeys",
                key.create(
                        options.path("challenge").asText(),
                        options.path("user_handle").asText(),
                        name));
    }

    private SecurityKey registered(String name) {
        SecurityKey key = key();
        var made = register(owner, key, name);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        clock.advance(Duration.ofMillis(1)); // ids of one millisecond have no order
        return key;
    }

    private static String challenge(ApiClient who, String purpose) {
        var answer = who.post("/passkeys/challenge", Map.of("purpose", purpose));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json().path("challenge").asText();
    }

    private ApiClient.Answer signIn(ApiClient browser, SecurityKey key) {
        return browser.post("/session/passkey", key.get(challenge(browser, "sign_in")));
    }

    private ApiClient stranger() {
        return ApiClient.stranger(gateway);
    }

    @Test
    void aPasskeySignsInWithoutNameAndPassword() {
        SecurityKey key = registered("laptop");
        ApiClient browser = stranger();
        assertThat(signIn(browser, key).status()).isEqualTo(201);
        assertThat(browser.get("/session").json().path("email").asText()).isEqualTo(ApiClient.ADMIN);
        assertThat(owner.get("/audit").json().toString()).contains("profile.passkeys.create");
    }

    @Test
    void severalPasskeysHaveNamesAndCanBeTakenAway() {
        SecurityKey laptop = registered("laptop");
        registered("phone");
        JsonNode all = owner.get("/profile/passkeys").json().path("items");
        assertThat(all.findValuesAsText("name")).containsExactly("laptop", "phone");
        String id = all.get(0).path("id").asText();
        assertThat(owner.patch("/profile/passkeys/" + id, Map.of("name", "old laptop"))
                        .status())
                .isEqualTo(204);
        assertThat(owner.get("/profile/passkeys").json().toString()).contains("old laptop");
        assertThat(register(owner, laptop, "again").status()).isEqualTo(400);
        assertThat(owner.delete("/profile/passkeys/" + id).status()).isEqualTo(204);
        assertThat(owner.delete("/profile/passkeys/" + id).status()).isEqualTo(404);
        assertThat(signIn(stranger(), laptop).status()).isEqualTo(403);
    }

    @Test
    void aPasskeyIsAskedForAfterAPasswordAndRecoveryCodesStandIn() {
        SecurityKey key = key();
        JsonNode codes = register(owner, key, "laptop").json().path("recovery_codes");
        assertThat(codes).hasSize(10);
        assertThat(register(owner, key(), "phone").json().path("recovery_codes"))
                .isEmpty();
        ApiClient browser = firstStep();
        assertThat(browser.get("/session/second-factor").json().path("methods").toString())
                .isEqualTo("[\"passkey\",\"recovery_code\"]");
        key.verifiesUser(false); // possession is enough beside a password
        var answer = browser.post("/session/second-factor/passkey", key.get(challenge(browser, "second_factor")));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(browser.get("/session").status()).isEqualTo(200);
        ApiClient second = firstStep();
        assertThat(second.post(
                                "/session/second-factor",
                                Map.of("code", codes.get(0).asText()))
                        .status())
                .isEqualTo(201);
    }

    private ApiClient firstStep() {
        ApiClient browser = stranger();
        var answer = browser.post("/session", Map.of("email", ApiClient.ADMIN, "password", ApiClient.PASSWORD));
        assertThat(answer.code()).isEqualTo("second_factor_needed");
        return browser;
    }

    @Test
    void aPasskeyIsAFreshProofAndChangesTheSessionsToken() {
        SecurityKey key = registered("laptop");
        clock.advance(Duration.ofMinutes(11));
        assertThat(owner.post("/profile/passkeys/options", "").code()).isEqualTo("proof_needed");
        String before = owner.cookie(Callers.COOKIE);
        assertThat(owner.post("/session/proof/passkey", key.get(challenge(owner, "proof")))
                        .status())
                .isEqualTo(200);
        assertThat(owner.cookie(Callers.COOKIE)).isNotEqualTo(before);
        assertThat(owner.post("/profile/passkeys/options", "").status()).isEqualTo(200);
    }

    /** A stolen device that wasn't unlocked is one factor, and not enough alone. */
    @Test
    void aPasskeyThatDidntSeeItsOwnerSignsNobodyInAlone() {
        SecurityKey key = registered("laptop").verifiesUser(false);
        assertThat(signIn(stranger(), key).status()).isEqualTo(403);
        assertThat(owner.post("/session/proof/passkey", key.get(challenge(owner, "proof")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aChallengeIsGoodOnceForItsPurposeAndForAWhile() {
        SecurityKey key = registered("laptop");
        ApiClient browser = stranger();
        Map<String, String> answer = key.get(challenge(browser, "sign_in"));
        assertThat(browser.post("/session/passkey", answer).status()).isEqualTo(201);
        assertThat(stranger().post("/session/passkey", answer).status()).isEqualTo(403);
        assertThat(stranger()
                        .post("/session/passkey", key.get(challenge(owner, "proof")))
                        .status())
                .isEqualTo(403);
        assertThat(stranger().post("/session/passkey", key.get("bWFkZS11cA")).status())
                .isEqualTo(403);
        String late = challenge(stranger(), "sign_in");
        clock.advance(Duration.ofMinutes(6));
        assertThat(stranger().post("/session/passkey", key.get(late)).status()).isEqualTo(403);
    }

    /** What another site got out of the user's passkey is worth nothing here. */
    @Test
    void answersForAnotherSiteAreRefused() {
        SecurityKey elsewhere = new SecurityKey("localhost", "http://localhost.evil.example");
        assertThat(register(owner, elsewhere, "phished").status()).isEqualTo(403);
        assertThat(register(owner, new SecurityKey("evil.example", origin()), "phished")
                        .status())
                .isEqualTo(403);
        assertThat(owner.get("/profile/passkeys").json().path("items")).isEmpty();
    }

    @Test
    void aChangedAnswerIsRefused() {
        SecurityKey key = registered("laptop");
        Map<String, String> another = key().get(challenge(stranger(), "sign_in"));
        Map<String, String> mixed = new HashMap<>(key.get(challenge(stranger(), "sign_in")));
        mixed.put("signature", another.get("signature"));
        assertThat(stranger().post("/session/passkey", mixed).status()).isEqualTo(403);
        assertThat(stranger().post("/session/passkey", another).status()).isEqualTo(403); // an unknown one
        Map<String, String> broken = new HashMap<>(key.get(challenge(stranger(), "sign_in")));
        broken.put("authenticator_data", "%%%");
        assertThat(stranger().post("/session/passkey", broken).status()).isEqualTo(400);
        broken.put("authenticator_data", "AAAA");
        assertThat(stranger().post("/session/passkey", broken).status()).isEqualTo(403);
        key.userHandle("c29tZWJvZHkgZWxzZQ");
        assertThat(signIn(stranger(), key).status()).isEqualTo(403);
    }

    @Test
    void aCopyOfAPasskeyIsNoticedByItsCounter() {
        SecurityKey key = registered("laptop").counter(10);
        assertThat(signIn(stranger(), key).status()).isEqualTo(201);
        assertThat(signIn(stranger(), key.counter(5)).status()).isEqualTo(403);
    }

    @Test
    void anotherUsersPasskeyIsNoSecondFactor() {
        registered("laptop");
        ApiClient browser = firstStep();
        SecurityKey foreign = key();
        assertThat(browser.post("/session/second-factor/passkey", foreign.get(challenge(browser, "second_factor")))
                        .status())
                .isEqualTo(403);
        assertThat(stranger()
                        .post("/passkeys/challenge", Map.of("purpose", "second_factor"))
                        .code())
                .isEqualTo("sign_in_over");
        assertThat(stranger()
                        .post("/passkeys/challenge", Map.of("purpose", "proof"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theSignInPageKnowsThatPasskeysWork() {
        assertThat(stranger().get("/sign-in/options").json().path("passkeys").asBoolean())
                .isTrue();
    }
}

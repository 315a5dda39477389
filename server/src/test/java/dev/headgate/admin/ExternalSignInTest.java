package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.headgate.app.TestGateway;
import dev.headgate.testkit.IdentitySite;
import dev.headgate.testkit.OAuthServer;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signing in by another site: whom it lets in, and everything that somebody between or beside could try. */
@Tag("slow")
@SuppressWarnings("JavaUtilDate") // the library's type
class ExternalSignInTest {
    private static final String CLIENT = "headgate-client";
    private static final String CLIENT_SECRET = "a-client-secret-of-more-than-32-bytes-length";
    private static TestGateway gateway;

    private IdentitySite site;
    private ApiClient owner;

    @BeforeAll
    static void open() {
        gateway = TestGateway.start("bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \""
                + ApiClient.PASSWORD + "\" }\nupstream: { allow-private: true }");
    }

    @AfterAll
    static void shut() {
        gateway.close();
    }

    @BeforeEach
    void start() {
        site = new IdentitySite();
        owner = ApiClient.owner(gateway);
        offer(Map.of("register", true));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private void offer(Map<String, Object> terms) {
        Map<String, Object> wish = new HashMap<>(terms);
        wish.putIfAbsent("preset", "oidc");
        wish.put("id", "site");
        wish.putIfAbsent("issuer", site.issuer());
        wish.put("client_id", CLIENT);
        wish.put("client_secret", CLIENT_SECRET);
        var saved = owner.post("/settings/identity-providers", wish);
        assertThat(saved.status()).as(saved.toString()).isEqualTo(201);
    }

    private ApiClient stranger() {
        return ApiClient.stranger(gateway);
    }

    private static Map<String, String> query(String url) {
        Map<String, String> query = new HashMap<>();
        for (String pair : URI.create(url).getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static String location(ApiClient.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(302);
        return answer.raw().headers().firstValue("location").orElseThrow();
    }

    /** Goes to the site; what it was asked. */
    private static Map<String, String> begin(ApiClient browser) {
        return query(location(browser.get("/sign-in/providers/site?return_to=/usage")));
    }

    private static String comeBack(ApiClient browser, String state) {
        return location(browser.get("/sign-in/providers/site/callback?code=c1&state=" + state));
    }

    private JWTClaimsSet.Builder claims(Map<String, String> asked) {
        return site.claims(CLIENT, asked.get("nonce"), new Date());
    }

    /** A whole run of a new browser, with the honest claims edited; where it ends. */
    private String run(ApiClient browser, UnaryOperator<JWTClaimsSet.Builder> edit) {
        Map<String, String> asked = begin(browser);
        site.says(site.signed(edit.apply(claims(asked)).build()));
        return comeBack(browser, asked.get("state"));
    }

    @Test
    void somebodyNewGetsAnAccountWhereTheSiteMayMakeThem() {
        ApiClient browser = stranger();
        Map<String, String> asked = begin(browser);
        assertThat(asked.get("response_type")).isEqualTo("code");
        assertThat(asked.get("redirect_uri"))
                .isEqualTo("http://127.0.0.1:" + gateway.port() + "/api/v1/sign-in/providers/site/callback");
        site.says(site.signed(claims(asked)
                .subject("new-1")
                .claim("email", "new-1@example.com")
                .build()));
        assertThat(comeBack(browser, asked.get("state"))).isEqualTo("/usage");
        assertThat(browser.get("/session").json().path("email").asText()).isEqualTo("new-1@example.com");
        assertThat(browser.get("/session").json().path("role").asText()).isEqualTo("user");
        String verifier = query("http://x/?" + site.lastForm()).get("code_verifier");
        assertThat(CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                        .getValue())
                .isEqualTo(asked.get("code_challenge"));
        assertThat(owner.get("/audit").json().toString()).contains("sign-in.provider.register");
        // the same subject comes back to the same account, whatever its address is now
        ApiClient again = stranger();
        assertThat(run(again, honest -> honest.subject("new-1").claim("email", "other@example.com")))
                .isEqualTo("/usage");
        assertThat(again.get("/session").json().path("email").asText()).isEqualTo("new-1@example.com");
    }

    @Test
    void nobodyNewComesInWhereTheSiteMayNotMakeAccounts() {
        offer(Map.of("register", false));
        assertThat(run(stranger(), honest -> honest.subject("new-2").claim("email", "new-2@example.com")))
                .isEqualTo("/sign-in?error=no_account");
    }

    @Test
    void anUnverifiedAddressMakesNoAccountAndMeansNobody() {
        offer(Map.of("register", true, "link_by_email", true));
        assertThat(run(
                        stranger(),
                        honest -> honest.subject("new-3")
                                .claim("email", "new-3@example.com")
                                .claim("email_verified", false)))
                .isEqualTo("/sign-in?error=no_account");
        assertThat(run(
                        stranger(),
                        honest -> honest.subject("new-3")
                                .claim("email", "new-3@example.com")
                                .claim("email_verified", null)))
                .isEqualTo("/sign-in?error=no_account");
    }

    /** Whoever runs the site must not become the owner by naming the owner's address. */
    @Test
    void anOwnerIsNeverMeantByAnAddressAlone() {
        offer(Map.of("register", true, "link_by_email", true));
        assertThat(run(stranger(), honest -> honest.subject("evil").claim("email", ApiClient.ADMIN)))
                .isEqualTo("/sign-in?error=link_first");
    }

    @Test
    void anAccountIsLinkedByItsVerifiedAddressOnlyWhereThatIsAllowed() {
        run(stranger(), honest -> honest.subject("first").claim("email", "linked@example.com"));
        assertThat(run(stranger(), honest -> honest.subject("second").claim("email", "linked@example.com")))
                .isEqualTo("/sign-in?error=link_first");
        offer(Map.of("link_by_email", true));
        ApiClient browser = stranger();
        assertThat(run(browser, honest -> honest.subject("second").claim("email", "LINKED@example.com")))
                .isEqualTo("/usage");
        assertThat(browser.get("/profile/links").json().path("items")).hasSize(2);
    }

    @Test
    void onlyAllowedDomainsComeIn() {
        offer(Map.of("register", true, "allowed_domains", List.of("example.com")));
        assertThat(run(stranger(), honest -> honest.subject("dom-1").claim("email", "a@example.com.evil.org")))
                .isEqualTo("/sign-in?error=not_allowed");
        assertThat(run(stranger(), honest -> honest.subject("dom-2").claim("email", "dom-2@example.com")))
                .isEqualTo("/usage");
        // and who was let in before doesn't once their address is elsewhere
        assertThat(run(stranger(), honest -> honest.subject("dom-2").claim("email", "dom-2@elsewhere.org")))
                .isEqualTo("/sign-in?error=not_allowed");
    }

    @Test
    void aClaimDecidesTheRole() {
        offer(Map.of("register", true, "role_claim", "groups", "roles", Map.of("ops", "operator", "money", "finance")));
        ApiClient browser = stranger();
        run(
                browser,
                honest -> honest.subject("role-1")
                        .claim("email", "role-1@example.com")
                        .claim("groups", List.of("staff", "ops")));
        assertThat(browser.get("/session").json().path("role").asText()).isEqualTo("operator");
        run(browser, honest -> honest.subject("role-1").claim("groups", "none of these"));
        assertThat(browser.get("/session").json().path("role").asText()).isEqualTo("user");
        assertThat(owner.get("/audit").json().toString()).contains("sign-in.provider.role");
        Map<String, Object> wish = Map.of(
                "preset",
                "oidc",
                "id",
                "up",
                "issuer",
                site.issuer(),
                "client_id",
                CLIENT,
                "client_secret",
                "x",
                "role_claim",
                "groups",
                "roles",
                Map.of("boss", "owner"));
        assertThat(owner.post("/settings/identity-providers", wish).status()).isEqualTo(400);
    }

    @Test
    void tokensThatDontHoldAreRefused() throws Exception {
        Map<String, UnaryOperator<JWTClaimsSet.Builder>> edits = Map.of(
                "nonce", honest -> honest.claim("nonce", "another"),
                "no nonce", honest -> honest.claim("nonce", null),
                "issuer", honest -> honest.issuer("https://accounts.google.com"),
                "audience", honest -> honest.audience("another-client"),
                "expired", honest -> honest.expirationTime(new Date(System.currentTimeMillis() - 600_000)),
                "no subject", honest -> honest.subject(null));
        for (var edit : edits.entrySet()) {
            assertThat(run(stranger(), edit.getValue())).as(edit.getKey()).isEqualTo("/sign-in?error=not_proved");
        }
    }

    /** The header of a token says how it is signed, and mustn't be believed. */
    @Test
    void confusedAlgorithmsAreRefused() {
        Map<String, java.util.function.Function<JWTClaimsSet, JWT>> tricks = Map.of(
                "none",
                IdentitySite::unsigned,
                "client secret",
                claims -> IdentitySite.mac(claims, CLIENT_SECRET.getBytes(StandardCharsets.UTF_8)),
                "public key as secret",
                claims -> IdentitySite.mac(claims, site.publicKey()),
                "another key",
                IdentitySite::forged);
        for (var trick : tricks.entrySet()) {
            ApiClient browser = stranger();
            Map<String, String> asked = begin(browser);
            site.says(trick.getValue().apply(claims(asked).build()));
            assertThat(comeBack(browser, asked.get("state"))).as(trick.getKey()).isEqualTo("/sign-in?error=not_proved");
            assertThat(browser.get("/session").status()).isEqualTo(401);
        }
    }

    /** A victim who is led to the end of the attacker's run must not end up in the attacker's account, nor the other way round. */
    @Test
    void aRunBelongsToTheBrowserThatBeganIt() {
        ApiClient attacker = stranger();
        Map<String, String> asked = begin(attacker);
        site.says(site.signed(claims(asked).build()));
        ApiClient victim = stranger();
        assertThat(comeBack(victim, asked.get("state"))).isEqualTo("/sign-in?error=not_begun_here");
        assertThat(victim.get("/session").status()).isEqualTo(401);
        begin(victim);
        assertThat(comeBack(victim, asked.get("state"))).isEqualTo("/sign-in?error=not_begun_here");
    }

    @Test
    void aStateIsTakenOnceAndUnknownOnesNever() {
        ApiClient browser = stranger();
        Map<String, String> asked = begin(browser);
        site.says(site.signed(claims(asked).build()));
        comeBack(browser, asked.get("state"));
        assertThat(comeBack(browser, asked.get("state"))).isEqualTo("/sign-in?error=not_begun_here");
        assertThat(comeBack(browser, "made-up")).isEqualTo("/sign-in?error=not_begun_here");
        assertThat(location(browser.get("/sign-in/providers/site/callback")))
                .isEqualTo("/sign-in?error=not_begun_here");
        String state = begin(browser).get("state");
        assertThat(location(browser.get("/sign-in/providers/site/callback?error=access_denied&state=" + state)))
                .isEqualTo("/sign-in?error=denied");
        state = begin(browser).get("state");
        assertThat(location(browser.get("/sign-in/providers/site/callback?code=c&iss=https://other&state=" + state)))
                .isEqualTo("/sign-in?error=not_proved");
    }

    @Test
    void nobodyIsSentToAnotherSiteAfterwards() {
        for (String path :
                List.of("//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "\t/x")) {
            ApiClient browser = stranger();
            Map<String, String> asked = query(location(browser.get(
                    "/sign-in/providers/site?return_to=" + URLEncoder.encode(path, StandardCharsets.UTF_8))));
            site.says(site.signed(claims(asked)
                    .subject("ret")
                    .claim("email", "ret@example.com")
                    .build()));
            assertThat(comeBack(browser, asked.get("state"))).as(path).isEqualTo("/");
        }
    }

    @Test
    void whoIsSignedInLinksThemselvesAndUnlinks() {
        var started = owner.post("/sign-in/providers/site/link", Map.of("return_to", "/profile"));
        Map<String, String> asked = query(started.json().path("url").asText());
        site.says(site.signed(claims(asked).subject("the-owner").build()));
        assertThat(comeBack(owner, asked.get("state"))).isEqualTo("/profile");
        ApiClient browser = stranger();
        assertThat(run(browser, honest -> honest.subject("the-owner"))).isEqualTo("/usage");
        assertThat(browser.get("/session").json().path("role").asText()).isEqualTo("owner");
        String id = owner.get("/profile/links")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asText();
        assertThat(owner.delete("/profile/links/" + id).status()).isEqualTo(204);
        assertThat(owner.delete("/profile/links/" + id).status()).isEqualTo(404);
    }

    /** A link that was begun signed in can't be ended signed out, or as somebody else. */
    @Test
    void aLinkIsForWhoAskedForIt() {
        var started = owner.post("/sign-in/providers/site/link", Map.of());
        Map<String, String> asked = query(started.json().path("url").asText());
        ApiClient other = stranger().cookie("headgate_external", owner.cookie("headgate_external"));
        assertThat(comeBack(other, asked.get("state"))).isEqualTo("/sign-in?error=not_begun_here");
    }

    @Test
    void presetsKnowTheirSites() {
        Map<String, Object> wish = new HashMap<>(Map.of("preset", "google", "client_id", "c", "client_secret", "s"));
        var google = owner.post("/settings/identity-providers", wish).json();
        assertThat(google.path("issuer").asText()).isEqualTo("https://accounts.google.com");
        assertThat(google.path("id").asText()).isEqualTo("google");
        wish.put("preset", "microsoft");
        var nowhere = owner.post("/settings/identity-providers", wish);
        assertThat(nowhere.status()).as("a tenant of your own is needed").isEqualTo(400);
        assertThat(nowhere.json().path("detail").asText()).contains("issuer");
        wish.put("issuer", "https://login.microsoftonline.com/a-tenant/v2.0");
        assertThat(owner.post("/settings/identity-providers", wish).status()).isEqualTo(201);
        wish.put("preset", "facebook");
        assertThat(owner.post("/settings/identity-providers", wish)
                        .json()
                        .path("detail")
                        .asText())
                .contains("google, microsoft, github or oidc");
        assertThat(owner.delete("/settings/identity-providers/google").status()).isEqualTo(204);
        assertThat(owner.delete("/settings/identity-providers/microsoft").status())
                .isEqualTo(204);
    }

    @Test
    void gitHubIsAskedForItsUserAndVerifiedAddress() {
        offer(Map.of("preset", "github", "register", true));
        site.page("/login/oauth/access_token", "{\"access_token\": \"gho_1\", \"token_type\": \"bearer\"}");
        site.page("/api/v3/user", "{\"id\": 4711, \"login\": \"octo\", \"name\": null}");
        site.page("/api/v3/user/emails", """
                [{"email": "public@example.com", "primary": false, "verified": true},
                 {"email": "Octo@example.com", "primary": true, "verified": true}]""");
        ApiClient browser = stranger();
        Map<String, String> asked = begin(browser);
        assertThat(asked.get("scope")).contains("user:email");
        assertThat(comeBack(browser, asked.get("state"))).isEqualTo("/usage");
        assertThat(browser.get("/session").json().path("email").asText()).isEqualTo("octo@example.com");
        site.page("/api/v3/user", "{\"id\": 4712, \"login\": \"other\"}");
        site.page("/api/v3/user/emails", "[{\"email\": \"x@example.com\", \"primary\": true, \"verified\": false}]");
        ApiClient second = stranger();
        assertThat(comeBack(second, begin(second).get("state"))).isEqualTo("/sign-in?error=no_account");
    }

    @Test
    void aRealServerLetsSomebodyIn() {
        try (OAuthServer real = new OAuthServer()) {
            offer(Map.of("issuer", real.issuer(), "register", true, "trust_emails", true));
            ApiClient browser = stranger();
            String url = location(browser.get("/sign-in/providers/site"));
            var answer = gateway.send(HttpRequest.newBuilder(URI.create(url)).build());
            Map<String, String> back =
                    query(answer.headers().firstValue("location").orElseThrow());
            // it knows no address, so there is nobody to make an account for; but its token holds
            assertThat(location(browser.get("/sign-in/providers/site/callback?code=" + back.get("code") + "&state="
                            + back.get("state"))))
                    .isEqualTo("/sign-in?error=no_account");
        }
    }

    /** The guard against being led into the operator's network stands here too. */
    @Test
    void aPrivateSiteIsAskedOnlyWhereTheOperatorAllowsIt() {
        try (TestGateway strict = ApiClient.gateway()) {
            ApiClient admin = ApiClient.owner(strict);
            admin.post(
                    "/settings/identity-providers",
                    Map.of(
                            "preset",
                            "oidc",
                            "id",
                            "site",
                            "issuer",
                            site.issuer().replace("http:", "https:"),
                            "client_id",
                            CLIENT,
                            "client_secret",
                            "s"));
            assertThat(location(ApiClient.stranger(strict).get("/sign-in/providers/site")))
                    .isEqualTo("/sign-in?error=not_proved");
        }
    }

    @Test
    void theClientsSecretRestsSealedAndIsNeverShown() {
        String stored = gateway.headgate()
                .store()
                .read(handle -> handle.createQuery(
                                "select value_json from settings union all select after_json from audit_entries")
                        .mapTo(String.class)
                        .list())
                .toString();
        assertThat(stored + owner.get("/settings/identity-providers").json())
                .contains(CLIENT)
                .doesNotContain(CLIENT_SECRET);
        assertThat(stranger().get("/sign-in/options").json().path("providers").toString())
                .contains("Single sign-on");
        assertThat(stranger().get("/sign-in/providers/none").status()).isEqualTo(404);
        Map<String, Object> elsewhere =
                Map.of("preset", "oidc", "id", "site", "issuer", "https://elsewhere.example", "client_id", CLIENT);
        assertThat(owner.post("/settings/identity-providers", elsewhere)
                        .json()
                        .path("detail")
                        .asText())
                .contains("client_secret");
    }
}

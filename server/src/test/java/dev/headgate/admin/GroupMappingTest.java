package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.app.TestGateway;
import dev.headgate.testkit.OAuthServer;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A site's claims decide in which groups people may make keys, and so what those keys may still do: anew at each sign-in, no more than
 * the mapping gives, and nothing of what an operator gave by hand. Against a real OpenID Connect server.
 */
@Tag("slow")
class GroupMappingTest {
    private static final String CALL =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static TestGateway gateway;
    private static OAuthServer site;
    private static ApiClient owner;
    private static int count;

    private String alpha;
    private String beta;
    private String subject;

    @BeforeAll
    static void open() {
        gateway = TestGateway.start("bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \""
                + ApiClient.PASSWORD + "\" }\nupstream: { allow-private: true }");
        site = new OAuthServer();
        owner = ApiClient.owner(gateway);
    }

    @AfterAll
    static void shut() {
        site.close();
        gateway.close();
    }

    @BeforeEach
    void groups() {
        count++;
        subject = "subject-" + count;
        alpha = group("alpha");
        beta = group("beta");
        offer(Map.of("group_claim", "groups", "groups", Map.of("staff", List.of(alpha), "lab", List.of(alpha, beta))));
    }

    private static String group(String name) {
        return owner.post("/groups", Map.of("name", name + "-" + count))
                .json()
                .path("id")
                .asText();
    }

    private static ApiClient.Answer save(Map<String, Object> terms) {
        Map<String, Object> wish = new HashMap<>(terms);
        wish.put("preset", "oidc");
        wish.put("id", "company");
        wish.put("issuer", site.issuer());
        wish.put("client_id", "headgate");
        wish.put("client_secret", "a-client-secret-of-more-than-32-bytes-length");
        wish.put("register", true);
        return owner.post("/settings/identity-providers", wish);
    }

    private static void offer(Map<String, Object> terms) {
        ApiClient.Answer saved = save(terms);
        assertThat(saved.status()).as(saved.toString()).isEqualTo(201);
    }

    private static Map<String, String> query(String url) {
        Map<String, String> query = new HashMap<>();
        for (String pair : URI.create(url).getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    /** Signs in by the site, which says these claims besides the address. */
    private ApiClient signIn(Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(claims);
        all.put("email", subject + "@example.com");
        all.put("email_verified", true);
        site.says(subject, all);
        ApiClient browser = ApiClient.stranger(gateway);
        String there = location(browser.get("/sign-in/providers/company?return_to=/keys"));
        var answer = gateway.send(HttpRequest.newBuilder(URI.create(there)).build());
        Map<String, String> back = query(answer.headers().firstValue("location").orElseThrow());
        assertThat(location(browser.get("/sign-in/providers/company/callback?code=" + back.get("code") + "&state="
                        + back.get("state"))))
                .isEqualTo("/keys");
        browser.get("/session"); // for its CSRF token
        return browser;
    }

    private ApiClient signIn(String... groups) {
        return signIn(Map.of("groups", List.of(groups)));
    }

    private static String location(ApiClient.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(302);
        return answer.raw().headers().firstValue("location").orElseThrow();
    }

    private static List<String> mine(ApiClient browser) {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : browser.get("/me/groups").json().path("items")) {
            if (item.path("name").asText().matches("(alpha|beta)-.*")) {
                ids.add(item.path("id").asText());
            }
        }
        return ids;
    }

    private static ApiClient.Answer make(ApiClient browser, String group) {
        return browser.post("/me/keys", Map.of("name", "key-" + ++count, "group_id", group));
    }

    /** 403 for a key that may not be used, 503 where it may and the group has no account. */
    private static int call(ApiClient.Answer made) {
        return gateway.post(
                        "/v1/messages",
                        CALL.getBytes(StandardCharsets.UTF_8),
                        made.json().path("text").asText())
                .statusCode();
    }

    private static String id(ApiClient browser) {
        return browser.get("/session").json().path("user_id").asText();
    }

    @Test
    void aClaimOpensItsGroupsAndNoOthers() {
        ApiClient browser = signIn("staff", "unknown-there");
        assertThat(mine(browser)).containsExactly(alpha);
        assertThat(make(browser, alpha).status()).isEqualTo(201);
        assertThat(make(browser, beta).status()).isEqualTo(400);
        assertThat(browser.get("/session").json().path("role").asText()).isEqualTo("user");
        assertThat(mine(signIn("staff", "lab"))).containsExactlyInAnyOrder(alpha, beta);
        assertThat(owner.get("/audit?action=sign-in.provider.groups&subject=user:" + id(browser))
                        .json()
                        .path("items"))
                .hasSize(2);
    }

    /** Who has left a team at the site must not go on spending by the keys made while they were in it. */
    @Test
    void aGroupThatTheSiteTakesAwayIsGoneAtTheNextSignInWithItsKeys() {
        ApiClient browser = signIn("lab");
        ApiClient.Answer key = make(browser, beta);
        assertThat(call(key)).isEqualTo(503);
        signIn("staff");
        assertThat(call(key)).isEqualTo(403);
        assertThat(mine(browser)).containsExactly(alpha);
        String path = "/me/keys/" + key.json().path("key").path("id").asText();
        assertThat(browser.get(path).json().path("withdrawn").asBoolean()).isTrue();
        assertThat(browser.patch(path, Map.of("name", "renamed-" + count)).status())
                .isEqualTo(200);
        ApiClient.Answer rotated = browser.post(path + "/rotate", Map.of("grace_seconds", 60));
        assertThat(call(rotated)).as("a new text is no way around it").isEqualTo(403);
        assertThat(browser.patch(path, Map.of("group_id", alpha)).status()).isEqualTo(200);
        assertThat(call(rotated)).as("moved to a group that is theirs").isEqualTo(503);
        ApiClient.Answer other = make(signIn("lab"), beta);
        assertThat(call(other)).as("given again").isEqualTo(503);
        signIn(Map.of());
        assertThat(call(other)).as("a token without the claim means none").isEqualTo(403);
        assertThat(mine(browser)).isEmpty();
        signIn("lab");
        assertThat(call(other)).as("the same key works again").isEqualTo(503);
    }

    @Test
    void whatOperatorsGiveByHandStaysWhateverTheSiteSays() {
        ApiClient browser = signIn("staff");
        String path = "/users/" + id(browser) + "/groups";
        assertThat(owner.post(path, Map.of("group_ids", List.of(beta))).status())
                .isEqualTo(200);
        ApiClient.Answer key = make(browser, beta);
        signIn("none of these");
        assertThat(mine(browser)).containsExactly(beta);
        assertThat(call(key)).isEqualTo(503);
        signIn("lab");
        assertThat(owner.get(path).json().path("items").findValuesAsText("given_by"))
                .containsExactlyInAnyOrder("company", "", "company");
        // both give it: the one that is left is enough
        owner.post(path, Map.of("group_ids", List.of()));
        assertThat(call(key)).isEqualTo(503);
        signIn("staff");
        assertThat(call(key)).isEqualTo(403);
        assertThat(owner.post(path, Map.of("group_ids", List.of("42"))).status())
                .as("a group that isn't there")
                .isEqualTo(400);
    }

    /** An operator's own word for a key needs no right of its user's, and ends with none. */
    @Test
    void aKeyThatAnOperatorPutIntoItsGroupNeedsNoRight() {
        ApiClient browser = signIn("lab");
        ApiClient.Answer given =
                owner.post("/keys", Map.of("name", "given-" + ++count, "user_id", id(browser), "group_id", beta));
        ApiClient.Answer moved = make(browser, beta);
        owner.patch("/keys/" + moved.json().path("key").path("id").asText(), Map.of("group_id", beta));
        signIn("staff");
        assertThat(call(given)).isEqualTo(503);
        assertThat(call(moved)).isEqualTo(503);
    }

    @Test
    void whatAMappingCanNoLongerGiveIsGoneAtOnce() {
        ApiClient browser = signIn("lab");
        ApiClient.Answer first = make(browser, alpha);
        ApiClient.Answer second = make(browser, beta);
        offer(Map.of("group_claim", "groups", "groups", Map.of("lab", List.of(alpha))));
        assertThat(call(first)).isEqualTo(503);
        assertThat(call(second)).isEqualTo(403);
        assertThat(owner.delete("/settings/identity-providers/company").status())
                .isEqualTo(204);
        assertThat(call(first)).isEqualTo(403);
        assertThat(mine(browser)).isEmpty();
    }

    @Test
    void aClaimMayLieInsideOthersAndDecideTheRoleToo() {
        offer(Map.of(
                "group_claim",
                "realm_access.roles",
                "groups",
                Map.of("hg-lab", List.of(beta)),
                "role_claim",
                "realm_access.roles",
                "roles",
                Map.of("hg-ops", "operator")));
        ApiClient browser = signIn(Map.of("realm_access", Map.of("roles", List.of("hg-lab", "hg-ops"))));
        assertThat(mine(browser)).containsExactly(beta);
        assertThat(browser.get("/session").json().path("role").asText()).isEqualTo("operator");
    }

    @Test
    void aMappingThatCantBeRightIsRefused() {
        assertThat(save(Map.of("group_claim", "groups")).json().path("detail").asText())
                .contains("group_claim");
        assertThat(save(Map.of("groups", Map.of("x", List.of(alpha)))).status()).isEqualTo(400);
        assertThat(save(Map.of("group_claim", "groups", "groups", Map.of("x", List.of("42"))))
                        .json()
                        .path("detail")
                        .asText())
                .contains("42");
        var shown =
                owner.get("/settings/identity-providers").json().path("items").get(0);
        assertThat(shown.path("group_claim").asText()).isEqualTo("groups");
        assertThat(shown.path("groups").path("lab")).hasSize(2);
    }

    /** Who may only change settings must not open groups by way of a site. */
    @Test
    void givingGroupsByASiteNeedsTheRightToGiveThemByHand() {
        String text = owner.post(
                        "/service-tokens",
                        Map.of("name", "settings-" + count, "permissions", List.of("settings:write")))
                .json()
                .path("text")
                .asText();
        ApiClient program = ApiClient.program(gateway, text);
        Map<String, Object> wish = new HashMap<>(Map.of(
                "preset", "oidc", "id", "mine", "issuer", site.issuer(), "client_id", "c", "client_secret", "s"));
        wish.put("group_claim", "groups");
        wish.put("groups", Map.of("x", List.of(alpha)));
        ApiClient.Answer refused = program.post("/settings/identity-providers", wish);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
        assertThat(refused.json().path("detail").asText()).contains("users:write");
    }

    @Test
    void whoIsRemovedTakesTheirRightsAlong() {
        ApiClient browser = signIn("lab");
        String user = id(browser);
        assertThat(owner.delete("/users/" + user).status()).isEqualTo(204);
        long left = gateway.headgate()
                .store()
                .read(handle -> handle.createQuery("select count(*) from group_rights where user_id = :user")
                        .bind("user", Long.parseLong(user))
                        .mapTo(Long.class)
                        .one());
        assertThat(left).isZero();
    }
}

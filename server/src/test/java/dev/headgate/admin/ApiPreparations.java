package dev.headgate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.headgate.admin.ApiScene.Ask;
import dev.headgate.admin.ApiScene.Somebody;
import dev.headgate.app.TestGateway;
import dev.headgate.pricing.PriceRow;
import dev.headgate.pricing.PriceTable;
import dev.headgate.tariff.Tariffs;
import dev.headgate.testkit.AuthenticatorApp;
import dev.headgate.testkit.SecurityKey;
import dev.headgate.testkit.TestProxy;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must have happened before some operations can be called: letters, second factors, other sites, finished calls. */
@SuppressWarnings("JavaUtilDate") // the library's type
final class ApiPreparations {
    private static final Pattern TOKEN = Pattern.compile("#token=([A-Za-z0-9_-]+)");
    private static final String CLIENT = "headgate-client";

    private final ApiScene scene;
    private final ApiStoredThings stored;
    private @Nullable TestGateway fresh;

    ApiPreparations(ApiScene scene) {
        this.scene = scene;
        this.stored = new ApiStoredThings(scene);
    }

    private ApiClient owner() {
        return scene.owner;
    }

    private ApiClient stranger() {
        return ApiClient.stranger(scene.gateway);
    }

    private static Ask post(ApiClient who, String path, @Nullable Object body) {
        return new Ask(who, "POST", path, body);
    }

    private static Ask get(ApiClient who, String path) {
        return new Ask(who, "GET", path, null);
    }

    private static Map<String, Object> body(Object... pairs) {
        Map<String, Object> body = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            body.put((String) pairs[i], pairs[i + 1]);
        }
        return body;
    }

    static JsonNode good(ApiClient.Answer answer) {
        if (answer.status() >= 300) {
            throw new AssertionError(answer.toString());
        }
        return answer.json();
    }

    private Map<String, Object> mailServer() {
        int port = scene.mail.getSmtp().getPort();
        return body("host", "127.0.0.1", "port", port, "security", "none", "from", "hg@example.com");
    }

    /** What all stands on: letters are sent, people may register, a site to sign in by. */
    void open() {
        good(owner().patch("/settings/mail", mailServer()));
        good(owner().patch("/settings/registration", body("mode", "open", "allowed_domains", List.of())));
        provider();
    }

    private String provider() {
        good(owner().post(
                        "/settings/identity-providers",
                        body(
                                "preset",
                                "oidc",
                                "id",
                                "site",
                                "issuer",
                                scene.site.issuer(),
                                "client_id",
                                CLIENT,
                                "client_secret",
                                "a-client-secret-of-more-than-32-bytes-length",
                                "register",
                                true)));
        return "site";
    }

    void register() {
        setUp();
        sessions();
        factors();
        passkeys();
        letters();
        site();
        accounts();
        money();
        scene.make("/requests", who -> scene.callWith(TestGateway.KEY));
        scene.make("/me/requests", scene::call);
        scene.make("/mail/dead-letters", who -> stored.deadLetter());
        scene.prepare("settings.mail.change", () -> new Ask(owner(), "PATCH", "/settings/mail", mailServer()));
        scene.prepare("settings.registration.change", () -> {
            return new Ask(owner(), "PATCH", "/settings/registration", body("mode", "open"));
        });
        scene.prepare("live.show", () -> get(owner(), "/live"));
        // its example changes the address that cookies and passkeys are for
        scene.prepare(
                "settings.general.change", () -> new Ask(owner(), "PATCH", "/settings/general", body("name", "Ours")));
        scene.make("/me/pages", who -> scene.thing("/pages", owner()));
        scene.prepare("pages.order", () -> {
            scene.thing("/pages", owner());
            List<String> ids = owner().get("/pages").json().path("items").findValuesAsText("id");
            return post(owner(), "/pages/order", body("ids", ids.reversed()));
        });
        scene.make("/system/backups", who -> stored.backup());
        scene.make("/me/announcements", who -> scene.thing("/announcements", owner()));
        scene.make("/alerts", who -> stored.alert());
        scene.make("/webhooks/deliveries", who -> stored.deadDelivery());
        scene.prepare("backups.create", () -> {
            stored.noneRuns();
            return post(owner(), "/system/backups", null);
        });
        scene.prepare("scheduling.replay", () -> {
            scene.callWith(TestGateway.KEY); // so that there is traffic to be played again
            Map<String, Object> wish = body("group_id", scene.group("default"), "hours", 1, "policy", "round-robin");
            return post(owner(), "/scheduling/replay", wish);
        });
    }

    private TestGateway fresh() {
        TestGateway one = fresh;
        if (one == null) {
            one = scene.keep(TestGateway.start(""));
            fresh = one;
        }
        return one;
    }

    private void setUp() {
        scene.prepare("setup.show", () -> get(ApiClient.stranger(fresh()), "/setup"));
        scene.prepare("setup.try-store", () -> tried("store-test", "sqlite:" + fresh().folder() + "/other.db"));
        scene.prepare("setup.try-cluster", () -> tried("cluster-test", "redis://127.0.0.1:1"));
        scene.prepare(
                "setup.finish",
                () -> post(
                        ApiClient.stranger(fresh()),
                        "/setup",
                        body(
                                "token",
                                fresh().setupToken(),
                                "email",
                                "first@example.com",
                                "password",
                                ApiScene.PASSWORD)));
    }

    private Ask tried(String what, String url) {
        return post(ApiClient.stranger(fresh()), "/setup/" + what, body("token", fresh().setupToken(), "url", url));
    }

    private void sessions() {
        scene.prepare(
                "session.start",
                () -> post(stranger(), "/session", body("email", ApiClient.ADMIN, "password", ApiClient.PASSWORD)));
        scene.prepare("session.end", () -> new Ask(somebody(), "DELETE", "/session", null));
        scene.prepare("session.prove", () -> post(somebody(), "/session/proof", body("password", ApiScene.PASSWORD)));
        scene.prepare("sessions.end-others", () -> post(somebody(), "/sessions/end-others", null));
        scene.prepare(
                "profile.password",
                () -> post(
                        somebody(),
                        "/profile/password",
                        body("old_password", ApiScene.PASSWORD, "new_password", "another long password")));
        scene.make("/sessions", this::otherSession);
    }

    private ApiClient somebody() {
        return scene.somebody("user").client();
    }

    /** Another session of the same person. */
    private String otherSession(ApiClient who) {
        String email = who.get("/session").json().path("email").asText();
        stranger().signIn(email, email.equals(ApiClient.ADMIN) ? ApiClient.PASSWORD : ApiScene.PASSWORD);
        for (JsonNode session : who.get("/sessions").json().path("items")) {
            if (!session.path("current").asBoolean()) {
                return session.path("id").asText();
            }
        }
        throw new AssertionError("no other session");
    }

    private AuthenticatorApp enrolled(ApiClient who, boolean confirmed) {
        String uri = good(who.post("/profile/totp", "")).path("uri").asText();
        AuthenticatorApp app = new AuthenticatorApp(uri, InstantSource.system());
        if (confirmed) {
            good(who.post("/profile/totp/confirm", body("code", app.code(0))));
        }
        return app;
    }

    /** A sign-in that waits for its second step, of somebody with an app; its code is the next one. */
    private Ask waiting(Function<AuthenticatorApp, Object> body, String method) {
        Somebody one = scene.somebody("user");
        AuthenticatorApp app = enrolled(one.client(), true);
        ApiClient browser = stranger();
        browser.post("/session", body("email", one.email(), "password", ApiScene.PASSWORD));
        return new Ask(browser, method, "/session/second-factor", method.equals("GET") ? null : body.apply(app));
    }

    private void factors() {
        scene.prepare("session.second-factor.show", () -> waiting(app -> "", "GET"));
        scene.prepare("session.second-factor", () -> waiting(app -> body("code", app.code(1)), "POST"));
        scene.prepare("profile.totp.enrol", () -> post(somebody(), "/profile/totp", null));
        scene.prepare("profile.totp.confirm", () -> {
            ApiClient one = somebody();
            return post(
                    one,
                    "/profile/totp/confirm",
                    body("code", enrolled(one, false).code(0)));
        });
        scene.prepare("profile.totp.remove", () -> {
            ApiClient one = somebody();
            enrolled(one, true);
            return new Ask(one, "DELETE", "/profile/totp", null);
        });
        scene.prepare("profile.recovery-codes", () -> {
            ApiClient one = somebody();
            enrolled(one, true);
            return post(one, "/profile/recovery-codes", null);
        });
    }

    private Map<String, String> newPasskey(ApiClient who, SecurityKey key) {
        JsonNode options = good(who.post("/profile/passkeys/options", ""));
        return key.create(
                options.path("challenge").asText(), options.path("user_handle").asText(), "key-" + scene.next());
    }

    private SecurityKey securityKey() {
        return new SecurityKey("localhost", "http://localhost:" + scene.gateway.port());
    }

    private SecurityKey registered(ApiClient who) {
        SecurityKey key = securityKey();
        good(who.post("/profile/passkeys", newPasskey(who, key)));
        return key;
    }

    private Ask answered(ApiClient browser, SecurityKey key, String purpose, String path) {
        String challenge = good(browser.post("/passkeys/challenge", body("purpose", purpose)))
                .path("challenge")
                .asText();
        return post(browser, path, key.get(challenge));
    }

    private void passkeys() {
        scene.prepare(
                "session.passkey", () -> answered(stranger(), registered(somebody()), "sign_in", "/session/passkey"));
        scene.prepare("session.second-factor.passkey", () -> {
            Somebody one = scene.somebody("user");
            SecurityKey key = registered(one.client());
            ApiClient browser = stranger();
            browser.post("/session", body("email", one.email(), "password", ApiScene.PASSWORD));
            return answered(browser, key, "second_factor", "/session/second-factor/passkey");
        });
        scene.prepare("session.prove.passkey", () -> {
            ApiClient one = somebody();
            return answered(one, registered(one), "proof", "/session/proof/passkey");
        });
        scene.prepare("profile.passkeys.options", () -> post(somebody(), "/profile/passkeys/options", null));
        scene.prepare("profile.passkeys.create", () -> {
            ApiClient one = somebody();
            return post(one, "/profile/passkeys", newPasskey(one, securityKey()));
        });
        // not the owner's: the next sign-in with a password would wait for the key
        scene.prepare("profile.passkeys.rename", () -> onPasskey("PATCH", body("name", "phone")));
        scene.prepare("profile.passkeys.delete", () -> onPasskey("DELETE", null));
        scene.make("/profile/passkeys", who -> {
            registered(who);
            return ApiScene.id(who.get("/profile/passkeys").json().path("items").get(0));
        });
    }

    private Ask onPasskey(String method, @Nullable Object body) {
        ApiClient one = somebody();
        return new Ask(one, method, "/profile/passkeys/" + scene.thing("/profile/passkeys", one), body);
    }

    /** The token of the next letter, which {@code asked} makes somebody get. */
    private String letter(Runnable asked) {
        int before = scene.mail.getReceivedMessages().length;
        asked.run();
        if (!scene.mail.waitForIncomingEmail(10_000, before + 1)) {
            throw new AssertionError("no letter came");
        }
        try {
            MimeMessage[] letters = scene.mail.getReceivedMessages();
            Matcher token =
                    TOKEN.matcher(letters[letters.length - 1].getContent().toString());
            if (!token.find()) {
                throw new AssertionError("no link in the letter");
            }
            return token.group(1);
        } catch (jakarta.mail.MessagingException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String invitation() {
        String link = good(owner().post("/invitations", body("email", scene.email())))
                .path("link")
                .asText();
        return link.substring(link.indexOf("#token=") + "#token=".length());
    }

    private void letters() {
        scene.prepare("registration.ask", () -> post(stranger(), "/registration", body("email", scene.email())));
        scene.prepare("registration.finish", () -> {
            String token = letter(() -> stranger().post("/registration", body("email", scene.email())));
            return post(
                    stranger(),
                    "/registration/finish",
                    body("token", token, "password", ApiScene.PASSWORD, "name", "Ada"));
        });
        scene.prepare("invitations.look", () -> post(stranger(), "/invitations/look", body("token", invitation())));
        scene.prepare(
                "invitations.accept",
                () -> post(
                        stranger(), "/invitations/accept", body("token", invitation(), "password", ApiScene.PASSWORD)));
        scene.prepare(
                "password-reset.ask",
                () -> post(
                        stranger(),
                        "/password-reset",
                        body("email", scene.somebody("user").email())));
        scene.prepare("password-reset.finish", () -> {
            String email = scene.somebody("user").email();
            String token = letter(() -> stranger().post("/password-reset", body("email", email)));
            return post(
                    stranger(), "/password-reset/finish", body("token", token, "password", "another long password"));
        });
        scene.prepare("profile.email.ask", () -> post(somebody(), "/profile/email", body("email", scene.email())));
        scene.prepare("profile.email.confirm", () -> {
            ApiClient one = somebody();
            String token = letter(() -> one.post("/profile/email", body("email", scene.email())));
            return post(one, "/profile/email/confirm", body("token", token));
        });
    }

    private static Map<String, String> queryOf(String url) {
        Map<String, String> query = new HashMap<>();
        for (String pair : URI.create(url).getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    /** The site vouches for somebody to the browser that it was asked by; the way back. */
    private Ask back(ApiClient browser, String url) {
        Map<String, String> asked = queryOf(url);
        JWTClaimsSet claims = scene.site
                .claims(CLIENT, asked.get("nonce"), new Date())
                .subject("subject-" + scene.next())
                .claim("email", scene.email())
                .build();
        scene.site.says(scene.site.signed(claims));
        return get(browser, "/sign-in/providers/site/callback?code=c1&state=" + asked.get("state"));
    }

    private void site() {
        scene.make("/sign-in/providers", who -> "site");
        scene.make("/settings/identity-providers", who -> provider());
        scene.prepare("sign-in.provider.start", () -> get(stranger(), "/sign-in/providers/site?return_to=/usage"));
        scene.prepare("sign-in.provider.callback", () -> {
            provider();
            ApiClient browser = stranger();
            ApiClient.Answer there = browser.get("/sign-in/providers/site?return_to=/usage");
            return back(browser, there.raw().headers().firstValue("location").orElseThrow());
        });
        scene.prepare(
                "sign-in.provider.link",
                () -> post(somebody(), "/sign-in/providers/site/link", body("return_to", "/profile")));
        scene.make("/profile/links", who -> {
            provider();
            String url = good(who.post("/sign-in/providers/site/link", body("return_to", "/profile")))
                    .path("url")
                    .asText();
            back(who, url).send();
            return ApiScene.id(who.get("/profile/links").json().path("items").get(0));
        });
        scene.prepare("profile.links.delete", () -> {
            ApiClient one = somebody();
            return new Ask(one, "DELETE", "/profile/links/" + scene.thing("/profile/links", one), null);
        });
    }

    private String oauthAccount(String grant) {
        scene.site.page(
                "/upstream/token", "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"refresh_token\":\"rt\"}");
        scene.site.page(
                "/upstream/device",
                "{\"device_code\":\"dc\",\"user_code\":\"WDJB-MJHT\",\"verification_uri\":\"" + scene.site.issuer()
                        + "/device\",\"interval\":5,\"expires_in\":600}");
        Map<String, Object> credential = body(
                "type",
                "oauth",
                "grant",
                grant,
                "client_id",
                "c",
                "client_secret",
                "s",
                "token_url",
                scene.site.issuer() + "/upstream/token",
                "authorization_url",
                scene.site.issuer() + "/upstream/authorize",
                "device_url",
                scene.site.issuer() + "/upstream/device");
        return ApiScene.id(good(owner().post(
                        "/accounts",
                        body(
                                "name",
                                "oauth-" + scene.next(),
                                "provider",
                                "anthropic",
                                "base_url",
                                scene.gateway.fake().baseUrl(),
                                "credential",
                                credential))));
    }

    private Ask beginSignIn() {
        return post(
                owner(),
                "/accounts/" + oauthAccount("authorization-code") + "/sign-in",
                body("redirect_url", "https://headgate.example.com/back"));
    }

    private Ask beginDevice() {
        return post(owner(), "/accounts/" + oauthAccount("device-code") + "/device-sign-in", null);
    }

    private void accounts() {
        scene.prepare("accounts.import", () -> {
            String row = "imported-" + scene.next() + ",anthropic,"
                    + scene.gateway.fake().baseUrl() + ",key-1";
            return post(owner(), "/accounts/import", body("text", "name,provider,base_url,api_key\n" + row + "\n"));
        });
        scene.prepare("accounts.sign-in.start", this::beginSignIn);
        scene.prepare("accounts.sign-in.finish", () -> {
            String state = good(beginSignIn().send()).path("state").asText();
            return post(owner(), "/accounts/sign-in/finish", body("state", state, "code", "c1"));
        });
        scene.prepare("accounts.device-sign-in.start", this::beginDevice);
        scene.prepare("accounts.device-sign-in.poll", () -> {
            String handle = good(beginDevice().send()).path("handle").asText();
            return post(owner(), "/accounts/device-sign-in/poll", body("handle", handle));
        });
        scene.prepare("proxies.test", () -> {
            TestProxy proxy = scene.keep(TestProxy.http("user", "password"));
            Map<String, Object> wish = body("name", "proxy-" + scene.next(), "url", proxy.url("password"));
            String id = ApiScene.id(good(owner().post("/proxies", wish)));
            return post(
                    owner(),
                    "/proxies/" + id + "/test",
                    body("target", scene.gateway.fake().baseUrl()));
        });
    }

    private String code() {
        Map<String, Object> batch = body(
                "name",
                "batch-" + scene.next(),
                "gift",
                Map.of("balance_nanos", 1_000_000_000),
                "expires_at",
                "2031-01-01T00:00:00Z");
        return good(owner().post("/code-batches", batch)).path("codes").get(0).asText();
    }

    private String plan() {
        Map<String, Object> plan =
                body("name", "plan-" + scene.next(), "group_id", scene.group("members"), "validity", "1mo");
        return good(owner().post("/plans", plan)).path("name").asText();
    }

    private void money() {
        scene.prepare(
                "plans.create",
                () -> post(
                        owner(),
                        "/plans",
                        body("name", "plan-" + scene.next(), "group_id", scene.group("members"), "validity", "1mo")));
        scene.prepare("subscriptions.create", () -> subscription(scene.user()));
        scene.prepare("subscriptions.resume", () -> {
            String path = "/subscriptions/" + scene.thing("/subscriptions", owner());
            good(owner().post(path + "/suspend", body("id", "s-" + scene.next())));
            return post(owner(), path + "/resume", body("id", "s-" + scene.next()));
        });
        scene.prepare("me.redeem", () -> post(somebody(), "/me/redeem", body("code", code())));
        scene.prepare(
                "codes.redeem", () -> post(owner(), "/codes/redeem", body("code", code(), "user_id", scene.user())));
        scene.prepare("ledger.refund", () -> {
            String user = scene.user();
            good(owner().post(
                            "/users/" + user + "/top-up",
                            body("id", "t-" + scene.next(), "amount_nanos", 1_000_000_000, "note", "paid")));
            String key = good(owner().post(
                                    "/keys", body("name", "paid", "user_id", user, "group_id", scene.group("paid"))))
                    .path("text")
                    .asText();
            return post(
                    owner(),
                    "/requests/" + scene.callWith(key) + "/refund",
                    body("id", "r-" + scene.next(), "note", "it was bad"));
        });
        scene.prepare("prices.own.withdraw", () -> {
            Map<String, Object> price =
                    body("model", "own-" + scene.next(), "prices", Map.of("input", 5), "note", "agreed");
            good(owner().post("/prices/own", price));
            return post(owner(), "/prices/own/withdraw", price);
        });
        scene.prepare(
                "prices.table.preview", () -> post(owner(), "/prices/table/preview", body("table", newerTable())));
        scene.prepare("prices.table.apply", () -> {
            String table = newerTable();
            String hash = Tariffs.sha256(table.getBytes(StandardCharsets.UTF_8));
            return post(owner(), "/prices/table", body("table", table, "sha256", hash));
        });
        scene.prepare("prices.roll-back", () -> {
            PriceRow row = new PriceRow(
                    "model-" + scene.next(), "openai", Instant.EPOCH, new TreeMap<>(Map.of("input", 5L)), "2026/test");
            new Tariffs(scene.gateway.headgate().store(), InstantSource.system(), List.of(), List.of(), words -> {})
                    .apply(PriceTable.write(List.of(row)).getBytes(StandardCharsets.UTF_8), "test", "");
            return post(owner(), "/prices/roll-back", body("note", "wrong"));
        });
    }

    /** What holds, and a price more. */
    private String newerTable() {
        List<PriceRow> rows = ShippedPrices.rows();
        rows.add(new PriceRow(
                "model-" + scene.next(), "openai", Instant.EPOCH, new TreeMap<>(Map.of("input", 5L)), "2026/test"));
        return PriceTable.write(rows);
    }

    private Ask subscription(String user) {
        return post(owner(), "/subscriptions", body("id", "sub-" + scene.next(), "user_id", user, "plan", plan()));
    }
}

package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.testkit.ManualClock;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What operators set while Headgate runs is in force where it is read: letters, links, cookies, newcomers, retention. */
@Tag("slow")
class SettingsApiTest {
    private static final String PASSWORD = "a long enough password";
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private TestGateway gateway;
    private ApiClient owner;

    @BeforeEach
    void start() {
        server.start();
        gateway = gateway("");
        owner = ApiClient.owner(gateway);
    }

    private TestGateway gateway(String more) {
        Edges system = Edges.system();
        return TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }\n"
                        + "mail: { host: 127.0.0.1, port: "
                        + server.getSmtp().getPort() + ", security: none, from: hg@example.com }\n" + more,
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop();
    }

    private JsonNode set(String topic, Map<String, ?> change) {
        var answer = owner.patch("/settings/" + topic, change);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private String letterFor(String email, String language) throws Exception {
        int before = server.getReceivedMessages().length;
        ApiClient.stranger(gateway).header("accept-language", language).post("/registration", Map.of("email", email));
        assertThat(server.waitForIncomingEmail(10_000, before + 1)).isTrue();
        MimeMessage letter = server.getReceivedMessages()[before];
        return letter.getContent().toString();
    }

    @Test
    void nameContactAddressAndLanguageStandInLetters() throws Exception {
        set("registration", Map.of("mode", "open"));
        assertThat(letterFor("a@example.com", "fr")).contains("at Headgate with", "http://127.0.0.1:" + gateway.port());
        set(
                "general",
                Map.of(
                        "name", "Acme AI",
                        "support_contact", "help@acme.example",
                        "public_url", "https://ai.acme.example/",
                        "default_language", "zh"));
        assertThat(letterFor("b@example.com", "fr"))
                .contains("Acme AI 账户", "https://ai.acme.example/register#token=", "help@acme.example")
                .doesNotContain("Headgate");
        assertThat(letterFor("c@example.com", "en-GB")).contains("at Acme AI with this address");
        assertThat(ApiClient.stranger(gateway).get("/site").json().path("name").asText())
                .isEqualTo("Acme AI");
        assertThat(owner.get("/audit").json().toString()).contains("settings.general.change", "Acme AI");
    }

    @Test
    void cookiesGoOverTlsOnlyOnceUsersHaveIt() {
        var plain = ApiClient.stranger(gateway)
                .post("/session", Map.of("email", ApiClient.ADMIN, "password", ApiClient.PASSWORD));
        assertThat(plain.raw().headers().firstValue("set-cookie").orElseThrow()).doesNotContain("Secure");
        set("general", Map.of("public_url", "https://ai.acme.example"));
        var secure = ApiClient.stranger(gateway)
                .post("/session", Map.of("email", ApiClient.ADMIN, "password", ApiClient.PASSWORD));
        assertThat(secure.raw().headers().firstValue("set-cookie").orElseThrow())
                .contains("; Secure");
        assertThat(set("general", Map.of("public_url", "")).path("public_url").isNull())
                .isTrue();
    }

    @Test
    void newcomersGetWhatTheSettingsSayAndAgreeToTheTerms() throws Exception {
        set(
                "registration",
                Map.of("mode", "open", "balance_nanos", 2_500_000_001L, "concurrency", 3, "requests_per_minute", 60));
        set("general", Map.of("terms_url", "https://acme.example/terms"));
        String letter = letterFor("new@example.com", "en");
        Map<String, Object> wish = new HashMap<>();
        wish.put("token", letter.replaceAll("(?s).*#token=([A-Za-z0-9_-]+).*", "$1"));
        wish.put("password", PASSWORD);
        ApiClient browser = ApiClient.stranger(gateway);
        assertThat(browser.post("/registration/finish", wish)
                        .json()
                        .path("detail")
                        .asText())
                .contains("https://acme.example/terms");
        wish.put("terms_accepted", true);
        assertThat(browser.post("/registration/finish", wish).status()).isEqualTo(201);
        JsonNode made =
                owner.get("/users?search=new@example.com").json().path("items").get(0);
        assertThat(made.path("limits").path("concurrency").asInt()).isEqualTo(3);
        assertThat(made.path("limits").path("requests_per_minute").asInt()).isEqualTo(60);
        JsonNode ledger = browser.get("/me/ledger").json().path("items").get(0);
        assertThat(ledger.path("change_nanos").asLong()).as(ledger.toString()).isEqualTo(2_500_000_001L);
        assertThat(ledger.toString()).contains("registration");
    }

    @Test
    void oldAuditEntriesLeaveAtTheirAge() {
        assertThat(owner.get("/audit").json().path("items").size()).isPositive();
        set("retention", Map.of("audit_days", 30, "call_days", 7));
        assertThat(owner.patch("/settings/retention", Map.of("audit_days", 3)).status())
                .as("too short to be of use")
                .isEqualTo(400);
        var cleared = new HashMap<String, Object>();
        cleared.put("call_days", null);
        assertThat(set("retention", cleared).path("call_days").isNull()).isTrue();
        assertThat(owner.get("/settings/retention").json().path("quota_days").asInt())
                .as("unless somebody says otherwise")
                .isEqualTo(31);
        assertThat(set("retention", Map.of("quota_days", 90)).path("quota_days").asInt())
                .isEqualTo(90);
        clock.advance(Duration.ofDays(31));
        gateway.restart();
        owner = ApiClient.owner(gateway);
        TestGateway.until(() -> !owner.get("/audit").json().toString().contains("settings.retention.change"));
    }

    @Test
    void badSettingsAreRefusedAndOnlySomeMayChangeThem() {
        for (Map<String, ?> bad : List.of(
                Map.of("name", " "),
                Map.of("name", "x\ny"),
                Map.of("public_url", "https://user:pw@x.example"),
                Map.of("public_url", "ftp://x.example"),
                Map.of("default_language", "fr"),
                Map.of("terms_url", "javascript:alert(1)"),
                Map.of("time_zone", "Mars/Base"),
                Map.of("currency", "EUR"),
                Map.of("currency", "euro", "currency_per_usd_millionths", 1),
                Map.of("currency_per_usd_millionths", 5))) {
            assertThat(owner.patch("/settings/general", bad).status())
                    .as(bad.toString())
                    .isEqualTo(400);
        }
        JsonNode site = set(
                        "general",
                        Map.of("currency", "EUR", "currency_per_usd_millionths", 920_000, "time_zone", "Europe/Berlin"))
                .path("site");
        assertThat(site.path("currency").asText()).isEqualTo("EUR");
        assertThat(set("general", Map.of("currency", "USD"))
                        .path("site")
                        .path("currency_per_usd_millionths")
                        .asLong())
                .isEqualTo(1_000_000);
        owner.post("/users", Map.of("email", "u@example.com", "role", "user", "password", PASSWORD));
        ApiClient user = ApiClient.stranger(gateway).signIn("u@example.com", PASSWORD);
        assertThat(user.patch("/settings/general", Map.of("name", "mine")).status())
                .isEqualTo(403);
        assertThat(user.get("/settings/retention").status()).isEqualTo(403);
    }
}

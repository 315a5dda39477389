package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.mail.Letter;
import dev.headgate.testkit.ManualClock;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Letters against a real SMTP server: they arrive, wait for it while it is away, and are listed when it refuses them. */
@Tag("slow")
class MailTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private TestGateway gateway;

    @BeforeEach
    void start() {
        server.start();
        gateway = gateway("upstream: { allow-private: true }");
    }

    private TestGateway gateway(String settings) {
        Edges system = Edges.system();
        return TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }\n"
                        + settings,
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop();
    }

    private Map<String, Object> settings(String from) {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                server.getSmtp().getPort(),
                "security",
                "none",
                "user",
                "relay",
                "password",
                "relay-password-1",
                "from",
                from);
    }

    @Test
    void theTestButtonSendsALetterAndTellsWhatTheServerSaid() throws Exception {
        ApiClient owner = ApiClient.owner(gateway);
        assertThat(owner.post("/settings/mail/test", Map.of())
                        .json()
                        .path("words")
                        .asText())
                .contains("no mail server is set");
        server.setUser("relay", "relay-password-1");
        assertThat(owner.patch("/settings/mail", settings("Headgate <hg@example.com>"))
                        .status())
                .isEqualTo(200);
        var tried = owner.post("/settings/mail/test", Map.of("to", "someone@example.com"));
        assertThat(tried.json().path("ok").asBoolean()).as(tried.toString()).isTrue();
        MimeMessage letter = server.getReceivedMessages()[0];
        assertThat(letter.getFrom()[0]).hasToString("Headgate <hg@example.com>");
        assertThat(letter.getContent().toString()).contains("这是您请求的测试邮件");
        assertThat(letter.getHeader("Message-ID")[0]).contains("@example.com");
        server.stop();
        tried = owner.post("/settings/mail/test", Map.of("to", "someone@example.com"));
        assertThat(tried.json().path("ok").asBoolean()).isFalse();
    }

    @Test
    void thePasswordIsNeitherShownNorStoredAndNotGivenToAnotherServer() {
        ApiClient owner = ApiClient.owner(gateway);
        var changed = owner.patch("/settings/mail", settings("hg@example.com"));
        assertThat(changed.json().path("password_set").asBoolean()).isTrue();
        String all = owner.get("/settings/mail").json().toString()
                + owner.get("/audit").json()
                + gateway.headgate()
                        .store()
                        .read(handle -> handle.createQuery("select value_json from settings")
                                .mapTo(String.class)
                                .list());
        assertThat(all).contains("relay").doesNotContain("relay-password-1");
        var moved = owner.patch("/settings/mail", Map.of("host", "mail.example.net"));
        assertThat(moved.json().path("password_set").asBoolean()).isFalse();
    }

    @Test
    void aServerThatCantProtectTheConnectionIsRefusedWhenItMust() {
        ApiClient owner = ApiClient.owner(gateway);
        owner.patch("/settings/mail", settings("hg@example.com"));
        owner.patch("/settings/mail", Map.of("security", "starttls"));
        var tried = owner.post("/settings/mail/test", Map.of());
        assertThat(tried.json().path("words").asText()).containsIgnoringCase("STARTTLS");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aWrongSettingIsToldByName() {
        var answer = ApiClient.owner(gateway).patch("/settings/mail", Map.of("host", "x.example", "port", 70_000));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("fields").get(0).path("field").asText()).isEqualTo("port");
    }

    /** What an admin types may not lead into the operator's own network, unless the file says that it may. */
    @Test
    void aPrivateAddressEnteredInTheConsoleIsRefused() {
        try (TestGateway strict = gateway("")) {
            ApiClient owner = ApiClient.owner(strict);
            owner.patch("/settings/mail", settings("hg@example.com"));
            assertThat(owner.post("/settings/mail/test", Map.of())
                            .json()
                            .path("words")
                            .asText())
                    .contains("loopback");
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void theFilesServerMayBePrivateAndIsNotTheConsolesToChange() {
        String port = Integer.toString(server.getSmtp().getPort());
        try (TestGateway declared =
                gateway("mail: { host: 127.0.0.1, port: " + port + ", security: none, from: hg@example.com }")) {
            ApiClient owner = ApiClient.owner(declared);
            assertThat(owner.patch("/settings/mail", Map.of("port", 25)).code()).isEqualTo("declared");
            declared.headgate().mail().send(new Letter("a@example.com", "Hello", "Text"));
            assertThat(server.waitForIncomingEmail(10_000, 1)).isTrue();
            TestGateway.until(() -> declared.headgate().mail().waiting() == 0);
        }
    }

    /** A letter that was accepted survives a mail server that is away, and a restart of ours. */
    @Test
    void aLetterWaitsForTheServerAlsoOverARestart() throws Exception {
        ApiClient owner = ApiClient.owner(gateway);
        owner.patch("/settings/mail", settings("hg@example.com"));
        int port = server.getSmtp().getPort();
        server.stop();
        gateway.headgate().mail().send(new Letter("a@example.com", "Hello", "with-a-secret-link"));
        TestGateway.until(() -> tries() == 1);
        assertThat(stored("sealed_text")).doesNotContain("secret-link");
        gateway.restart();
        GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
        back.start();
        back.setUser("relay", "relay-password-1");
        try {
            clock.advance(Duration.ofMinutes(2));
            gateway.headgate().mail().wake();
            assertThat(back.waitForIncomingEmail(10_000, 1)).isTrue();
            assertThat(GreenMailUtil.getBody(back.getReceivedMessages()[0])).contains("with-a-secret-link");
            TestGateway.until(() -> gateway.headgate().mail().waiting() == 0);
        } finally {
            back.stop();
        }
    }

    private int tries() {
        return gateway.headgate()
                .store()
                .read(handle -> handle.createQuery("select coalesce(max(tries), 0) from mail_outbox where error <> ''")
                        .mapTo(Integer.class)
                        .one());
    }

    private String stored(String column) {
        return gateway.headgate()
                .store()
                .read(handle -> handle.createQuery("select " + column + " from mail_outbox")
                        .mapTo(String.class)
                        .list())
                .toString();
    }

    @Test
    void aLetterThatIsNeverTakenIsListedAndCanBeTriedAgain() {
        ApiClient owner = ApiClient.owner(gateway);
        owner.patch("/settings/mail", settings("hg@example.com"));
        int port = server.getSmtp().getPort();
        server.stop();
        gateway.headgate().mail().send(new Letter("a@example.com", "Hello", "Text"));
        TestGateway.until(() -> {
            clock.advance(Duration.ofHours(13));
            gateway.headgate().mail().wake();
            return gateway.headgate().mail().waiting() == 0;
        });
        owner = ApiClient.owner(gateway); // the session has ended meanwhile
        var dead = owner.get("/mail/dead-letters").json().path("items");
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).path("to").asText()).isEqualTo("a@example.com");
        assertThat(dead.get(0).path("tries").asInt()).isEqualTo(8);
        GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
        back.start();
        back.setUser("relay", "relay-password-1");
        try {
            String id = dead.get(0).path("id").asText();
            assertThat(owner.send("POST", "/mail/dead-letters/" + id + "/retry", null)
                            .status())
                    .isEqualTo(204);
            assertThat(back.waitForIncomingEmail(10_000, 1)).isTrue();
            assertThat(owner.delete("/mail/dead-letters/" + id).status()).isEqualTo(404);
        } finally {
            back.stop();
        }
    }
}

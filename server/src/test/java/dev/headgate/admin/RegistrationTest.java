package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.base.UserId;
import dev.headgate.testkit.ManualClock;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How people come to an account, to a new password and to another address, and what strangers can't learn or do on the way. */
@Tag("slow")
class RegistrationTest {
    private static final Pattern TOKEN = Pattern.compile("#token=([A-Za-z0-9_-]+)");
    private static final String NEW_PASSWORD = "a new long password";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private TestGateway gateway;
    private ApiClient owner;

    @BeforeEach
    void start() {
        server.start();
        Edges system = Edges.system();
        gateway = TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }\n"
                        + "mail: { host: 127.0.0.1, port: "
                        + server.getSmtp().getPort() + ", security: none, from: hg@example.com }",
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
        owner = ApiClient.owner(gateway);
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop();
    }

    private void mode(String mode, String... domains) {
        assertThat(owner.patch("/settings/registration", Map.of("mode", mode, "allowed_domains", List.of(domains)))
                        .status())
                .isEqualTo(200);
    }

    private ApiClient stranger() {
        return ApiClient.stranger(gateway);
    }

    /** The newest letter, once there are {@code count}. */
    private MimeMessage letter(int count) {
        assertThat(server.waitForIncomingEmail(10_000, count)).isTrue();
        return server.getReceivedMessages()[count - 1];
    }

    private static String token(MimeMessage letter) {
        Matcher found = TOKEN.matcher(text(letter));
        assertThat(found.find()).as(text(letter)).isTrue();
        return found.group(1);
    }

    private static String text(MimeMessage letter) {
        try {
            return letter.getContent().toString();
        } catch (MessagingException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void registrationIsClosedUntilSomebodyOpensIt() {
        assertThat(stranger()
                        .get("/sign-in/options")
                        .json()
                        .path("registration")
                        .asText())
                .isEqualTo("closed");
        assertThat(stranger()
                        .post("/registration", Map.of("email", "new@example.com"))
                        .code())
                .isEqualTo("forbidden");
        mode("invitation");
        assertThat(stranger()
                        .post("/registration", Map.of("email", "new@example.com"))
                        .code())
                .isEqualTo("forbidden");
    }

    @Test
    void anAccountIsMadeByWhoCanReadTheLetter() {
        mode("open");
        assertThat(stranger()
                        .post("/registration", Map.of("email", " New@Example.com ", "language", "zh-CN"))
                        .status())
                .isEqualTo(204);
        MimeMessage letter = letter(1);
        assertThat(text(letter)).contains("请点击以下链接继续").contains("http://127.0.0.1:" + gateway.port() + "/register#");
        ApiClient browser = stranger();
        var weak = browser.post("/registration/finish", Map.of("token", token(letter), "password", "short"));
        assertThat(weak.status()).isEqualTo(400);
        var made = browser.post(
                "/registration/finish",
                Map.of("token", token(letter), "password", NEW_PASSWORD, "name", "New", "promo_code", "NO-SUCH"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("promo_code_refusal").asText()).isNotEmpty();
        assertThat(browser.get("/session").json().path("role").asText()).isEqualTo("user");
        var again = stranger().post("/registration/finish", Map.of("token", token(letter), "password", NEW_PASSWORD));
        assertThat(again.status()).isEqualTo(403);
        stranger().signIn("new@example.com", NEW_PASSWORD);
        assertThat(owner.get("/audit").json().toString()).contains("registration.finish");
    }

    @Test
    void aLinkOfYesterdayIsOver() {
        mode("open");
        stranger().post("/registration", Map.of("email", "new@example.com"));
        String token = token(letter(1));
        clock.advance(Duration.ofHours(25));
        assertThat(stranger()
                        .post("/registration/finish", Map.of("token", token, "password", NEW_PASSWORD))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void onlyAllowedDomainsMayRegister() {
        mode("open", "example.com");
        var answer = stranger().post("/registration", Map.of("email", "x@example.com.evil.org"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(stranger()
                        .post("/registration", Map.of("email", "x@example.com"))
                        .status())
                .isEqualTo(204);
        mode("open", "example.org"); // and who asked before doesn't come in any more
        assertThat(stranger()
                        .post("/registration/finish", Map.of("token", token(letter(1)), "password", NEW_PASSWORD))
                        .status())
                .isEqualTo(400);
    }

    /**
     * Neither the answer nor what is done before it tells who has an account: the same row is written for both, and only a thread of
     * our own looks the address up.
     */
    @Test
    void aKnownAndAnUnknownAddressGetTheSameAnswer() {
        mode("open");
        for (String path : List.of("/registration", "/password-reset")) {
            var known = stranger().post(path, Map.of("email", ApiClient.ADMIN));
            var unknown = stranger().post(path, Map.of("email", "nobody@example.com"));
            assertThat(known.status()).isEqualTo(204);
            assertThat(unknown.status()).isEqualTo(204);
            assertThat(known.raw().body()).isEqualTo(unknown.raw().body());
            assertThat(names(known)).isEqualTo(names(unknown));
        }
        // both for the known address, and the one to make an account for the unknown; none to reset nobody's password
        letter(3);
        TestGateway.until(() -> gateway.headgate().mail().waiting() == 0);
        assertThat(server.getReceivedMessages()).hasSize(3);
    }

    private static List<String> names(ApiClient.Answer answer) {
        return answer.raw().headers().map().keySet().stream().sorted().toList();
    }

    @Test
    void anAddressGetsFewLettersHoweverOftenSomebodyAsks() {
        mode("open");
        for (int i = 0; i < 8; i++) {
            assertThat(stranger()
                            .post("/password-reset", Map.of("email", ApiClient.ADMIN))
                            .status())
                    .isEqualTo(204);
        }
        letter(3);
        TestGateway.until(() -> gateway.headgate().mail().waiting() == 0);
        assertThat(server.getReceivedMessages()).hasSize(3);
        int refused = 0;
        for (int i = 0; i < 30; i++) {
            refused = stranger()
                    .post("/password-reset", Map.of("email", i + "@example.com"))
                    .status();
        }
        assertThat(refused).isEqualTo(429);
    }

    @Test
    void aForgottenPasswordIsReplacedOnceAndEndsAllSessions() {
        stranger().post("/password-reset", Map.of("email", ApiClient.ADMIN));
        String first = token(letter(1));
        stranger().post("/password-reset", Map.of("email", ApiClient.ADMIN));
        String second = token(letter(2));
        Map<String, String> change = Map.of("token", second, "password", NEW_PASSWORD);
        assertThat(stranger().post("/password-reset/finish", change).status()).isEqualTo(204);
        assertThat(owner.get("/session").status()).isEqualTo(401);
        assertThat(stranger().post("/password-reset/finish", change).status()).isEqualTo(403);
        assertThat(stranger()
                        .post("/password-reset/finish", Map.of("token", first, "password", NEW_PASSWORD))
                        .status())
                .isEqualTo(403);
        ApiClient back = stranger().signIn(ApiClient.ADMIN, NEW_PASSWORD);
        assertThat(text(letter(3))).contains("您的 Headgate 密码已通过邮件链接更改");
        assertThat(back.get("/audit").json().toString()).contains("password-reset.finish");
    }

    @Test
    void theLinkOfAForgottenPasswordIsOverAfterHalfAnHour() {
        stranger().post("/password-reset", Map.of("email", ApiClient.ADMIN));
        String token = token(letter(1));
        clock.advance(Duration.ofMinutes(31));
        assertThat(stranger()
                        .post("/password-reset/finish", Map.of("token", token, "password", NEW_PASSWORD))
                        .status())
                .isEqualTo(403);
    }

    /** A link for one thing opens nothing else. */
    @Test
    void aLinkIsGoodForItsPurposeOnly() {
        mode("open");
        stranger().post("/registration", Map.of("email", "new@example.com"));
        String token = token(letter(1));
        assertThat(stranger()
                        .post("/password-reset/finish", Map.of("token", token, "password", NEW_PASSWORD))
                        .status())
                .isEqualTo(403);
        assertThat(stranger()
                        .post("/profile/email/confirm", Map.of("token", token))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anInvitationMakesTheAccountThatWasOfferedWithItsBalance() {
        var made = owner.post(
                "/invitations", Map.of("email", "guest@example.com", "role", "operator", "gift_nanos", 5_000_000_000L));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("mailed").asBoolean()).isTrue();
        String token = token(letter(1));
        assertThat(made.json().path("link").asText()).endsWith(token);
        assertThat(owner.get("/invitations").json().path("items")).hasSize(1);
        assertThat(stranger()
                        .post("/invitations/look", Map.of("token", token))
                        .json()
                        .path("role")
                        .asText())
                .isEqualTo("operator");
        ApiClient guest = stranger();
        Map<String, String> accept = Map.of("token", token, "password", NEW_PASSWORD);
        assertThat(guest.post("/invitations/accept", accept).status()).isEqualTo(201);
        var session = guest.get("/session").json();
        assertThat(session.path("email").asText()).isEqualTo("guest@example.com");
        UserId user = new UserId(session.path("user_id").asLong());
        assertThat(gateway.headgate().billing().ledger().balance(user).nanos()).isEqualTo(5_000_000_000L);
        assertThat(stranger().post("/invitations/accept", accept).status()).isEqualTo(403);
        assertThat(owner.get("/invitations").json().path("items")).isEmpty();
    }

    @Test
    void nobodyInvitesToMoreThanTheyAreNorAfterTheyLostIt() {
        ApiClient admin = accepted("admin");
        assertThat(admin.post("/invitations", Map.of("email", "x@example.com", "role", "owner"))
                        .status())
                .isEqualTo(403);
        assertThat(admin.post("/invitations", Map.of("email", "x@example.com")).status())
                .isEqualTo(201);
        ApiClient second = accepted("owner");
        String pending = token(second, "third@example.com", "admin");
        String id = second.get("/session").json().path("user_id").asText();
        assertThat(owner.post("/users/" + id + "/role", Map.of("role", "user")).status())
                .isEqualTo(200);
        assertThat(stranger()
                        .post("/invitations/accept", Map.of("token", pending, "password", NEW_PASSWORD))
                        .status())
                .isEqualTo(403);
        assertThat(second.post("/invitations", Map.of("email", "y@example.com")).status())
                .isEqualTo(403);
    }

    /** Somebody in that role, who came by an invitation. */
    private ApiClient accepted(String role) {
        String token = token(owner, role + "@example.org", role);
        ApiClient guest = stranger();
        guest.post("/invitations/accept", Map.of("token", token, "password", NEW_PASSWORD));
        return guest;
    }

    private static String token(ApiClient inviter, String email, String role) {
        var made = inviter.post("/invitations", Map.of("email", email, "role", role));
        Matcher found = TOKEN.matcher(made.json().path("link").asText());
        assertThat(found.find()).as(made.toString()).isTrue();
        return found.group(1);
    }

    @Test
    void anInvitationTakenBackIsWorthNothing() {
        String token = token(owner, "guest@example.com", "user");
        String id =
                owner.get("/invitations").json().path("items").get(0).path("id").asText();
        assertThat(owner.delete("/invitations/" + id).status()).isEqualTo(204);
        assertThat(stranger().post("/invitations/look", Map.of("token", token)).status())
                .isEqualTo(404);
    }

    @Test
    void anotherAddressIsConfirmedFromItAndTheOldOneIsTold() throws Exception {
        assertThat(owner.post("/profile/email", Map.of("email", "moved@example.com"))
                        .status())
                .isEqualTo(204);
        MimeMessage letter = letter(1);
        assertThat(letter.getHeader("To", ",")).contains("moved@example.com");
        assertThat(owner.get("/session").json().path("email").asText()).isEqualTo(ApiClient.ADMIN);
        assertThat(stranger()
                        .post("/profile/email/confirm", Map.of("token", token(letter)))
                        .status())
                .isEqualTo(204);
        assertThat(owner.get("/session").json().path("email").asText()).isEqualTo("moved@example.com");
        MimeMessage told = letter(2);
        assertThat(GreenMailUtil.getHeaders(told)).contains(ApiClient.ADMIN);
        stranger().signIn("moved@example.com", ApiClient.PASSWORD);
    }

    @Test
    void tokensOfLettersRestHashedOrSealed() {
        mode("open");
        stranger().post("/registration", Map.of("email", "new@example.com"));
        String token = token(letter(1));
        String invitation = token(owner, "guest@example.com", "user");
        String stored = gateway.headgate()
                .store()
                .read(handle -> handle.createQuery("""
                                select hash from mailed_links union all select hash from invitations
                                union all select sealed_text from mail_outbox union all select after_json from audit_entries""").mapTo(String.class).list())
                .toString();
        assertThat(stored).doesNotContain(token).doesNotContain(invitation);
    }
}

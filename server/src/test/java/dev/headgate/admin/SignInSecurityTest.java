package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.headgate.app.TestGateway;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an attacker tries at the door besides the keys themselves. */
@Tag("slow")
class SignInSecurityTest {
    private static final Pattern TOKEN = Pattern.compile("#token=([A-Za-z0-9_-]+)");
    private static GreenMail server;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        server.start();
        gateway = TestGateway.start("bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \""
                + ApiClient.PASSWORD + "\" }\nlog: { access: true }\nmail: { host: 127.0.0.1, port: "
                + server.getSmtp().getPort() + ", security: none, from: hg@example.com }");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.stop();
    }

    /** Without a password hash to compare with, the answer would come a hundred times faster, and tell who has an account. */
    @Test
    void anUnknownAddressTakesAsLongAsAWrongPassword() {
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            known = Math.min(known, nanos(ApiClient.ADMIN));
            unknown = Math.min(unknown, nanos("nobody-" + i + "@example.com"));
        }
        assertThat(unknown).isGreaterThan(known / 3);
        assertThat(known).isGreaterThan(unknown / 3);
    }

    private static long nanos(String email) {
        long start = System.nanoTime();
        var answer = ApiClient.stranger(gateway).post("/session", Map.of("email", email, "password", "a wrong one"));
        long took = System.nanoTime() - start;
        assertThat(answer.status()).isEqualTo(401);
        return took;
    }

    /** A header that anybody can write must not let a guesser look like many. */
    @Test
    void forwardedAddressesAreBelievedFromTrustedProxiesOnly() {
        int refused = 0;
        for (int i = 0; i < 7; i++) {
            refused = ApiClient.stranger(gateway)
                    .header("x-forwarded-for", "198.51." + i + ".1")
                    .post("/session", Map.of("email", "guessed@example.com", "password", "a wrong one"))
                    .status();
        }
        assertThat(refused).isEqualTo(429);
    }

    @Test
    void noSecretOfASignInIsEverLogged() throws Exception {
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger("dev.headgate");
        heard.start();
        root.addAppender(heard);
        try {
            ApiClient owner = ApiClient.owner(gateway);
            String session = owner.cookie(Callers.COOKIE);
            String invitation = owner.post("/invitations", Map.of("email", "guest@example.com"))
                    .json()
                    .path("link")
                    .asText();
            ApiClient.stranger(gateway).post("/password-reset", Map.of("email", ApiClient.ADMIN));
            assertThat(server.waitForIncomingEmail(10_000, 2)).isTrue();
            String totp = owner.post("/profile/totp", "").json().path("secret").asText();
            StringBuilder letters = new StringBuilder();
            for (var letter : server.getReceivedMessages()) {
                letters.append(letter.getContent());
            }
            Matcher token = TOKEN.matcher(letters);
            assertThat(token.find()).isTrue();
            String first = token.group(1);
            assertThat(token.find()).isTrue();
            ApiClient.stranger(gateway)
                    .post("/password-reset/finish", Map.of("token", "wrong-token", "password", "a new long password"));
            String log = List.copyOf(heard.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList()
                    .toString();
            assertThat(log)
                    .doesNotContain(session)
                    .doesNotContain(invitation)
                    .doesNotContain(first)
                    .doesNotContain(token.group(1))
                    .doesNotContain(totp)
                    .doesNotContain("wrong-token")
                    .doesNotContain(ApiClient.PASSWORD);
        } finally {
            root.detachAppender(heard);
        }
    }

    /** Links in letters lead where the operator says, whatever host a request names. */
    @Test
    void aForgedHostDoesNotBendTheLinksInLetters() throws Exception {
        int before = server.getReceivedMessages().length;
        ApiClient.stranger(gateway)
                .header("x-forwarded-host", "evil.example")
                .header("forwarded", "host=evil.example")
                .post("/password-reset", Map.of("email", ApiClient.ADMIN));
        assertThat(server.waitForIncomingEmail(10_000, before + 1)).isTrue();
        var letters = server.getReceivedMessages();
        assertThat(letters[letters.length - 1].getContent().toString())
                .contains("http://127.0.0.1:" + gateway.port() + "/reset-password#token=")
                .doesNotContain("evil.example");
    }

    /** Mass assignment: what isn't the caller's to say is refused, not ignored. */
    @Test
    void nobodyNamesTheirOwnRole() {
        var answer = ApiClient.stranger(gateway)
                .post("/registration/finish", Map.of("token", "t", "password", "a long password", "role", "owner"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("fields").findValuesAsText("field")).contains("role");
    }
}

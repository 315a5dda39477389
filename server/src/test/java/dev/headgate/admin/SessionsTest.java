package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.identity.CheapHash;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a session lives, what ends it, and how the password behind it rests. */
@Tag("slow")
class SessionsTest {
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

    private String hash() {
        return gateway.headgate()
                .store()
                .read(handle -> handle.createQuery("select password_hash from logins")
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void aSessionThatNobodyUsesEndsAfterAWeek() {
        clock.advance(Duration.ofDays(6));
        assertThat(owner.get("/session").status()).isEqualTo(200);
        clock.advance(Duration.ofDays(6));
        assertThat(owner.get("/session").status()).as("it was used in between").isEqualTo(200);
        clock.advance(Duration.ofDays(7).plusMinutes(2));
        assertThat(owner.get("/session").status()).isEqualTo(401);
    }

    @Test
    void noSessionOutlivesThirtyDaysHoweverMuchItIsUsed() {
        for (int day = 0; day < 29; day += 1) {
            clock.advance(Duration.ofDays(1));
            assertThat(owner.get("/session").status()).isEqualTo(200);
        }
        clock.advance(Duration.ofDays(1).plusMinutes(1));
        assertThat(owner.get("/session").status()).isEqualTo(401);
    }

    @Test
    void anotherPasswordEndsAllOtherSessions() {
        ApiClient elsewhere = ApiClient.owner(gateway);
        var changed = owner.post(
                "/profile/password",
                Map.of("old_password", ApiClient.PASSWORD, "new_password", "quite another long password"));
        assertThat(changed.status()).as(changed.toString()).isLessThan(300);
        assertThat(elsewhere.get("/session").status()).isEqualTo(401);
        assertThat(owner.get("/session").status()).isEqualTo(200);
        assertThat(ApiClient.stranger(gateway)
                        .post("/session", Map.of("email", ApiClient.ADMIN, "password", ApiClient.PASSWORD))
                        .status())
                .isEqualTo(401);
    }

    /** A store that was filled when hashes cost less gets better ones as people come by. */
    @Test
    void aHashOfLessCostIsMadeAnewAtTheNextSignIn() {
        assertThat(hash()).startsWith("$argon2id$v=19$m=19456,t=3,p=1$");
        String cheap = CheapHash.of(ApiClient.PASSWORD);
        gateway.headgate().store().write(handle -> handle.execute("update logins set password_hash = ?", cheap));
        ApiClient.owner(gateway);
        assertThat(hash()).startsWith("$argon2id$v=19$m=19456,t=3,p=1$").isNotEqualTo(cheap);
        ApiClient.owner(gateway);
    }
}

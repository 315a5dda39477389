package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.Setback.Kind;
import dev.headgate.app.TestGateway;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes: an account that is well again takes calls again, and providers are not stormed. */
class AccountProbesTest {
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    /** No spread is that long. */
    private static final Duration SURELY = Duration.ofMinutes(13);

    private static final Setback REFUSED = new Setback(Kind.CREDENTIAL, false, null, "no such key");

    @TempDir
    private Path folder;

    private AccountScene scene;

    @BeforeEach
    void start() {
        scene = new AccountScene(folder);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private AccountProbes probes(boolean enabled, int atOnce, boolean active) {
        return scene.probes(new ProbesConfig(enabled, INTERVAL, atOnce, active));
    }

    /** Waits until as many tests were made, and given back. */
    private void made(int tests) {
        TestGateway.until(() -> scene.provider.calls.size() == tests
                && scene.provider.open.get() == 0
                && scene.health.inUse() == 0
                && scene.metrics.scrape().contains("headgate_account_tests_total"));
    }

    @Test
    void aSuccessLetsAnAccountWorkAgainAndAFailureDoesNot() {
        scene.declare("a", "well");
        AccountProbes probes = probes(true, 2, false);
        scene.fail("a", Kind.CREDENTIAL);
        scene.provider.failures.add(REFUSED);

        assertThat(probes.look()).isZero(); // found unwell: the interval begins
        scene.clock.advance(Duration.ofMinutes(7));
        assertThat(probes.look()).isZero(); // no spread is that short
        scene.clock.advance(SURELY);
        assertThat(probes.look()).isEqualTo(1);
        made(1);
        assertThat(scene.status("a")).isEqualTo(Status.NEEDS_ATTENTION);

        TestGateway.until(() -> {
            probes.look();
            scene.clock.advance(SURELY);
            return scene.status("a") == Status.ACTIVE;
        });
        made(2);
        assertThat(scene.provider.calls).containsExactly("a", "a"); // the one that is well is left alone
        assertThat(scene.metrics.scrape())
                .contains("headgate_account_tests_total{account=\"a\",outcome=\"success\"} 1.0")
                .contains("headgate_account_tests_total{account=\"a\",outcome=\"upstream_credentials\"} 1.0");
    }

    @Test
    void whatRecoversByItselfOrIsExhaustedIsNotProbed() {
        scene.declare("cooling", "exhausted", "off");
        AccountProbes probes = probes(true, 2, false);
        scene.fail("cooling", Kind.RATE_LIMITED);
        scene.fail("exhausted", Kind.EXHAUSTED);
        probes.look();
        scene.clock.advance(SURELY); // the cool-down of some seconds is over
        assertThat(probes.look()).isZero();
        assertThat(scene.provider.calls).isEmpty();
    }

    @Test
    void nothingIsProbedUnlessAskedForAndAnAccountMayAskForItself() {
        AccountOptions own = AccountOptions.NONE.probed(new ProbePlan(true, Duration.ofMinutes(1), "claude-x"));
        scene.declare(AccountScene.draft("a", AccountOptions.NONE), AccountScene.draft("own", own));
        AccountProbes probes = probes(false, 2, false);
        scene.fail("a", Kind.CREDENTIAL);
        scene.fail("own", Kind.CREDENTIAL);
        probes.look();
        scene.clock.advance(Duration.ofSeconds(80));
        assertThat(probes.look()).isEqualTo(1);
        made(1);
        assertThat(scene.provider.calls).containsExactly("own");
    }

    /** However many accounts fell ill at once, the provider sees no more probes than allowed, and each account has its turn. */
    @Test
    void probesOfManyAccountsDontComeAtOnce() {
        String[] names = new String[30];
        for (int i = 0; i < names.length; i++) {
            names[i] = "a" + i;
        }
        scene.declare(names);
        AccountProbes probes = probes(true, 3, true);
        scene.provider.gate.drainPermits();
        probes.look();
        scene.clock.advance(SURELY);

        assertThat(probes.look()).isEqualTo(3);
        assertThat(probes.look()).isZero(); // all places are taken
        TestGateway.until(() -> scene.provider.open.get() == 3);
        scene.provider.gate.release(1_000);
        TestGateway.until(() -> {
            probes.look();
            assertThat(scene.provider.open.get()).isLessThanOrEqualTo(3);
            return scene.provider.calls.stream().distinct().count() == 30;
        });
    }

    @Test
    void aProbeTakesASlotAndNeverMoreThanThereAre() {
        scene.declare("a");
        AccountProbes probes = probes(true, 2, true);
        AccountPulse.Lease one = scene.health.lease(scene.account("a")).orElseThrow();
        AccountPulse.Lease two = scene.health.lease(scene.account("a")).orElseThrow();
        probes.look();
        scene.clock.advance(SURELY);
        assertThat(probes.look()).isEqualTo(1);
        TestGateway.until(() -> {
            scene.clock.advance(SURELY);
            return probes.look() == 1; // the first has ended
        });
        assertThat(scene.provider.calls).isEmpty();
        one.close();
        two.close();
    }
}

package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.Setback.Kind;
import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with accounts while they work. */
class AccountCareTest {
    @TempDir
    private Path folder;

    private AccountScene scene;

    @BeforeEach
    void start() {
        scene = new AccountScene(folder);
        scene.declare("a", "b");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private AccountId id(String name) {
        return scene.account(name).id();
    }

    @Test
    void aPauseOutlivesARestartWithItsReasonAndEndsWhenResumed() {
        scene.care.pause(id("a"), "invoice unpaid");
        assertThat(scene.status("a")).isEqualTo(Status.PAUSED);
        assertThat(scene.health.lease(scene.account("a"))).isEmpty();

        scene.restart();
        AccountState state = scene.care.reading(id("a")).state();
        assertThat(state.status()).isEqualTo(Status.PAUSED);
        assertThat(state.reason()).isEqualTo("paused: invoice unpaid");
        assertThat(state.until()).isNull();
        scene.care.clear(id("a"));
        assertThat(scene.status("a")).isEqualTo(Status.PAUSED); // clearing a rest is not resuming
        scene.declare("a", "b");
        assertThat(scene.status("a")).isEqualTo(Status.PAUSED); // nor is applying the file

        scene.care.resume(id("a"));
        assertThat(scene.status("a")).isEqualTo(Status.ACTIVE);
        scene.restart();
        assertThat(scene.status("a")).isEqualTo(Status.ACTIVE);
        assertThatThrownBy(() -> scene.care.pause(new AccountId(1), ""))
                .hasMessageContaining("account: 1 (expected: a known account)");
        assertThatThrownBy(() -> scene.care.pause(id("a"), "x".repeat(501))).hasMessageContaining("at most 500");
    }

    @Test
    void aRestIsClearedAtOnce() {
        scene.fail("a", Kind.EXHAUSTED);
        scene.fail("a", Kind.CREDENTIAL);
        assertThat(scene.status("a")).isEqualTo(Status.NEEDS_ATTENTION);
        scene.care.clear(id("a"));
        assertThat(scene.status("a")).isEqualTo(Status.ACTIVE);
    }

    @Test
    void aTestTakesASlotGivesItBackAndCountsAgainstTheOperatorsOwnQuotas() {
        Allowance hundred = new Allowance(Allowance.Unit.TOKENS, Allowance.Period.DAY, 100);
        AccountOptions options = new AccountOptions(null, java.util.Map.of(), null, null, List.of(hundred), "");
        scene.declare(AccountScene.draft("a", options));
        assertThat(scene.care.test(id("a"), null, step -> {}).good()).isTrue();
        assertThat(scene.care.reading(id("a")).slotsInUse()).isZero();
        assertThat(scene.health.state(scene.account("a")).windows().getFirst().remaining())
                .isEqualTo(95);

        AccountPulse.Lease one = scene.health.lease(scene.account("a")).orElseThrow();
        AccountPulse.Lease two = scene.health.lease(scene.account("a")).orElseThrow();
        assertThatThrownBy(() -> scene.care.test(id("a"), null, step -> {}))
                .hasMessageContaining("all 2 slots are taken");
        one.close();
        two.close();
    }

    /** A model that rests by itself is not made well by a test with another one. */
    @Test
    void aGoodTestEndsTheRestOfItsOwnModelOnly() {
        for (String model : List.of("opus", "haiku")) {
            scene.health.failed(
                    scene.account("a"), model, new Setback(Kind.RATE_LIMITED, true, null, "too many of " + model));
        }
        scene.care.test(id("a"), "haiku", step -> {});
        assertThat(scene.health.state(scene.account("a")).takes("haiku")).isTrue();
        assertThat(scene.health.state(scene.account("a")).takes("opus")).isFalse();
    }

    @Test
    void readingsTellStateSlotsAndSessions() {
        AccountPulse.Lease held = scene.health.lease(scene.account("b")).orElseThrow();
        List<AccountReading> all = scene.care.readings();
        assertThat(all.stream().map(one -> one.account().name()).toList()).containsExactly("a", "b");
        assertThat(all.getLast().slotsInUse()).isEqualTo(1);
        assertThat(all.getLast().account().concurrency()).isEqualTo(2);
        assertThat(all.getLast().sessions()).isEqualTo(3);
        held.close();
    }

    @Test
    void sessionsOfAnAccountOrAGroupAreForgotten() {
        GroupId group = scene.accounts.groupNamed("night").orElseThrow();
        scene.care.flush(id("a"));
        scene.care.flush(group);
        assertThat(scene.forgotten).containsExactly("account " + id("a").value(), "group " + group.value());
        assertThatThrownBy(() -> scene.care.flush(new GroupId(5))).hasMessageContaining("group: 5");
    }

    @Test
    void aProxyNeedsATargetUnlessAnAccountUsesIt() {
        assertThatThrownBy(() -> scene.care.testProxy("office", null, step -> {}))
                .hasMessageContaining("no account uses proxy office");
        assertThatThrownBy(() -> scene.care.testProxy("office", URI.create("ftp://x"), step -> {}))
                .hasMessageContaining("an http or https URL");
        scene.care.testProxy("office", URI.create("https://example.com"), step -> {});
        assertThat(scene.provider.calls).containsExactly("office to https://example.com");
    }
}

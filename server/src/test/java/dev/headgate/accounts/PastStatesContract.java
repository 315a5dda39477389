package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.accounts.AccountState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When accounts took no calls, as it is kept, on every database. */
abstract class PastStatesContract {
    private AccountScene scene;
    private Instant start;

    abstract String url();

    @BeforeEach
    void open() {
        scene = new AccountScene(url());
        scene.declare("a", "b");
        start = scene.clock.instant();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void fail(Setback.Kind kind, @Nullable Integer seconds, boolean modelOnly) {
        Duration asked = seconds == null ? null : Duration.ofSeconds(seconds);
        scene.health.failed(scene.account("a"), "opus", new Setback(kind, modelOnly, asked, "slow down, " + kind));
    }

    private void look(int secondsLater) {
        scene.clock.advance(Duration.ofSeconds(secondsLater));
        scene.past.look();
    }

    private List<PastState> told() {
        return scene.past.between(scene.account("a").id(), start.minusSeconds(60), start.plus(Duration.ofDays(1)));
    }

    private PastState only() {
        assertThat(told()).hasSize(1);
        return told().getFirst();
    }

    @Test
    void aRestThatIsOverBeforeAnybodyLooksIsTold() {
        fail(Setback.Kind.RATE_LIMITED, 2, false);
        look(5);
        PastState rest = only();
        assertThat(rest.status()).isEqualTo(Status.COOLING);
        assertThat(rest.from()).isEqualTo(start);
        assertThat(rest.until()).isEqualTo(start.plusSeconds(2));
        assertThat(rest.reason()).isEqualTo("slow down, RATE_LIMITED");
        assertThat(rest.times()).isEqualTo(1);
    }

    @Test
    void restsThatFollowOneAnotherAreOneAndOthersAreNot() {
        for (int i = 0; i < 4; i++) {
            fail(Setback.Kind.RATE_LIMITED, 2, false);
            look(10);
        }
        assertThat(only().times()).isEqualTo(4);
        assertThat(only().until()).isEqualTo(start.plusSeconds(32));
        look(120);
        fail(Setback.Kind.RATE_LIMITED, 2, false);
        look(5);
        assertThat(told()).hasSize(2);
        assertThat(told().getFirst().from()).isEqualTo(start.plusSeconds(160));
    }

    @Test
    void oneThatIsProlongedEndsLaterAndOneThatIsEndedSooner() {
        fail(Setback.Kind.OVERLOADED, 60, false);
        look(5);
        fail(Setback.Kind.OVERLOADED, 300, false);
        look(5);
        assertThat(only().until()).isEqualTo(start.plusSeconds(305));
        assertThat(only().times()).isEqualTo(1);
        scene.care.clear(scene.account("a").id());
        look(5);
        assertThat(only().until()).isEqualTo(start.plusSeconds(15));
    }

    @Test
    void aPauseLastsUntilItIsEndedAlsoOverARestart() {
        scene.care.pause(scene.account("a").id(), "holiday");
        look(5);
        assertThat(only().status()).isEqualTo(Status.PAUSED);
        assertThat(only().until()).isNull();
        assertThat(only().from()).isEqualTo(start);
        fail(Setback.Kind.RATE_LIMITED, 2, false); // of a call that was in flight: the pause is what is shown
        look(5);
        scene.restart();
        look(5);
        scene.care.resume(scene.account("a").id());
        look(5);
        assertThat(only().reason()).isEqualTo("paused: holiday");
        assertThat(only().until()).isEqualTo(start.plusSeconds(20));
    }

    @Test
    void aRestGoesOnOverARestart() {
        fail(Setback.Kind.RATE_LIMITED, 600, false);
        look(5);
        scene.restart();
        look(5);
        scene.past.look();
        assertThat(only().from()).isEqualTo(start);
        assertThat(only().until()).isEqualTo(start.plusSeconds(600));
        assertThat(only().times()).isEqualTo(1);
    }

    @Test
    void ofTwoStatesThatOverlapTheLongerIsTold() {
        fail(Setback.Kind.RATE_LIMITED, 60, false);
        look(5);
        fail(Setback.Kind.EXHAUSTED, 3_600, false);
        look(5);
        fail(Setback.Kind.RATE_LIMITED, 10, false);
        look(5);
        assertThat(told()).extracting(PastState::status).containsExactly(Status.EXHAUSTED, Status.COOLING);
        assertThat(told().getLast().until()).isEqualTo(start.plusSeconds(5));
        assertThat(told().getFirst().until()).isEqualTo(start.plusSeconds(3_605));
    }

    @Test
    void aRefusedCredentialNeedsAttentionUntilItWorks() {
        fail(Setback.Kind.CREDENTIAL, null, false);
        look(5);
        assertThat(only().status()).isEqualTo(Status.NEEDS_ATTENTION);
        scene.health.credentialGood(scene.account("a").id());
        look(5);
        assertThat(only().until()).isEqualTo(start.plusSeconds(10));
    }

    @Test
    void aModelsOwnRestIsToldOfTheModel() {
        fail(Setback.Kind.RATE_LIMITED, 30, true);
        look(5);
        assertThat(only().of().model()).isEqualTo("opus");
        look(60);
        assertThat(only().until()).isEqualTo(start.plusSeconds(30));
    }

    @Test
    void onlyWhatTouchesTheTimeAskedForIsTold() {
        fail(Setback.Kind.RATE_LIMITED, 30, false);
        look(5);
        assertThat(scene.past.between(null, start.plusSeconds(29), start.plusSeconds(99)))
                .hasSize(1);
        assertThat(scene.past.between(null, start.plusSeconds(30), start.plusSeconds(99)))
                .isEmpty();
        assertThat(scene.past.between(null, start.minusSeconds(9), start)).isEmpty();
        assertThatThrownBy(() -> scene.past.between(null, start, start)).hasMessageStartingWith("from: ");
        assertThat(scene.past.between(scene.account("b").id(), start, start.plusSeconds(99)))
                .isEmpty();
    }

    @Test
    void whatIsOldLeavesAndWhatLastsStays() {
        scene.care.pause(scene.account("b").id(), "for good");
        fail(Setback.Kind.RATE_LIMITED, 2, false);
        look(5);
        scene.clock.advance(Duration.ofDays(40));
        assertThat(cut(Duration.ZERO)).isZero();
        assertThat(cut(Duration.ofDays(31))).isEqualTo(1);
        assertThat(scene.past.between(null, start, start.plus(Duration.ofDays(50))))
                .hasSize(1);
        assertThat(cut(Duration.ofDays(31))).isZero();
    }

    private long cut(Duration age) {
        return PastStates.cut(scene.store, scene.clock.instant(), age, () -> false);
    }

    @Test
    void aRemovedAccountsStatesGoWithIt() {
        fail(Setback.Kind.RATE_LIMITED, 2, false);
        look(5);
        scene.store.write(handle -> {
            JdbcAccountMarks.forget(handle, scene.account("a").id());
            return 0;
        });
        assertThat(told()).isEmpty();
    }
}

package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.Rounds.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs run when they are due, and one that fails neither stops the others nor waits for its own time. */
class RoundsTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final List<String> done = new ArrayList<>();

    @Test
    void eachRunsInTheFirstRoundAndThenWhenItIsDue() {
        try (Rounds rounds = new Rounds(
                NEVER,
                List.of(
                        new Job("often", 1, stop -> done.add("often")),
                        new Job("seldom", 3, stop -> done.add("seldom"))))) {
            for (int i = 0; i < 4; i++) {
                rounds.once();
            }
        }
        assertThat(done).containsExactly("often", "seldom", "often", "often", "often", "seldom");
    }

    @Test
    void whatFailsIsTriedAgainNextTimeAndTheOthersGoOn() {
        AtomicInteger tries = new AtomicInteger();
        try (Rounds rounds = new Rounds(
                NEVER,
                List.of(
                        new Job("fails once", 100, stop -> {
                            if (tries.incrementAndGet() == 1) {
                                throw new IllegalStateException("the store is away");
                            }
                        }),
                        new Job("other", 1, stop -> done.add("other"))))) {
            rounds.once();
            rounds.once();
            rounds.once();
        }
        assertThat(tries).hasValue(2);
        assertThat(done).hasSize(3);
    }

    @Test
    @Timeout(30)
    void aLongJobIsToldToStopAndNoneFollows() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Rounds rounds = new Rounds(
                NEVER,
                List.of(
                        new Job("long", 1, stop -> {
                            begun.countDown();
                            while (!stop.getAsBoolean()) {
                                Thread.onSpinWait();
                            }
                        }),
                        new Job("next", 1, stop -> done.add("next"))));
        rounds.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        rounds.close();
        assertThat(done).isEmpty();
    }
}

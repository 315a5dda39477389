package dev.headgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    /** Some 21 hours from the first try to the last, each pause within a fifth of what it should be. */
    @Test
    void pausesGrowToSixHoursAndAreSpread() {
        Random random = new Random(7);
        long plain = 0;
        for (int tries = 1; tries < Backoff.TRIES_MAX; tries++) {
            long should = Math.min(
                    (long) (10_000 * Math.pow(3, tries - 1)),
                    Duration.ofHours(6).toMillis());
            plain += should;
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int i = 0; i < 1_000; i++) {
                long pause = Backoff.pauseMillis(tries, random);
                least = Math.min(least, pause);
                most = Math.max(most, pause);
            }
            assertThat(least).isBetween(should * 4 / 5, should * 82 / 100);
            assertThat(most).isBetween(should * 118 / 100, should * 6 / 5);
        }
        assertThat(Duration.ofMillis(plain)).isBetween(Duration.ofHours(20), Duration.ofHours(22));
    }
}

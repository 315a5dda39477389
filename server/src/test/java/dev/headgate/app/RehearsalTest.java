package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The build's training run must really go through the program. */
class RehearsalTest {
    @Test
    void allItsCallsAreAnswered() throws Exception {
        assertThat(Rehearsal.run(60, Duration.ofMinutes(1))).isEqualTo(60);
    }
}

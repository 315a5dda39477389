package dev.headgate.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UsualOutputTest {
    @Test
    void bucketsCoverEveryCountOnce() {
        for (long tokens = 0; tokens < 100_000; tokens++) {
            int bucket = UsualOutput.bucket(tokens);
            assertThat(tokens).isLessThanOrEqualTo(UsualOutput.upperEnd(bucket));
            if (bucket > 0) {
                assertThat(tokens).isGreaterThan(UsualOutput.upperEnd(bucket - 1));
            }
        }
        UsualOutput.bucket(Long.MAX_VALUE);
    }

    @Test
    void tooFewAnswersAreNoHabit() {
        UsualOutput usual = new UsualOutput();
        for (int i = 0; i < 19; i++) {
            usual.answered("m", 100);
        }
        assertThat(usual.usual("m")).isEqualTo(-1);
        usual.answered("m", 100);
        assertThat(usual.usual("m")).isBetween(100L, 125L);
        assertThat(usual.usual("another")).isEqualTo(-1);
    }

    /** The stated error: the true 95th percentile, or up to a quarter more. */
    @Property(tries = 200)
    void theUsualIsThe95thPercentileWithinItsError(@ForAll long seed) {
        Random random = new Random(seed);
        UsualOutput usual = new UsualOutput();
        int count = 20 + random.nextInt(1_500);
        long[] answers = new long[count];
        for (int i = 0; i < count; i++) {
            answers[i] = (long) Math.exp(random.nextDouble() * 11);
            usual.answered("m", answers[i]);
        }
        Arrays.sort(answers);
        long exact = answers[count - 1 - count / 20];

        assertThat(usual.usual("m")).isBetween(exact, exact + exact / 4 + 1);
        assertThat(usual.most("m")).isGreaterThanOrEqualTo(answers[count - 1]);
    }

    @Test
    void aChangeOfHabitIsLearned() {
        UsualOutput usual = new UsualOutput();
        for (int i = 0; i < 100_000; i++) {
            usual.answered("m", 4_000);
        }
        for (int i = 0; i < 6_000; i++) {
            usual.answered("m", 50);
        }
        assertThat(usual.usual("m")).isLessThan(70);
    }
}

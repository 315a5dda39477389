package dev.headgate.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.observe.RecentSpread.Look;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Percentiles of what lay between two looks are those of a sorted list, or up to an eighth more. */
class RecentSpreadTest {
    private final RecentSpread spread = new RecentSpread();

    @Test
    void eachTimeLiesBelowItsBucketsEndAndNotFarBelow() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long nanos = 1_024 + random.nextLong(1L << (11 + random.nextInt(24)));
            long end = RecentSpread.end(RecentSpread.bucket(nanos));
            assertThat(nanos).isLessThan(end);
            assertThat(end - nanos).as("%d", nanos).isLessThanOrEqualTo(nanos / 8 + 1);
        }
    }

    @Test
    void percentilesAreThoseOfTheTimesBetweenTheLooks() {
        Random random = new Random(9);
        for (int i = 0; i < 500; i++) {
            spread.record(900_000_000); // before the first look
        }
        Look before = spread.look();
        long[] nanos = random.longs(5_000, 20_000, 40_000_000).toArray();
        Arrays.stream(nanos).forEach(spread::record);
        Arrays.sort(nanos);
        Look now = spread.look();
        for (int percent : new int[] {1, 50, 99, 100}) {
            long truth = nanos[Math.ceilDiv(nanos.length * percent, 100) - 1] / 1_000;
            assertThat(now.micros(before, percent)).isBetween(truth, truth + truth / 8 + 1);
        }
    }

    @Test
    void withoutTimesThereIsNoPercentile() {
        Look look = spread.look();
        assertThat(spread.look().micros(look, 50)).isEqualTo(-1);
    }

    @Test
    void whatIsBelowOrAboveTheScaleIsInItsFirstOrLastBucket() {
        assertThat(RecentSpread.bucket(-5)).isZero();
        assertThat(RecentSpread.bucket(1_023)).isZero();
        assertThat(RecentSpread.end(RecentSpread.bucket(Long.MAX_VALUE))).isEqualTo(1L << 36);
    }
}

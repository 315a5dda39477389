package dev.headgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.cluster.Windows.Demand;
import dev.headgate.cluster.Windows.Reservation;
import dev.headgate.cluster.Windows.Sliding;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The two-bucket window against an exact log: how far it may be off, and that it is not farther off. */
class WindowsPropertyTest {
    private static final long LENGTH = 60_000;
    private static final long LIMIT = 1_000;

    private record Use(long at, long amount) {}

    /** Claims at random times, settled with the estimate or less; the log has what was really used, when it was taken. */
    @Property(tries = 300)
    void theEstimateStaysWithinItsBound(@ForAll long seed) {
        Random random = new Random(seed);
        ManualClock clock = new ManualClock(Instant.ofEpochMilli(1_000_000_000L + random.nextInt(1_000_000)));
        Cluster cluster = MemoryCluster.alone(clock);
        Name name = Name.of("tokens", 1);
        Sliding quota = new Sliding(LIMIT, LENGTH);
        List<Use> log = new ArrayList<>();
        int pace = 1 + random.nextInt(5_000);
        for (int i = 0; i < 400; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(pace)));
            long now = clock.millis();
            long amount = 1 + random.nextLong(120);
            long elapsed = Math.floorMod(now, LENGTH);
            long start = now - elapsed;
            long before = between(log, start - LENGTH, start);
            long exact = between(log, now - LENGTH + 1, now + 1);
            long estimate = cluster.windows().read(name, quota).value().used();

            // never too low by more than what of the earlier bucket has left the estimate, nor too high by more than
            // what it keeps
            assertThat(estimate).isGreaterThanOrEqualTo(exact - before * elapsed / LENGTH - 1);
            assertThat(estimate).isLessThanOrEqualTo(exact + before * (LENGTH - elapsed) / LENGTH + 1);

            if (cluster.windows()
                            .reserve(List.of(new Demand(name, quota, amount)))
                            .value()
                    instanceof Reservation reservation) {
                assertThat(estimate + amount).isLessThanOrEqualTo(LIMIT);
                assertThat(exact + amount).isLessThan(2 * LIMIT);
                long actual = random.nextBoolean() ? amount : random.nextLong(amount + 1);
                reservation.settle(new long[] {actual});
                log.add(new Use(now, actual));
            } else {
                assertThat(estimate + amount).isGreaterThan(LIMIT);
            }
        }
    }

    private static long between(List<Use> log, long from, long to) {
        long sum = 0;
        for (Use use : log) {
            sum += use.at >= from && use.at < to ? use.amount : 0;
        }
        return sum;
    }

    /** Amounts of money over 30 days would overflow a plain product. */
    @Property(tries = 2_000)
    void sharesAreExactAndRoundedUp(@ForAll long seed) {
        Random random = new Random(seed);
        long amount = random.nextLong() >>> 1 + random.nextInt(40);
        long whole = 1 + random.nextLong(2_592_000_000L);
        long part = random.nextLong(whole + 1);
        java.math.BigInteger[] exact = java.math.BigInteger.valueOf(amount)
                .multiply(java.math.BigInteger.valueOf(part))
                .divideAndRemainder(java.math.BigInteger.valueOf(whole));
        long up = exact[0].longValueExact() + exact[1].signum();
        assertThat(SlidingCell.shareUp(amount, part, whole)).isEqualTo(up);
    }
}

package dev.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.simulation.World.Broken;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that must hold breaks over days of calls with faults; the seed of each run is in the message of a failure. */
@Tag("slow")
class SimulationTest {
    /** The seed changes every day; {@code -Dsimulation.seed} repeats one. */
    private static long seedOfTheDay() {
        return Long.getLong("simulation.seed", System.currentTimeMillis() / 86_400_000);
    }

    @Test
    void holdsOverManyDays() {
        SplittableRandom seeds = new SplittableRandom(seedOfTheDay());
        for (int i = 0; i < 3; i++) {
            assertThat(Plan.DAY.headgate(seeds.nextInt(1 << 30)).served()).isGreaterThan(1_000);
        }
    }

    /** Vendors refuse, users reach their limits, calls wait, some leave and some are late. */
    @Test
    void holdsUnderMoreThanThePoolAndTheLimitsCanBear() {
        Outcome outcome = Plan.TIGHT.headgate(seedOfTheDay());

        assertThat(outcome.refused()).isGreaterThan(0); // or nothing was tight
        assertThat(outcome.limited()).isGreaterThan(0);
        assertThat(outcome.left()).isGreaterThan(0);
        assertThat(outcome.waits().p99()).isGreaterThan(0);
        assertThat(outcome.served()).isGreaterThan(1_000);
    }

    @Test
    void aSeedGivesTheSameRunAgain() {
        assertThat(Plan.TIGHT.headgate(7)).isEqualTo(Plan.TIGHT.headgate(7));
        assertThat(Plan.TIGHT.headgate(7)).isNotEqualTo(Plan.TIGHT.headgate(8));
    }

    @ParameterizedTest
    @EnumSource(Sabotage.class)
    void theNetCatchesWhatIsBrokenOnPurpose(Sabotage sabotage) {
        assertThatThrownBy(() -> Plan.TIGHT.with(sabotage, 5).run()).isInstanceOf(Broken.class);
    }

    /** One user's 250 calls at once must not keep the others waiting. */
    @Test
    void oneUsersBurstIsNotTheOthersWait() {
        Outcome ours = Plan.BURSTS.headgate(1);
        Outcome plain = Plan.BURSTS.plain(Simulation.Plainly.LEAST_CONNECTIONS, 1);

        assertThat(plain.othersWaits().p99()).isGreaterThan(5_000); // or there was nothing to be fair about
        assertThat(ours.othersWaits().p99()).isLessThan(plain.othersWaits().p99() / 4);
    }

    /** The promises of the scheduler, on a week's traffic of which every policy sees the same. */
    @Test
    void keepsItsPromises() {
        Outcome ours = Plan.WEEK.headgate(1);
        Outcome roundRobin = Plan.WEEK.plain(Simulation.Plainly.ROUND_ROBIN, 1);
        Outcome ideal = Plan.WEEK.ideal(1);

        assertThat(ours.cachedShare()).isGreaterThan(0.95 * ideal.cachedShare());
        assertThat(ours.wastedUnits()).isLessThan(roundRobin.wastedUnits() / 2);
        assertThat(ours.refusedWithRoom()).isZero();
    }
}

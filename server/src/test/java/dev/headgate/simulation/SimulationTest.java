package dev.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.simulation.World.Broken;
import dev.headgate.simulation.World.Sabotage;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that must hold breaks over days of calls with faults; the seed of each run is in the message of a failure. */
class SimulationTest {
    private static final SchedulingConfig CONFIG = SchedulingConfig.DEFAULTS;

    private static Outcome run(Setting setting, long seed, Policy.@Nullable Kind kind, Sabotage sabotage) {
        return new World(setting, seed, kind, CONFIG, sabotage).run();
    }

    /** The seed changes every day; {@code -Dsimulation.seed} repeats one. */
    private static long seedOfTheDay() {
        return Long.getLong("simulation.seed", System.currentTimeMillis() / 86_400_000);
    }

    @Test
    void holdsOverManyDays() {
        SplittableRandom seeds = new SplittableRandom(seedOfTheDay());
        for (int i = 0; i < 3; i++) {
            Outcome outcome = run(Setting.DAY, seeds.nextInt(1 << 30), null, Sabotage.NONE);
            assertThat(outcome.served()).isGreaterThan(1_000);
        }
    }

    @Test
    void holdsUnderMoreThanThePoolCanBear() {
        Setting tight = new Setting(
                3, 3, 20, 14, Setting.DAY.length(), Setting.WEEK.windowUnits() / 6, Setting.WEEK.weekUnits(), true);

        Outcome outcome = run(tight, seedOfTheDay(), null, Sabotage.NONE);

        assertThat(outcome.refused()).isGreaterThan(0); // or nothing was tight
        assertThat(outcome.served()).isGreaterThan(1_000);
    }

    @Test
    void aSeedGivesTheSameRunAgain() {
        assertThat(run(Setting.DAY, 7, null, Sabotage.NONE)).isEqualTo(run(Setting.DAY, 7, null, Sabotage.NONE));
        assertThat(run(Setting.DAY, 7, null, Sabotage.NONE)).isNotEqualTo(run(Setting.DAY, 8, null, Sabotage.NONE));
    }

    @ParameterizedTest
    @EnumSource(value = Sabotage.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theNetCatchesWhatIsBrokenOnPurpose(Sabotage sabotage) {
        Setting tight = new Setting(
                3, 3, 20, 12, Setting.DAY.length(), Setting.WEEK.windowUnits(), Setting.WEEK.weekUnits(), true);

        assertThatThrownBy(() -> run(tight, 5, null, sabotage)).isInstanceOf(Broken.class);
    }

    /** The promises of the scheduler, on a week's traffic of which every policy sees the same. */
    @Test
    void keepsItsPromises() {
        Outcome ours = run(Setting.WEEK, 1, null, Sabotage.NONE);
        Outcome roundRobin = run(Setting.WEEK, 1, Policy.Kind.ROUND_ROBIN, Sabotage.NONE);
        Outcome ideal = run(Setting.WEEK.ideal(), 1, null, Sabotage.NONE);

        assertThat(ours.cachedShare()).isGreaterThan(0.95 * ideal.cachedShare());
        assertThat(ours.wastedUnits()).isLessThan(roundRobin.wastedUnits() / 2);
        assertThat(ours.refusedWithRoom()).isZero();
    }
}

package dev.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.simulation.World.Sabotage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writes the table of docs/concepts/scheduling.md to {@code server/target/simulation.md}: {@code ./test SimulationReport}. */
@Tag("slow")
class SimulationReportTest {
    @Test
    void comparesPoliciesOnTheSameTraffic() throws IOException {
        long seed = Long.getLong("simulation.seed", 1);
        StringBuilder text = new StringBuilder();
        text.append(compare("8 accounts of 6 slots, a quarter in use at peak", Setting.WEEK, seed));
        text.append(compare("6 accounts, a third in use at peak", Setting.NARROW, seed));
        text.append(compare("4 accounts with scarce quota", Setting.SCARCE, seed));
        Path file = Path.of("target", "simulation.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(text.toString()).contains("Headgate");
    }

    private static String compare(String title, Setting setting, long seed) {
        SchedulingConfig config = SchedulingConfig.DEFAULTS;
        Outcome ideal = new World(setting.ideal(), seed, null, config, Sabotage.NONE).run();
        List<Outcome> outcomes = new ArrayList<>();
        for (Policy.Kind kind : Policy.Kind.values()) {
            outcomes.add(new World(setting, seed, kind, config, Sabotage.NONE).run());
        }
        outcomes.add(new World(setting, seed, null, config, Sabotage.NONE).run());
        StringBuilder table = new StringBuilder("| " + title
                + " | calls answered | prompt tokens cached, % | of the ideal, % | wait p50 / p99 ms | windows begun | "
                + "quota lost at resets, % of round robin | errors seen, % | of these with room |\n"
                + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (Outcome outcome : outcomes) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %.1f | %.1f | %d / %,d | %d | %.0f | %.2f | %d |%n",
                    outcome.policy(),
                    outcome.served(),
                    100 * outcome.cachedShare(),
                    100 * outcome.cachedShare() / ideal.cachedShare(),
                    outcome.waitMillisP50(),
                    outcome.waitMillisP99(),
                    outcome.windows(),
                    100.0 * outcome.wastedUnits() / outcomes.getFirst().wastedUnits(),
                    100 * outcome.refusedShare(),
                    outcome.refusedWithRoom()));
        }
        return table.append("\n").toString();
    }
}

package dev.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

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
        text.append(compare("8 accounts of 6 slots, a quarter in use at peak", Plan.WEEK, seed));
        text.append(compare("6 accounts, a third in use at peak", Plan.NARROW, seed));
        text.append(compare("4 accounts with scarce quota", Plan.SCARCE, seed));
        text.append(compare("8 accounts, one user sends 250 calls at once every ten minutes", Plan.BURSTS, seed));
        Path file = Path.of("target", "simulation.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(text.toString()).contains("Headgate");
    }

    private static String compare(String title, Plan plan, long seed) {
        Outcome ideal = plan.ideal(seed);
        List<Outcome> outcomes = new ArrayList<>();
        for (Simulation.Plainly kind : Simulation.Plainly.values()) {
            outcomes.add(plan.plain(kind, seed));
        }
        outcomes.add(plan.headgate(seed));
        StringBuilder table = new StringBuilder("| " + title
                + " | calls answered | prompt tokens cached, % | of the ideal, % | wait p50 / p99 ms | windows begun | "
                + "quota lost at resets, % of round robin | errors seen, % | of these with room |"
                + (plan.demand().burst() > 0 ? " others' wait p99 ms |" : "") + "\n"
                + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
                + (plan.demand().burst() > 0 ? " ---: |" : "") + "\n");
        for (Outcome outcome : outcomes) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %.1f | %.1f | %,d / %,d | %d | %.0f | %.2f | %d |",
                    outcome.policy(),
                    outcome.served(),
                    100 * outcome.cachedShare(),
                    100 * outcome.cachedShare() / ideal.cachedShare(),
                    outcome.waits().p50(),
                    outcome.waits().p99(),
                    outcome.windows(),
                    100.0 * outcome.wastedUnits() / outcomes.getFirst().wastedUnits(),
                    100 * outcome.refusedShare(),
                    outcome.refusedWithRoom()));
            table.append(
                    plan.demand().burst() > 0
                            ? String.format(
                                    Locale.ROOT,
                                    " %,d |%n",
                                    outcome.othersWaits().p99())
                            : "\n");
        }
        return table.append("\n").toString();
    }
}

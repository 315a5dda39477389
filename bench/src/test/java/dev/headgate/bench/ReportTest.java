package dev.headgate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.bench.Figures.Measure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The report itself says which targets are met; it must not flatter. */
class ReportTest {
    @Test
    void verdictsFollowTheFigures() {
        Figures figures = new Figures();
        for (double value : new double[] {40, 20, 30}) {
            figures.add(Measure.JSON_SATURATED, "nginx", value);
            figures.add(Measure.JSON_SATURATED, "headgate", value * 2);
            figures.add(Measure.BURST, "nginx", value);
            figures.add(Measure.BURST, "headgate", value * 3);
        }
        figures.add(Measure.RSS_5000, "headgate", 390);
        figures.add(Measure.RSS_5000, "headgate", 410);
        Report report = new Report(figures, Machine.here());
        assertThat(report.targets())
                .anyMatch(line -> line.contains("JSON, saturated") && line.endsWith("**met**"))
                .anyMatch(line -> line.contains("bursts") && line.contains("3.00") && line.endsWith("**missed**"))
                .anyMatch(line -> line.contains("RSS") && line.endsWith("**missed**"))
                .anyMatch(line -> line.contains("1,000 streams") && line.endsWith("not measured"));
        String page = report.page("2026-01-01", "bench/compare", "nginx/1", CompareOptions.parse(new String[0]));
        assertThat(page).contains("| JSON, saturated: CPU µs/request | headgate | 40.00 | 60.00 | 80.00 | 3 | 2.00 |");
    }

    /** A small run must not pass for the one that is promised. */
    @Test
    void aRunWithFewerStreamsIsNoVerdictOnFiveThousand() {
        Figures figures = new Figures();
        figures.add(Measure.STREAMS_5000, "nginx", 20);
        figures.add(Measure.STREAMS_5000, "headgate", 20);
        figures.add(Measure.RSS_5000, "headgate", 100);
        Report report = new Report(figures, Machine.here());

        assertThat(report.targets(1_000)).noneMatch(line -> line.contains("5,000") && line.endsWith("**met**"));
        assertThat(report.targets(5_000))
                .filteredOn(line -> line.endsWith("**met**"))
                .hasSize(2);
    }

    @Test
    void whatWasMeasuredBeforeAFailureIsStillReported() {
        Figures figures = new Figures();
        figures.add(Measure.JSON_SATURATED, "headgate", 40);
        figures.failed("start of headgate: no port");
        String page = new Report(figures, Machine.here())
                .page("2026-01-01", "bench/compare", "nginx/1", CompareOptions.parse(new String[0]));

        assertThat(page).contains("| headgate | 40.00 |").contains("## Not measured\n\n* start of headgate: no port\n");
    }

    @Test
    void optionsAreReadAndBounded() {
        CompareOptions options =
                CompareOptions.parse(new String[] {"--rounds", "7", "--time", "2s", "--soak", "10m", "--no-headgate"});
        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.soak()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.headgate()).isEmpty();
        assertThat(CompareOptions.duration("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThatThrownBy(() -> CompareOptions.parse(new String[] {"--rounds", "0"}))
                .hasMessageContaining("rounds");
        assertThatThrownBy(() -> CompareOptions.duration("soon")).hasMessageContaining("soon");
    }
}

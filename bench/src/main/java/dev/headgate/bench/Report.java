package dev.headgate.bench;

import dev.headgate.bench.Figures.Measure;
import java.util.ArrayList;
import java.util.List;

/** The measurements as a markdown page that states by itself which targets are met. */
final class Report {
    private static final int STREAMS = 5_000;
    private static final double RSS_MB_MAX = 400;
    private static final String HEADGATE = "headgate";

    private final Figures figures;
    private final Machine machine;

    Report(Figures figures, Machine machine) {
        this.figures = figures;
        this.machine = machine;
    }

    /** The whole page. */
    String page(String date, String command, String nginxVersion, CompareOptions options) {
        return """
                # Headgate beside nginx, %s

                %s* nginx: %s; `proxy_pass`, keep-alive upstream, `proxy_buffering off`, key check by `map`
                * Command: `%s`
                * %d interleaved rounds of %d s after %d s of load on Headgate; requests of 4 KB, answers of 2 KB; the load driver and the fake provider share the
                  machine and are not counted; CPU is utime + stime of the gateway's processes from /proc/PID/stat; added latency
                  counts from the intended sending and is less the same figure without a gateway; 1 MB = 1,000,000 bytes
                * The test of 5,000 streams ran with %d; each burst is written in one turn of the provider's event loop

                %s%s
                ## Targets

                %s""".formatted(
                        date,
                        machine.describe(),
                        nginxVersion,
                        command,
                        options.rounds(),
                        options.time().toSeconds(),
                        options.warmUp().toSeconds(),
                        options.streams(),
                        figures.table(),
                        failures(),
                        String.join("\n", targets(options.streams())) + "\n");
    }

    private String failures() {
        StringBuilder lines = new StringBuilder();
        for (String failure : figures.failures()) {
            lines.append(lines.isEmpty() ? "\n## Not measured\n\n" : "")
                    .append("* ")
                    .append(failure.replace('\n', ' '))
                    .append('\n');
        }
        return lines.toString();
    }

    /** One line for each target: met, missed or not measured; of a run with the full number of streams. */
    List<String> targets() {
        return targets(STREAMS);
    }

    /** With another number of streams than {@value #STREAMS}, what is promised for that number counts as not measured. */
    List<String> targets(int streams) {
        List<String> lines = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            if (!Double.isNaN(measure.ratioMax())) {
                boolean measured = measure != Measure.STREAMS_5000 || streams == STREAMS;
                double ratio = measured ? figures.ratio(measure, HEADGATE) : Double.NaN;
                lines.add(line(measure.title() + " / nginx", ratio, measure.ratioMax()));
            }
        }
        double rss = streams == STREAMS ? figures.max(Measure.RSS_5000, HEADGATE) : Double.NaN;
        lines.add(line("greatest RSS with 5,000 streams, MB", rss, RSS_MB_MAX));
        lines.add(line("greatest number of bad answers in a run", figures.max(Measure.BAD, HEADGATE), 0));
        return lines;
    }

    private static String line(String what, double value, double max) {
        String verdict = Double.isNaN(value) ? "not measured" : value <= max ? "**met**" : "**missed**";
        return "* " + what + ": " + Figures.text(value) + " (target: <= " + Figures.text(max) + "): " + verdict;
    }
}

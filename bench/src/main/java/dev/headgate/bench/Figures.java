package dev.headgate.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measured values by measure and gateway, one for each round. */
final class Figures {
    private final Map<Measure, Map<String, List<Double>>> values = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    /** What is measured, in which unit, and how much of nginx's figure is allowed. */
    enum Measure {
        JSON_SATURATED("JSON, saturated: CPU µs/request", 2.5),
        JSON_SATURATED_RATE("JSON, saturated: requests/s", Double.NaN),
        JSON_STEADY("JSON, 2,000/s: CPU µs/request", 2.5),
        JSON_P50("JSON, 2,000/s: added latency p50, µs", Double.NaN),
        JSON_P99("JSON, 2,000/s: added latency p99, µs", Double.NaN),
        BURST("SSE, bursts of 50 events: CPU µs/event", 2.0),
        STREAMS_1000("SSE, 1,000 streams × 50 ms: CPU µs/event", 2.0),
        STREAMS_5000("SSE, 5,000 streams × 250-1,000 ms: CPU µs/event", 2.0),
        RSS_5000("RSS with 5,000 open streams, MB", Double.NaN),
        RSS_SOAK_GROWTH("RSS growth over the soak, MB", Double.NaN),
        START_UP("start to ready, ms", Double.NaN),
        BAD("bad answers", Double.NaN);

        private final String title;
        private final double ratioMax;

        Measure(String title, double ratioMax) {
            this.title = title;
            this.ratioMax = ratioMax;
        }

        String title() {
            return title;
        }

        /** The greatest allowed ratio to nginx, or NaN where none is set. */
        double ratioMax() {
            return ratioMax;
        }
    }

    void add(Measure measure, String gateway, double value) {
        if (!Double.isNaN(value)) {
            values.computeIfAbsent(measure, ignored -> new LinkedHashMap<>())
                    .computeIfAbsent(gateway, ignored -> new ArrayList<>())
                    .add(value);
        }
    }

    /** Says in the report what could not be measured and why. */
    void failed(String what) {
        failures.add(what);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** The middle value, or NaN without values. */
    double median(Measure measure, String gateway) {
        List<Double> sorted = sorted(measure, gateway);
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The greatest value, or NaN without values. */
    double max(Measure measure, String gateway) {
        List<Double> sorted = sorted(measure, gateway);
        return sorted.isEmpty() ? Double.NaN : sorted.getLast();
    }

    /** A markdown table: min / median / max of each gateway, and the ratio of the medians to nginx's. */
    String table() {
        StringBuilder table =
                new StringBuilder("| measure | gateway | min | median | max | rounds | ratio to nginx |\n");
        table.append("| --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
        for (Measure measure : Measure.values()) {
            for (String gateway : values.getOrDefault(measure, Map.of()).keySet()) {
                List<Double> sorted = sorted(measure, gateway);
                table.append("| %s | %s | %s | %s | %s | %d | %s |%n"
                        .formatted(
                                measure.title(),
                                gateway,
                                text(sorted.getFirst()),
                                text(median(measure, gateway)),
                                text(sorted.getLast()),
                                sorted.size(),
                                gateway.equals("nginx") ? "1" : text(ratio(measure, gateway))));
            }
        }
        return table.toString();
    }

    /** The median's ratio to nginx's, or NaN where either is missing. */
    double ratio(Measure measure, String gateway) {
        return median(measure, gateway) / median(measure, "nginx");
    }

    /** A number with as many digits as it deserves. */
    static String text(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "–";
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
    }

    private List<Double> sorted(Measure measure, String gateway) {
        return values.getOrDefault(measure, Map.of()).getOrDefault(gateway, List.of()).stream()
                .sorted()
                .toList();
    }
}

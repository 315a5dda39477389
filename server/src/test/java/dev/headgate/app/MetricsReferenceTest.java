package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.GeneratedFile;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of the metrics is what a running gateway shows, and a gateway shows every metric that the code names. */
class MetricsReferenceTest {
    private static final Pattern HELP = Pattern.compile("# HELP (headgate_\\S+) (.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (headgate_\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("(headgate_[a-z_]+)(?:\\{([^}]*)})? .*");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
    private static final Pattern LITERAL =
            Pattern.compile("(?:counter|gauge|seconds|builder)\\(\\s*\"(headgate_[a-z_]+)\"");

    private static final class Metric {
        private String help = "";
        private String type = "";
        private final Set<String> labels = new TreeSet<>();
    }

    /** A gateway that has seen a plain call, a stream, a refusal and a rate limit with its windows. */
    private static String scraped() {
        try (TestGateway gateway = TestGateway.start("")) {
            gateway.fake().enqueue(dev.headgate.fake.VendorErrors.anthropic(429));
            for (boolean stream : List.of(false, true)) {
                String id = new String(gateway.post(
                                "/v1/messages",
                                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"stream\":" + stream
                                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                        .headers()
                        .firstValue("x-request-id")
                        .orElseThrow());
                gateway.row(id);
            }
            gateway.headgate()
                    .care()
                    .test(
                            gateway.headgate()
                                    .accounts()
                                    .directory()
                                    .named("openai-1")
                                    .orElseThrow()
                                    .id(),
                            null,
                            step -> {});
            gateway.post("/v1/messages", "{");
            HttpRequest scrape = gateway.request("/metrics").GET().build();
            return new String(gateway.send(scrape).body(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Metric> metrics() {
        Map<String, Metric> metrics = new TreeMap<>();
        for (String line : scraped().lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                metrics.computeIfAbsent(help.group(1), made -> new Metric()).help = help.group(2);
            } else if (type.matches()) {
                metrics.computeIfAbsent(type.group(1), made -> new Metric()).type = type.group(2);
            } else if (sample.matches()) {
                String name = sample.group(1).replaceAll("_(bucket|count|sum)$", "");
                Metric metric = metrics.containsKey(name) ? metrics.get(name) : metrics.get(sample.group(1));
                Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
                while (metric != null && label.find()) {
                    metric.labels.add("`" + label.group(1) + "`");
                }
            }
        }
        metrics.keySet().removeIf(name -> name.endsWith("_max")); // Micrometer's own companion of a histogram
        metrics.values().forEach(metric -> metric.labels.remove("`le`"));
        return metrics;
    }

    @Test
    void referenceIsUpToDate() throws IOException {
        Map<String, Metric> metrics = metrics();
        StringBuilder page = new StringBuilder("""
                # Metrics

                Made from the code; don't edit. `GET /metrics` on the main port answers programs on this machine, or those that send
                `metrics.token`; `metrics.port` gives it a port of its own. Names and labels are a promise; every label comes from a
                closed set or names an account, so the number of series is bounded. `outcome` is `success` or one of the [error codes](errors.md).

                | name | kind | labels | meaning |
                | --- | --- | --- | --- |
                """);
        metrics.forEach((name, metric) -> page.append("| `%s` | %s | %s | %s |\n"
                .formatted(name, metric.type, String.join(", ", metric.labels), metric.help)));
        GeneratedFile.check("docs/reference/metrics.md", page.toString());
        assertThat(metrics.values())
                .allSatisfy(metric -> assertThat(metric.help).isNotBlank());
        assertThat(unseen(metrics.keySet()))
                .as("metrics in the code that this test's traffic doesn't show: let it do so")
                .isEmpty();
    }

    private static List<String> unseen(Set<String> seen) throws IOException {
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher literal = LITERAL.matcher(Files.readString(file));
                while (literal.find()) {
                    if (!seen.contains(literal.group(1))) {
                        missing.add(literal.group(1) + " in " + file.getFileName());
                    }
                }
            }
        }
        return missing;
    }
}

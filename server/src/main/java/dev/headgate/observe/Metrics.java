package dev.headgate.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The gateway's metrics, in Prometheus' terms. Labels come from closed sets of ids and from the operator's accounts, so the number of series is bounded. Names
 * and meanings stand in {@code docs/reference/metrics.md}. Recording never blocks; thread-safe.
 */
public final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConcurrentHashMap<Series, Counter> counters = new ConcurrentHashMap<>();
    private final DistributionSummary added;
    private final RecentSpread addedSpread = new RecentSpread();
    private final DistributionSummary firstByte;
    private final DistributionSummary duration;
    private final DistributionSummary queue;
    private final LongAdder openStreams = new LongAdder();
    private final List<Runnable> tables = new CopyOnWriteArrayList<>();

    public Metrics() {
        added = seconds(
                "headgate_added_latency_seconds",
                "time from a request's last byte to its first attempt being sent, less its time in the queue",
                0.0001,
                0.0005,
                0.001,
                0.005,
                0.01,
                0.05,
                0.1,
                0.5,
                1,
                5,
                30);
        firstByte = seconds(
                "headgate_first_byte_seconds",
                "time from a request's arrival to the first byte of its answer",
                0.01,
                0.05,
                0.1,
                0.25,
                0.5,
                1,
                2.5,
                5,
                10,
                30,
                60,
                120,
                600);
        duration = seconds(
                "headgate_duration_seconds",
                "time from a request's arrival to the end of its answer",
                0.01,
                0.05,
                0.1,
                0.5,
                1,
                5,
                10,
                30,
                60,
                120,
                300,
                600,
                1800);
        queue = seconds(
                "headgate_queue_wait_seconds",
                "time that a call waited for an account, whether it got one or not; calls that didn't wait aren't counted",
                0.001,
                0.01,
                0.05,
                0.1,
                0.5,
                1,
                2.5,
                5,
                10,
                30,
                60,
                300,
                600);
        gauge("headgate_open_streams", "streams open now", openStreams, LongAdder::doubleValue);
    }

    private DistributionSummary seconds(String name, String help, double... buckets) {
        return DistributionSummary.builder(name)
                .description(help)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /** Shows a number that something else keeps. */
    public <T> void gauge(String name, String help, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(help).register(registry);
    }

    /** One row of a table of gauges: the values of its labels and the number. */
    public record Row(List<String> labels, double value) {
        public Row {
            labels = List.copyOf(labels);
        }
    }

    /** Shows numbers of things that come and go, such as accounts; {@code rows} is asked at each scrape. */
    public void table(String name, String help, List<String> labels, Supplier<List<Row>> rows) {
        MultiGauge gauge = MultiGauge.builder(name).description(help).register(registry);
        tables.add(() -> gauge.register(
                rows.get().stream()
                        .map(row -> MultiGauge.Row.of(tags(labels, row.labels()), row.value()))
                        .toList(),
                true));
    }

    private static Tags tags(List<String> names, List<String> values) {
        Tags tags = Tags.empty();
        for (int i = 0; i < names.size(); i++) {
            tags = tags.and(names.get(i), values.get(i));
        }
        return tags;
    }

    /** One counter: its name and the values of its two labels. A record of strings, whose hashes are kept, costs no text. */
    private record Series(String name, String first, String second) {}

    private Counter counter(String name, String help, String first, String firstValue, String second, String value) {
        Series series = new Series(name, firstValue, value);
        Counter known = counters.get(series);
        return known != null
                ? known
                : counters.computeIfAbsent(
                        series,
                        made -> Counter.builder(name)
                                .description(help)
                                .tag(first, firstValue)
                                .tag(second, value)
                                .register(registry));
    }

    /** A request was answered. {@code outcome} is {@code success} or an error code's id. */
    public void request(String protocol, String outcome) {
        counter("headgate_requests_total", "requests answered", "protocol", protocol, "outcome", outcome)
                .increment();
    }

    /** An attempt on an account ended. */
    public void attempt(String provider, String outcome) {
        counter("headgate_attempts_total", "attempts on accounts", "provider", provider, "outcome", outcome)
                .increment();
    }

    /** A test call or a probe of an account ended. */
    public void accountTest(String account, String outcome) {
        counter("headgate_account_tests_total", "test calls and probes", "account", account, "outcome", outcome)
                .increment();
    }

    /** Tokens were charged. */
    public void tokens(String protocol, String kind, long count) {
        if (count > 0) {
            counter(
                            "headgate_tokens_total",
                            "tokens relayed; class is input, output, cache_read or cache_write",
                            "protocol",
                            protocol,
                            "class",
                            kind)
                    .increment((double) count);
        }
    }

    /** How long Headgate itself took before the request went out. */
    public void addedNanos(long nanos) {
        added.record(nanos / 1e9);
        addedSpread.record(nanos);
    }

    /** How what {@link #addedNanos} was told is spread. */
    public RecentSpread.Look added() {
        return addedSpread.look();
    }

    public void firstByteNanos(long nanos) {
        firstByte.record(nanos / 1e9);
    }

    public void durationNanos(long nanos) {
        duration.record(nanos / 1e9);
    }

    /** A call has left the queue after so long. */
    public void queueNanos(long nanos) {
        queue.record(nanos / 1e9);
    }

    public void streamOpened() {
        openStreams.increment();
    }

    public void streamClosed() {
        openStreams.decrement();
    }

    /**
     * What was counted since the start.
     *
     * @param errors requests whose outcome was not a success
     */
    public record Totals(
            long requests, long errors, long input, long output, long cacheRead, long cacheWrite, long openStreams) {}

    /** Sums over all series; their number is small. */
    public Totals totals() {
        long[] sums = new long[6];
        counters.forEach((series, counter) -> {
            long count = (long) counter.count();
            switch (series.name) {
                case "headgate_requests_total" -> {
                    sums[0] += count;
                    sums[1] += series.second.equals("success") ? 0 : count;
                }
                case "headgate_tokens_total" -> sums[2 + kind(series.second)] += count;
                default -> {
                    // not of these
                }
            }
        });
        return new Totals(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], openStreams.sum());
    }

    /** Requests answered since the start, by outcome: {@code success} or an error code's id. */
    public Map<String, Long> outcomes() {
        Map<String, Long> outcomes = new HashMap<>();
        counters.forEach((series, counter) -> {
            if (series.name.equals("headgate_requests_total")) {
                outcomes.merge(series.second, (long) counter.count(), Long::sum);
            }
        });
        return outcomes;
    }

    private static int kind(String tokens) {
        return switch (tokens) {
            case "input" -> 0;
            case "output" -> 1;
            case "cache_read" -> 2;
            default -> 3;
        };
    }

    /** The text that Prometheus reads. */
    public String scrape() {
        tables.forEach(Runnable::run);
        return registry.scrape();
    }
}

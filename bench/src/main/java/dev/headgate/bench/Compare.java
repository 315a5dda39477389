package dev.headgate.bench;

import dev.headgate.bench.Figures.Measure;
import dev.headgate.bench.Gateway.Running;
import dev.headgate.fake.BenchAnswers;
import dev.headgate.fake.FakeUpstream;
import dev.headgate.fake.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Runs the same loads through each gateway in turn, round after round, against one fake provider. */
final class Compare {
    /** The one route that is measured. */
    static final String PATH = "/v1/messages";

    private static final int REQUEST_BYTES = 4_096;
    private static final int ANSWER_BYTES = 2_048;
    private static final int BURST_EVENTS = 50;
    private static final int CONNECTIONS = 32;
    private static final int STEADY_PER_SECOND = 2_000;
    private static final int PACES = 16;
    private static final long MIB = 1 << 20;

    private final CompareOptions options;
    private final FakeUpstream upstream;
    private final Figures figures;
    private final Consumer<String> log;

    Compare(CompareOptions options, FakeUpstream upstream, Figures figures, Consumer<String> log) {
        this.options = options;
        this.upstream = upstream;
        this.figures = figures;
        this.log = log;
    }

    /** Every load through every gateway, so many rounds; the order turns round with each round. */
    void rounds(List<Running> gateways) throws IOException, InterruptedException {
        warmUp(gateways);
        for (int round = 0; round < options.rounds(); round++) {
            List<Running> order = new ArrayList<>(round % 2 == 0 ? gateways : gateways.reversed());
            log.accept("round " + (round + 1) + " of " + options.rounds());
            upstream.reset();
            upstream.forPath("/", BenchAnswers.json(PATH, ANSWER_BYTES));
            for (Running gateway : order) {
                saturate(gateway);
            }
            LoadResult direct = steady(upstream.port(), () -> 0);
            for (Running gateway : order) {
                steady(gateway, direct);
            }
            upstream.forPath("/", BenchAnswers.sse(PATH, BURST_EVENTS, Duration.ZERO));
            for (Running gateway : order) {
                LoadResult burst = closed("burst", gateway, options.time(), BURST_EVENTS, true);
                figures.add(Measure.BURST, name(gateway), burst.cpuMicrosPerEvent());
            }
            if (!options.streamed()) {
                continue;
            }
            for (Running gateway : order) {
                thousand(gateway);
            }
            for (Running gateway : order) {
                many(gateway, options.time(), Measure.STREAMS_5000);
            }
        }
    }

    /**
     * Lets every compiler in the chain, the load driver's and the fake provider's included, do its work beforehand. Twice over all
     * loads: a method that was compiled for one of them is compiled anew when the next shows it something else.
     */
    private void warmUp(List<Running> gateways) throws IOException {
        for (boolean stream : List.of(false, true, false, true)) {
            upstream.forPath(
                    "/",
                    stream
                            ? BenchAnswers.sse(PATH, BURST_EVENTS, Duration.ZERO)
                            : BenchAnswers.json(PATH, ANSWER_BYTES));
            try (Driver driver = driver(upstream.port(), stream, 0, () -> 0)) {
                driver.closed(CONNECTIONS, options.time());
            }
            for (Running gateway : gateways) {
                closed("warm-up", gateway, warmUp(gateway).dividedBy(4), 0, stream);
            }
        }
        upstream.forPath("/", BenchAnswers.json(PATH, ANSWER_BYTES));
        steady(upstream.port(), () -> 0);
    }

    /** What is compiled already needs no load to become what it is. */
    private Duration warmUp(Running gateway) {
        return gateway.isNginx() ? options.time() : options.warmUp();
    }

    /** Holds the large number of streams for the time of the soak and says how much the memory grew; nginx's is no question. */
    void soak(List<Running> gateways) throws IOException, InterruptedException {
        for (Running gateway : gateways) {
            if (!gateway.isNginx()) {
                many(gateway, options.soak(), null);
            }
        }
    }

    private void saturate(Running gateway) throws IOException {
        LoadResult result = closed("saturated", gateway, options.time(), 0, false);
        figures.add(Measure.JSON_SATURATED, name(gateway), result.cpuMicrosPerAnswer());
        figures.add(Measure.JSON_SATURATED_RATE, name(gateway), result.answers() / result.seconds());
    }

    private LoadResult closed(String what, Running gateway, Duration time, int events, boolean stream)
            throws IOException {
        try (Driver driver = driver(gateway.gateway().port(), stream, events, gateway.processes()::cpuMicros)) {
            LoadResult result = driver.closed(CONNECTIONS, time);
            say(what, gateway, result);
            return result;
        }
    }

    private LoadResult steady(int port, LongSupplier cpu) throws IOException {
        try (Driver driver = driver(port, false, 0, cpu)) {
            return driver.open(STEADY_PER_SECOND, options.time());
        }
    }

    private void steady(Running gateway, LoadResult direct) throws IOException {
        LoadResult result = steady(gateway.gateway().port(), gateway.processes()::cpuMicros);
        say("steady", gateway, result);
        figures.add(Measure.JSON_STEADY, name(gateway), result.cpuMicrosPerAnswer());
        figures.add(Measure.JSON_P50, name(gateway), addedMicros(result, direct, 0.5));
        figures.add(Measure.JSON_P99, name(gateway), addedMicros(result, direct, 0.99));
    }

    private static double addedMicros(LoadResult result, LoadResult direct, double share) {
        return (result.latencyNanos().at(share) - direct.latencyNanos().at(share)) / 1_000.0;
    }

    private void thousand(Running gateway) throws IOException {
        Duration every = Duration.ofMillis(50);
        Duration ramp = Duration.ofSeconds(3);
        int events = (int) (ramp.plus(options.time()).plusSeconds(2).toMillis() / every.toMillis());
        upstream.forPath("/", BenchAnswers.sse(PATH, events, every));
        try (Driver driver = driver(gateway.gateway().port(), true, events, gateway.processes()::cpuMicros)) {
            LoadResult result = driver.streams(1_000, ramp, options.time(), () -> {}, () -> {});
            say("1,000 streams", gateway, result);
            figures.add(Measure.STREAMS_1000, name(gateway), result.cpuMicrosPerEvent());
        }
    }

    /** The large number of streams, their paces spread over 250 to 1,000 ms. */
    private void many(Running gateway, Duration window, @Nullable Measure measure) throws IOException {
        Duration ramp = Duration.ofSeconds(5);
        long lifeMillis = ramp.plus(window).plusSeconds(3).toMillis();
        List<Script> scripts = new ArrayList<>();
        for (int i = 0; i < PACES; i++) {
            int every = 250 + i * 50;
            scripts.add(BenchAnswers.sse(PATH, Math.max(6, (int) (lifeMillis / every)), Duration.ofMillis(every)));
        }
        for (int i = 0; i < options.streams(); i++) {
            upstream.enqueue(scripts.get(i % PACES));
        }
        try (Driver driver = driver(gateway.gateway().port(), true, 0, gateway.processes()::cpuMicros)) {
            long[] rss = new long[2];
            LoadResult result = driver.streams(
                    options.streams(),
                    ramp,
                    window,
                    () -> rss[0] = gateway.processes().rssBytes(),
                    () -> rss[1] = gateway.processes().rssBytes());
            say(options.streams() + " streams, " + rss[1] / MIB + " MiB", gateway, result);
            figures.add(Measure.RSS_5000, name(gateway), rss[1] / 1e6);
            if (measure == null) {
                figures.add(Measure.RSS_SOAK_GROWTH, name(gateway), (rss[1] - rss[0]) / 1e6);
            } else {
                figures.add(measure, name(gateway), result.cpuMicrosPerEvent());
            }
        }
    }

    private static Driver driver(int port, boolean stream, int events, LongSupplier cpu) throws IOException {
        return new Driver(
                port, ResponseReader.request(PATH, Gateway.CLIENT_KEY, body(REQUEST_BYTES, stream)), events, cpu);
    }

    /** A request's body of so many bytes. */
    static String body(int bytes, boolean stream) {
        String start = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":64,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"";
        String end = "\"}]}";
        return start + "x".repeat(bytes - start.length() - end.length()) + end;
    }

    private void say(String what, Running gateway, LoadResult result) {
        figures.add(Measure.BAD, name(gateway), (double) result.bad());
        log.accept("  %-28s %-15s %8d answers %9d events %6d bad  %7s µs/answer %7s µs/event"
                .formatted(
                        what,
                        name(gateway),
                        result.answers(),
                        result.events(),
                        result.bad(),
                        Figures.text(result.cpuMicrosPerAnswer()),
                        Figures.text(result.cpuMicrosPerEvent())));
    }

    private static String name(Running gateway) {
        return gateway.gateway().name();
    }
}

package dev.headgate.bench;

import dev.headgate.bench.Figures.Measure;
import dev.headgate.bench.Gateway.Running;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Measures Headgate beside nginx and writes the report. */
public final class CompareMain {
    private static final int WRONG_USAGE = 2;
    private static final int OTHER_FILES = 1_000;

    private CompareMain() {}

    /** Runs with the flags of {@code bench/compare}; ends with 0 when the report is written. */
    public static void main(String[] args) throws IOException, InterruptedException {
        CompareOptions options;
        try {
            options = CompareOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + CompareOptions.USAGE);
            System.exit(WRONG_USAGE);
            return;
        }
        Machine machine = Machine.here();
        System.out.print(machine.describe());
        long files = files(options);
        if (machine.filesMax() < files) {
            System.err.println("ulimit -n: " + machine.filesMax() + " (expected: >= " + files + " for "
                    + options.streams() + " streams; raise it or give --streams)");
            System.exit(WRONG_USAGE);
            return;
        }
        Path folder = Files.createTempDirectory("headgate-bench");
        int failures;
        try {
            Figures figures = new Figures();
            try {
                measure(options, folder, figures);
            } catch (IOException e) {
                figures.failed(
                        "the run broke off: " + e.getMessage()); // what was measured before is still worth its page
            }
            String page = new Report(figures, machine).page(today(), command(args), version(options.nginx()), options);
            Files.createDirectories(options.results());
            Path file = options.results().resolve(today() + "-" + machine.slug() + ".md");
            Files.writeString(file, page);
            System.out.println(page + "\nwritten to " + file);
            failures = figures.failures().size();
        } finally {
            delete(folder);
        }
        System.exit(failures == 0 ? 0 : 1);
    }

    /** The driver's own streams, and at the fake provider what every gateway still keeps of its last ones. */
    private static long files(CompareOptions options) {
        int gateways =
                1 + (options.headgate().isEmpty() ? 0 : 1) + (options.beside().isEmpty() ? 0 : 1);
        return (options.streamed() ? (long) options.streams() * (1 + gateways) : 0) + OTHER_FILES;
    }

    private static void measure(CompareOptions options, Path folder, Figures figures)
            throws IOException, InterruptedException {
        List<Running> running = new ArrayList<>();
        try (FakeUpstream upstream = FakeUpstream.start(FakeOptions.DEFAULTS.withLoops(2))) {
            Compare compare = new Compare(options, upstream, figures, System.out::println);
            List<Gateway> gateways = gateways(options, folder, upstream.port());
            try {
                for (Gateway gateway : gateways) {
                    running.add(gateway.start());
                }
                compare.rounds(running);
                if (!options.soak().isZero()) {
                    compare.soak(running);
                }
            } finally {
                for (Running gateway : running) {
                    gateway.processes().stop();
                }
            }
            starts(options.starts(), gateways, figures);
        }
    }

    /** The start-up figures; a gateway that doesn't start lacks them, the hour of measuring before is not lost with them. */
    private static void starts(int count, List<Gateway> gateways, Figures figures) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            for (Gateway gateway : gateways) {
                start(gateway, figures);
            }
        }
    }

    private static void start(Gateway gateway, Figures figures) throws InterruptedException {
        try {
            Running started = gateway.start();
            figures.add(Measure.START_UP, gateway.name(), started.startUp().toNanos() / 1e6);
            started.processes().stop();
        } catch (IOException e) {
            figures.failed("start of " + gateway.name() + ": " + e.getMessage());
        }
    }

    private static List<Gateway> gateways(CompareOptions options, Path folder, int upstreamPort) throws IOException {
        List<Gateway> gateways = new ArrayList<>();
        gateways.add(Gateway.nginx(options.nginx(), Files.createDirectories(folder.resolve("nginx")), upstreamPort));
        if (!options.headgate().isEmpty()) {
            gateways.add(headgate("headgate", options.headgate(), folder, upstreamPort));
        }
        if (!options.beside().isEmpty()) {
            gateways.add(headgate("headgate beside", options.beside(), folder, upstreamPort));
        }
        return gateways;
    }

    private static Gateway headgate(String name, List<String> command, Path folder, int upstreamPort)
            throws IOException {
        Path home = Files.createDirectories(folder.resolve(name.replace(' ', '-')));
        return Gateway.headgate(command, home, upstreamPort).named(name);
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    private static String command(String[] args) {
        return ("bench/compare " + String.join(" ", args)).strip();
    }

    private static String version(String nginx) throws IOException {
        Process process =
                new ProcessBuilder(nginx, "-v").redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

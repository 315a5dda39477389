package dev.headgate.bench;

import dev.headgate.bench.CrashDrill.Summary;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** The kill drill as a program. */
public final class CrashMain {
    static final String USAGE = """
            bench/crash [--rounds 200] [--clients 16] [--run 1500ms] [--sync interval|always|both] [--store sqlite|postgresql]
              [--seed N] [--headgate "COMMAND"] [--results FOLDER]""";
    private static final int WRONG_USAGE = 2;
    private static final int LIMIT = 10_000;

    /** A drill of fewer rounds leaves no result behind. */
    private static final int RESULT_ROUNDS_MIN = 20;

    private CrashMain() {}

    /** What the arguments ask for; {@code store} is {@code sqlite} or {@code postgresql}. */
    record Options(
            int rounds,
            int clients,
            Duration run,
            String sync,
            String store,
            long seed,
            List<String> headgate,
            Path results) {
        static Options parse(String[] args, long seedOtherwise) {
            int rounds = 200;
            int clients = 16;
            Duration run = Duration.ofMillis(1_500);
            String sync = "both";
            String store = "sqlite";
            long seed = seedOtherwise;
            List<String> headgate = List.of("./run");
            Path results = Path.of("bench/results");
            for (int i = 0; i < args.length; i += 2) {
                if (i + 1 >= args.length) {
                    throw new IllegalArgumentException(
                            "argument: " + args[i] + " (expected: a known flag and its value)");
                }
                String value = args[i + 1];
                switch (args[i]) {
                    case "--rounds" -> rounds = Integer.parseInt(value);
                    case "--clients" -> clients = Integer.parseInt(value);
                    case "--run" -> run = CompareOptions.duration(value);
                    case "--sync" -> sync = oneOf("--sync", value, List.of("interval", "always", "both"));
                    case "--store" -> store = oneOf("--store", value, List.of("sqlite", "postgresql"));
                    case "--seed" -> seed = Long.parseLong(value);
                    case "--headgate" -> headgate = List.of(value.strip().split("\\s+"));
                    case "--results" -> results = Path.of(value);
                    default -> throw new IllegalArgumentException("argument: " + args[i] + " (expected: a known flag)");
                }
            }
            if (rounds < 1 || rounds > LIMIT || clients < 1 || clients > LIMIT || run.toMinutes() > 1) {
                throw new IllegalArgumentException("rounds, clients, run: " + rounds + ", " + clients + ", " + run
                        + " (expected: 1-" + LIMIT + ", 1-" + LIMIT + ", at most 1m)");
            }
            return new Options(rounds, clients, run, sync, store, seed, headgate, results);
        }

        private static String oneOf(String flag, String value, List<String> words) {
            if (!words.contains(value)) {
                throw new IllegalArgumentException(flag + ": " + value + " (expected: one of " + words + ")");
            }
            return value;
        }
    }

    /** Runs the drill and writes what it showed; ends with 0 when the books are right, else with 1. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(args, new Random().nextLong());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(WRONG_USAGE);
            return;
        }
        Path folder = Files.createTempDirectory("headgate-crash");
        System.out.println("seed " + options.seed() + ", folder " + folder);
        long begin = System.nanoTime();
        Summary summary = options.store().equals("sqlite")
                ? drill(options, folder, "sqlite:" + folder + "/data/headgate.db")
                : onPostgresql(options, folder);
        String page = page(options, summary, Duration.ofNanos(System.nanoTime() - begin));
        System.out.println(page);
        if (summary.rounds() >= RESULT_ROUNDS_MIN) {
            String name = LocalDate.now(ZoneOffset.UTC) + "-crash-" + options.store() + ".md";
            Files.createDirectories(options.results());
            Files.writeString(options.results().resolve(name), page);
        }
        System.exit(summary.good() ? 0 : 1);
    }

    private static Summary onPostgresql(Options options, Path folder) throws IOException, InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            return drill(options, folder, "postgresql://postgres@localhost:" + server.getPort() + "/postgres");
        }
    }

    private static Summary drill(Options options, Path folder, String store) throws IOException, InterruptedException {
        try (FakeUpstream upstream = FakeUpstream.start(FakeOptions.DEFAULTS.withPace(Duration.ofMillis(5)))) {
            Gateway gateway = CrashSettings.gateway(options.headgate(), folder, upstream.port(), store);
            CrashDrill.Load load = new CrashDrill.Load(
                    options.clients(), (int) options.run().toMillis(), Duration.ofSeconds(10), options.sync());
            return new CrashDrill(
                            gateway,
                            options.headgate(),
                            load,
                            new SplittableRandom(options.seed()),
                            System.out::println)
                    .run(options.rounds());
        }
    }

    private static String page(Options options, Summary summary, Duration took) {
        return """
                # Crash drill on %s: %s

                %s* Command: `bench/crash --rounds %d --clients %d --run %dms --sync %s --store %s --seed %d`, %d minutes

                Each round: start, calls without pause (every second one a stream) with four keys in turn, SIGKILL at a random instant,
                start on the same data, compare the usage export with what the clients saw to end. The keys' groups charge nothing, the
                balance, a subscription, and a subscription soon used up and then the balance; a key, a user and two groups have budgets.
                After the last round `ledger verify` proves that entries, balances, usage, sums and windows agree: %s.

                | | |
                | --- | --- |
                | kills | %d |
                | calls whose last byte a client saw | %d |
                | rows of the export | %d, by group: %s |
                | of those calls without a row | %d |
                | calls with more than one row | %d |
                | calls cut off by a kill | %d |
                | calls refused | %d |
                """.formatted(
                        options.store(),
                        summary.good() ? "good" : "WRONG",
                        Machine.here().describe(),
                        options.rounds(),
                        options.clients(),
                        options.run().toMillis(),
                        options.sync(),
                        options.store(),
                        options.seed(),
                        took.toMinutes(),
                        summary.balanced() ? "they do" : "THEY DO NOT",
                        summary.rounds(),
                        summary.last().seen(),
                        summary.last().rows(),
                        summary.last().groups(),
                        summary.last().missing().size(),
                        summary.last().doubled().size(),
                        summary.cutOff(),
                        summary.refused());
    }
}

package dev.headgate.bench;

import dev.headgate.bench.CrashDrill.Summary;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** The kill drill as a program: {@code bench/crash [--rounds 200] [--clients 16] [--run 1500ms] [--seed N] [--headgate "COMMAND"]}. */
public final class CrashMain {
    private static final int WRONG_USAGE = 2;
    private static final int LIMIT = 10_000;

    private CrashMain() {}

    /** What the arguments ask for. */
    record Options(int rounds, int clients, Duration run, long seed, List<String> headgate) {
        static Options parse(String[] args, long seedOtherwise) {
            int rounds = 200;
            int clients = 16;
            Duration run = Duration.ofMillis(1_500);
            long seed = seedOtherwise;
            List<String> headgate = List.of("./run");
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
                    case "--seed" -> seed = Long.parseLong(value);
                    case "--headgate" -> headgate = List.of(value.strip().split("\\s+"));
                    default -> throw new IllegalArgumentException("argument: " + args[i] + " (expected: a known flag)");
                }
            }
            if (rounds < 1 || rounds > LIMIT || clients < 1 || clients > LIMIT || run.toMinutes() > 1) {
                throw new IllegalArgumentException("rounds, clients, run: " + rounds + ", " + clients + ", " + run
                        + " (expected: 1-" + LIMIT + ", 1-" + LIMIT + ", at most 1m)");
            }
            return new Options(rounds, clients, run, seed, headgate);
        }
    }

    /** Runs the drill; ends with 0 when the books are right, else with 1. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(args, new Random().nextLong());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USAGE);
            return;
        }
        Path folder = Files.createTempDirectory("headgate-crash");
        System.out.println("seed " + options.seed() + ", folder " + folder);
        Summary summary;
        try (FakeUpstream upstream = FakeUpstream.start(FakeOptions.DEFAULTS.withPace(Duration.ofMillis(5)))) {
            Gateway gateway = Gateway.headgate(options.headgate(), folder, upstream.port());
            List<String> export = new ArrayList<>(options.headgate());
            export.addAll(List.of("usage", "export", "--format", "jsonl"));
            export.addAll(List.of("--config", folder.resolve("headgate.yaml").toString()));
            CrashDrill drill = new CrashDrill(
                    gateway,
                    export,
                    new CrashDrill.Load(options.clients(), (int) options.run().toMillis(), Duration.ofSeconds(10)),
                    new SplittableRandom(options.seed()),
                    System.out::println);
            summary = drill.run(options.rounds());
        }
        System.out.println("%d kills; %d calls seen to end, %d rows, missing %s, doubled %s; %d cut off, %d refused: %s"
                .formatted(
                        summary.rounds(),
                        summary.last().seen(),
                        summary.last().rows(),
                        summary.last().missing(),
                        summary.last().doubled(),
                        summary.cutOff(),
                        summary.refused(),
                        summary.good() ? "GOOD" : "WRONG"));
        System.exit(summary.good() ? 0 : 1);
    }
}

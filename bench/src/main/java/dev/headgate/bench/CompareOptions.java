package dev.headgate.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What to measure.
 *
 * @param rounds interleaved rounds
 * @param time length of one measurement
 * @param warmUp load on Headgate before the first measurement, since the compilers of a JVM need some 20 s of it; nginx gets {@code time}
 * @param streams streams of the large test
 * @param soak how long the streams of the soak stay open; zero leaves it out
 * @param starts starts that are timed for each gateway
 * @param nginx the nginx program
 * @param headgate what stands before {@code serve}; empty measures nginx alone
 * @param beside the same of a second Headgate in the same run, such as one before a change; empty leaves it out
 * @param streamed whether the loads of 1,000 and more open streams are run
 * @param results folder of the report
 */
record CompareOptions(
        int rounds,
        Duration time,
        Duration warmUp,
        int streams,
        Duration soak,
        int starts,
        String nginx,
        List<String> headgate,
        List<String> beside,
        boolean streamed,
        Path results) {
    static final String USAGE = """
            bench/compare [--rounds 5] [--time 10s] [--warm-up 40s] [--streams 5000] [--soak 10m] [--starts 3]
                          [--nginx PROGRAM] [--headgate "COMMAND"] [--beside "COMMAND"] [--no-headgate] [--no-streams]
                          [--results FOLDER]
            """;

    CompareOptions {
        headgate = List.copyOf(headgate);
        beside = List.copyOf(beside);
        if (rounds < 1 || rounds > 100 || streams < 1 || streams > 20_000 || starts < 0 || starts > 20) {
            throw new IllegalArgumentException("rounds, streams, starts: " + rounds + ", " + streams + ", " + starts
                    + " (expected: 1-100, 1-20000, 0-20)");
        }
        if (warmUp.compareTo(Duration.ofMinutes(30)) > 0) {
            throw new IllegalArgumentException("warm-up: " + warmUp + " (expected: <= 30m)");
        }
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || soak.compareTo(Duration.ofHours(4)) > 0) {
            throw new IllegalArgumentException("time, soak: " + time + ", " + soak + " (expected: >= 1s, <= 4h)");
        }
    }

    /** The options that the arguments name. */
    static CompareOptions parse(String[] args) {
        int rounds = 5;
        int streams = 5_000;
        int starts = 3;
        Duration time = Duration.ofSeconds(10);
        Duration warmUp = Duration.ofSeconds(40);
        Duration soak = Duration.ZERO;
        String nginx = "nginx";
        List<String> headgate = List.of("./run");
        List<String> beside = List.of();
        boolean streamed = true;
        Path results = Path.of("bench/results");
        List<String> rest = new ArrayList<>(List.of(args));
        while (!rest.isEmpty()) {
            String flag = rest.removeFirst();
            if (flag.equals("--no-headgate")) {
                headgate = List.of();
                continue;
            }
            if (flag.equals("--no-streams")) {
                streamed = false;
                continue;
            }
            if (rest.isEmpty()) {
                throw new IllegalArgumentException("argument: " + flag + " (expected: a known flag and its value)");
            }
            String value = rest.removeFirst();
            switch (flag) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--streams" -> streams = Integer.parseInt(value);
                case "--starts" -> starts = Integer.parseInt(value);
                case "--time" -> time = duration(value);
                case "--warm-up" -> warmUp = duration(value);
                case "--soak" -> soak = duration(value);
                case "--nginx" -> nginx = value;
                case "--headgate" -> headgate = words(value);
                case "--beside" -> beside = words(value);
                case "--results" -> results = Path.of(value);
                default -> throw new IllegalArgumentException("argument: " + flag + " (expected: a known flag)");
            }
        }
        return new CompareOptions(
                rounds, time, warmUp, streams, soak, starts, nginx, headgate, beside, streamed, results);
    }

    private static List<String> words(String command) {
        return List.of(command.strip().split("\\s+"));
    }

    /** A time such as 500ms, 5s or 10m. */
    static Duration duration(String text) {
        String iso = text.endsWith("ms")
                ? "PT" + Long.parseLong(text.substring(0, text.length() - 2)) / 1_000.0 + "S"
                : "PT" + text;
        try {
            return Duration.parse(iso);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("duration: " + text + " (expected: such as 500ms, 5s or 10m)", e);
        }
    }
}

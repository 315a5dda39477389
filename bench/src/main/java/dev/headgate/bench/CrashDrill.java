package dev.headgate.bench;

import dev.headgate.bench.ExportCheck.Outcome;
import dev.headgate.bench.Gateway.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Kills a gateway under load at random instants, starts it again on the same data, and compares its books with its clients. */
public final class CrashDrill {
    private static final Duration COMMAND = Duration.ofMinutes(10);
    private static final Duration FIRST_CALL = Duration.ofSeconds(30);
    private static final int RUN_MILLIS_MIN = 50;

    private final Gateway gateway;
    private final List<String> headgate;
    private final Load load;
    private final RandomGenerator random;
    private final Consumer<String> log;
    private final Queue<String> finished = CrashClients.ids();
    private long cutOff;
    private long refused;

    /**
     * What the whole drill showed.
     *
     * @param rounds kills
     * @param cutOff calls that a kill cut off
     * @param refused calls that were answered whole, but not with 200
     * @param last the last comparison
     * @param balanced what `ledger verify` said at the end
     * @param good whether every comparison was good and the books balance
     */
    public record Summary(int rounds, long cutOff, long refused, Outcome last, boolean balanced, boolean good) {}

    /**
     * How hard the gateway is tried.
     *
     * @param clients callers at once
     * @param runMillisMax the longest load before a kill
     * @param settled how long after the restart a row may still be missing
     * @param sync how the journal is synced: {@code interval}, {@code always}, or {@code both} in turns
     */
    record Load(int clients, int runMillisMax, Duration settled, String sync) {
        private Map<String, String> environment(int round) {
            String mode = sync.equals("both") ? round % 2 == 0 ? "interval" : "always" : sync;
            return Map.of("HEADGATE_JOURNAL_SYNC", mode);
        }
    }

    /**
     * @param headgate what stands before {@code serve}
     */
    CrashDrill(Gateway gateway, List<String> headgate, Load load, RandomGenerator random, Consumer<String> log) {
        this.gateway = gateway;
        this.headgate = List.copyOf(headgate);
        this.load = load;
        this.random = random;
        this.log = log;
    }

    /** So many rounds; stops early at the first round whose books are wrong. */
    Summary run(int rounds) throws IOException, InterruptedException {
        Outcome outcome = new Outcome(0, 0, Map.of(), List.of(), List.of());
        int done = 0;
        while (done < rounds && outcome.good()) {
            Map<String, String> environment = load.environment(done);
            killUnderLoad(environment);
            done++;
            Running again = gateway.start(environment);
            try {
                outcome = settled();
            } finally {
                again.processes().stop();
            }
            log.accept("round %d: %d finished, %d rows, %d missing, %d doubled; %d cut off, %d refused"
                    .formatted(
                            done,
                            outcome.seen(),
                            outcome.rows(),
                            outcome.missing().size(),
                            outcome.doubled().size(),
                            cutOff,
                            refused));
        }
        boolean balanced = ended(started(List.of("ledger", "verify"), ProcessBuilder.Redirect.DISCARD)) == 0;
        if (!balanced) {
            log.accept("ledger verify: the books don't balance");
        }
        return new Summary(done, cutOff, refused, outcome, balanced, outcome.good() && outcome.seen() > 0 && balanced);
    }

    private void killUnderLoad(Map<String, String> environment) throws IOException, InterruptedException {
        Running running = gateway.start(environment);
        CrashClients callers = new CrashClients(gateway.port(), load.clients, finished);
        try {
            callers.start();
            // a cold gateway on a busy machine takes its time, and a round without calls shows nothing
            long warm = System.nanoTime() + FIRST_CALL.toNanos();
            while (callers.calls() == 0 && System.nanoTime() < warm) {
                Thread.sleep(1);
            }
            Thread.sleep(random.nextInt(RUN_MILLIS_MIN, Math.max(RUN_MILLIS_MIN + 1, load.runMillisMax)));
            // The clients must still be calling at the kill; each notes what it saw to end before it gives up.
            running.processes().kill();
            callers.stop();
            cutOff += callers.cutOff();
            refused += callers.refused();
        } finally {
            running.processes().kill();
            callers.stop();
        }
    }

    /** Exports until every finished call has its row, or the time for that is over. */
    private Outcome settled() throws IOException, InterruptedException {
        long end = System.nanoTime() + load.settled.toNanos();
        while (true) {
            Outcome outcome = exported();
            if (outcome.missing().isEmpty() || !outcome.doubled().isEmpty() || System.nanoTime() > end) {
                return outcome;
            }
            Thread.sleep(200);
        }
    }

    private Outcome exported() throws IOException, InterruptedException {
        Process process = started(List.of("usage", "export", "--format", "jsonl"), ProcessBuilder.Redirect.PIPE);
        ExportCheck check = new ExportCheck();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                check.line(line);
                line = lines.readLine();
            }
        }
        if (ended(process) != 0) {
            throw new IOException(
                    "usage export failed (expected: exit code 0); see commands.log in " + gateway.folder());
        }
        return check.against(finished);
    }

    /** Starts one of Headgate's commands on the drill's settings. */
    private Process started(List<String> words, ProcessBuilder.Redirect output) throws IOException {
        List<String> command = new ArrayList<>(headgate);
        command.addAll(words);
        command.addAll(
                List.of("--config", gateway.folder().resolve("headgate.yaml").toString()));
        return new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        gateway.folder().resolve("commands.log").toFile()))
                .start();
    }

    /** The exit code of a command, -1 when it took too long. */
    private static int ended(Process process) throws InterruptedException {
        if (process.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        process.destroyForcibly();
        return -1;
    }
}

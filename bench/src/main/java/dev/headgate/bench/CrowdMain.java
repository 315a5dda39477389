package dev.headgate.bench;

import dev.headgate.bench.Gateway.Running;
import dev.headgate.fake.BenchAnswers;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import dev.headgate.fake.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What it costs to wait: many clients on few slots, beside the same number of calls a second without waiting, through one gateway in
 * turns. Arguments: clients (default 10000), rounds (default 5), seconds a run (default 12).
 */
final class CrowdMain {
    private static final int ACCOUNTS = 50;
    private static final int SLOTS = 8;
    private static final int USERS = 20;
    private static final int REQUEST_BYTES = 4_096;
    private static final int ANSWER_BYTES = 2_048;
    private static final int FILES_BESIDE = 2_000;
    private static final Duration ANSWER_AFTER = Duration.ofMillis(150);
    /** About as long as a call of the crowd takes. */
    private static final Duration LATE_ANSWER_AFTER = Duration.ofSeconds(4);

    private static final String LATE = "/late";
    private static final List<String> GROUPS = List.of("plain", "open", "crowd");
    private static final double MORE_MAX = 1.15;

    private CrowdMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Duration time = Duration.ofSeconds(args.length > 2 ? Integer.parseInt(args[2]) : 12);
        // a call at the provider has a socket more in this process, and in the gateway's
        int open = (int) Math.min(clients, (Machine.here().filesMax() - FILES_BESIDE) / 2);
        if (Machine.here().filesMax() < clients + FILES_BESIDE) {
            System.err.println("ulimit -n: " + Machine.here().filesMax() + " (expected: >= " + (clients + FILES_BESIDE)
                    + " for " + clients + " clients)");
            System.exit(2);
        }
        ResultPage page = new ResultPage("Waiting", "bench/crowd " + clients + " " + rounds + " " + time.toSeconds());
        page.line(
                "%d accounts of %d slots, %d users; the provider answers after %d ms, %d bytes for %d. \"plain\": %d clients,"
                        + " for whom one account has slots enough. \"open\": %d clients, slots enough, but answers after %d s: as many calls"
                        + " at once and about as long as in the crowd, with nobody waiting in the gateway. \"crowd\": %d clients.",
                ACCOUNTS,
                SLOTS,
                USERS,
                ANSWER_AFTER.toMillis(),
                ANSWER_BYTES,
                REQUEST_BYTES,
                ACCOUNTS * SLOTS,
                open,
                LATE_ANSWER_AFTER.toSeconds(),
                clients);
        page.line("");
        page.line("| round | load | answers | bad | calls/s | CPU µs/call | p50 ms | p99 ms |");
        page.line("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        Path folder = Files.createTempDirectory("headgate-crowd");
        try (FakeUpstream upstream = FakeUpstream.start(FakeOptions.DEFAULTS.withLoops(2))) {
            Script answer = BenchAnswers.json(Compare.PATH, ANSWER_BYTES);
            upstream.forPath("/", answer.delayHeaders(ANSWER_AFTER));
            upstream.forPath(LATE, answer.delayHeaders(LATE_ANSWER_AFTER));
            Running gateway = gateway(folder, upstream.port(), clients).start();
            try {
                new CrowdRounds(page, gateway, new Clients(ACCOUNTS * SLOTS, open, clients), time).run(rounds);
                int most = 0;
                int full = 0;
                for (int i = 0; i < ACCOUNTS; i++) {
                    int at = upstream.openMax(account(i));
                    most = Math.max(most, at);
                    full += at == SLOTS ? 1 : 0;
                }
                page.line(
                        "Calls at once at the provider, the most of any account: %d (allowed: %d); %d of %d accounts had %d.",
                        most, SLOTS, full, ACCOUNTS, SLOTS);
            } finally {
                gateway.processes().stop();
            }
        } finally {
            SettleMain.delete(folder);
        }
        page.write("crowd");
    }

    /** How many connections each load has. */
    private record Clients(int plain, int open, int crowd) {}

    /** The runs of one gateway. */
    private record CrowdRounds(ResultPage page, Running gateway, Clients clients, Duration time) {
        void run(int rounds) throws IOException {
            double[] plain = new double[rounds];
            double[] open = new double[rounds];
            double[] crowd = new double[rounds];
            for (int round = 0; round <= rounds; round++) { // the first is warm-up
                LoadResult few = load("plain", clients.plain());
                LoadResult late = load("open", clients.open());
                LoadResult many = load("crowd", clients.crowd());
                if (round > 0) {
                    plain[round - 1] = few.cpuMicrosPerAnswer();
                    open[round - 1] = late.cpuMicrosPerAnswer();
                    crowd[round - 1] = many.cpuMicrosPerAnswer();
                    say(round, "plain", few);
                    say(round, "open", late);
                    say(round, "crowd", many);
                }
            }
            page.line("");
            compared("plain", median(plain), median(crowd));
            compared("open", median(open), median(crowd));
        }

        private void compared(String beside, double one, double crowd) {
            double ratio = crowd / one;
            page.line(
                    "Median CPU a call: crowd %.0f µs, %s %.0f µs, ratio %.2f (target: at most %.2f, %s).",
                    crowd, beside, one, ratio, MORE_MAX, ratio <= MORE_MAX ? "met" : "missed");
        }

        private LoadResult load(String group, int connections) throws IOException {
            List<byte[]> requests = new ArrayList<>();
            for (int user = 0; user < USERS; user++) {
                requests.add(
                        ResponseReader.request(Compare.PATH, key(group, user), Compare.body(REQUEST_BYTES, false)));
            }
            try (Driver driver = new Driver(gateway.gateway().port(), requests, 0, gateway.processes()::cpuMicros)) {
                return driver.closed(connections, time);
            }
        }

        private void say(int round, String load, LoadResult result) {
            page.line(
                    "| %d | %s | %d | %d | %.0f | %.0f | %.0f | %.0f |",
                    round,
                    load,
                    result.answers(),
                    result.bad(),
                    result.answers() / result.seconds(),
                    result.cpuMicrosPerAnswer(),
                    result.latencyNanos().at(0.5) / 1e6,
                    result.latencyNanos().at(0.99) / 1e6);
        }

        private static double median(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }

    private static String account(int number) {
        return "sk-upstream-crowd-" + number;
    }

    private static String key(String group, int user) {
        return "sk-hg-%s-%02d-0123456789abcdef0123456789abcdef".formatted(group, user);
    }

    private static Gateway gateway(Path folder, int upstreamPort, int clients) throws IOException {
        int port = Gateway.freePort();
        StringBuilder yaml = new StringBuilder(
                """
                server: { host: 127.0.0.1, port: %1$d }
                data: %2$s/data
                gateway: { queue-timeout: 5m, queue-max: %3$d }
                bootstrap: { admin-email: admin@example.com, admin-password: bench-admin-password-1 }
                declare:
                  groups:
                    - { name: plain, unknown-model: unpriced }
                    - { name: open, unknown-model: unpriced }
                    - { name: crowd, unknown-model: unpriced }
                  accounts:
                    - { name: wide, provider: anthropic, base-url: "http://127.0.0.1:%4$d", groups: [plain], concurrency: 20000,
                        credential: { type: api-key, api-key: %5$s } }
                    - { name: late, provider: anthropic, base-url: "http://127.0.0.1:%4$d%6$s", groups: [open], concurrency: 20000,
                        credential: { type: api-key, api-key: %5$s } }
                """.formatted(port, folder, clients + 1_000, upstreamPort, Gateway.UPSTREAM_KEY, LATE));
        for (int i = 0; i < ACCOUNTS; i++) {
            yaml.append(
                    "    - { name: a-%d, provider: anthropic, base-url: \"http://127.0.0.1:%d\", groups: [crowd], concurrency: %d, credential: { type: api-key, api-key: %s } }%n"
                            .formatted(i, upstreamPort, SLOTS, account(i)));
        }
        yaml.append("  users:\n");
        for (int user = 0; user < USERS; user++) {
            yaml.append("    - { email: user-%d@example.com }%n".formatted(user));
        }
        yaml.append("  keys:\n");
        for (String group : GROUPS) {
            for (int user = 0; user < USERS; user++) {
                yaml.append("    - { name: %s-%d, user: user-%d@example.com, group: %s, key: %s }%n"
                        .formatted(group, user, user, group, key(group, user)));
            }
        }
        Path config = folder.resolve("headgate.yaml");
        Files.writeString(config, yaml);
        return Gateway.serving(List.of("./run"), folder, port, config);
    }
}

package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The vendors' own JavaScript clients are the judges of "compatible" as well. The judging is done by the suite in {@code
 * src/test/js}, which gets the gateway's address and keys in {@code HEADGATE_URL}, {@code HEADGATE_KEY}, {@code
 * HEADGATE_POOR_KEY} and {@code HEADGATE_SPARE_KEYS}; what it leaves behind in the books is judged here.
 */
@Tag("slow")
class JavaScriptSdkTest {
    private static final Path SUITE = Path.of("src/test/js").toAbsolutePath();
    private static final Duration INSTALL_MAX = Duration.ofMinutes(5);
    private static final Duration RUN_MAX = Duration.ofMinutes(3);
    private static final int SPARES = 40;

    /** Calls that the suites leave in their middle, by protocol. */
    private static final Map<String, Long> LEFT = Map.of(
            "anthropic-messages", 3L,
            "openai-chat", 3L,
            "openai-responses", 2L,
            "gemini-generate", 2L);

    /** Fetches the clients in the versions of the lock file, unless they are there already. */
    @BeforeAll
    static void install() throws Exception {
        Path lock = SUITE.resolve("package-lock.json");
        Path installed = SUITE.resolve("node_modules/.installed-lock.json");
        if (Files.exists(installed) && Files.mismatch(lock, installed) == -1) {
            return;
        }
        run(INSTALL_MAX, Map.of(), "npm", "ci", "--include=dev", "--no-progress");
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theVendorsJavaScriptClientsAreSatisfied() throws Exception {
        TestGateway gateway = TestGateway.start("", SPARES);
        try (gateway) {
            String spares =
                    IntStream.range(0, SPARES).mapToObj(TestGateway::spareKey).collect(Collectors.joining(","));
            String said = run(
                    RUN_MAX,
                    Map.of(
                            "HEADGATE_URL",
                            "http://127.0.0.1:" + gateway.port(),
                            "HEADGATE_KEY",
                            TestGateway.KEY,
                            "HEADGATE_POOR_KEY",
                            "sk-hg-poor-0123456789abcdef",
                            "HEADGATE_SPARE_KEYS",
                            spares),
                    "node",
                    "--test",
                    "--test-reporter=spec");
            assertThat(said).containsPattern("pass [1-9]").contains("fail 0", "skipped 0");

            TestGateway.until(() -> gateway.headgate().inFlight() == 0);
            everyCallThatWasLeftIsSettledWithTheTruth(gateway);
            whatTheProviderSawStandsInTheBooks(gateway);
        }
    }

    private static void everyCallThatWasLeftIsSettledWithTheTruth(TestGateway gateway) {
        long calls = LEFT.values().stream().mapToLong(Long::longValue).sum();
        TestGateway.until(() -> left(gateway).size() >= calls);
        List<String> rows = left(gateway);
        Map<String, Long> byProtocol = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.replaceFirst(".*\"protocol\":\"([^\"]+)\".*", "$1"), Collectors.counting()));

        assertThat(byProtocol).isEqualTo(LEFT);
        assertThat(rows)
                .allMatch(row -> row.contains("\"estimated\":false"))
                .noneMatch(row -> row.contains("\"output_tokens\":0,"))
                .noneMatch(row -> row.contains("\"charged_nanos\":0,"));
    }

    private static void whatTheProviderSawStandsInTheBooks(TestGateway gateway) {
        TestGateway.until(() -> attempts(gateway) >= gateway.fake().requests());
        assertThat(attempts(gateway)).isEqualTo(gateway.fake().requests());
    }

    private static long attempts(TestGateway gateway) {
        return gateway.export().stream()
                .mapToLong(row -> Long.parseLong(row.replaceFirst(".*\"attempts\":([0-9]+).*", "$1")))
                .sum();
    }

    private static List<String> left(TestGateway gateway) {
        return gateway.export().stream()
                .filter(row -> row.contains("\"error_code\":\"client_gone\""))
                .toList();
    }

    /** What a program wrote that had to end well in time; it runs in the suite's folder. */
    private static String run(Duration max, Map<String, String> settings, String... command) throws Exception {
        Path written = Files.createTempFile("headgate-" + command[0], ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(SUITE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(written.toFile());
        // the clients read addresses and credentials from these, were a developer to have them set
        builder.environment()
                .keySet()
                .removeIf(name ->
                        Stream.of("ANTHROPIC_", "OPENAI_", "GOOGLE_", "GEMINI_").anyMatch(name::startsWith));
        builder.environment().putAll(settings);
        Process process = started(builder);
        try {
            boolean ended = process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
            String said = Files.readString(written);
            String what = String.join(" ", command);
            assertThat(ended)
                    .as("%s: still running after %s: %s", what, max, said)
                    .isTrue();
            assertThat(process.exitValue()).as("%s: %s", what, said).isZero();
            return said;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(written);
        }
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    builder.command().getFirst() + ": can't be started (expected: the packages nodejs and npm)", e);
        }
    }
}

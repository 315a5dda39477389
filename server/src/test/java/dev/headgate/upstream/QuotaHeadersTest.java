package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.accounts.QuotaWindow;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quota windows as vendors tell them. */
class QuotaHeadersTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static QuotaHeaders.Told read(String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return QuotaHeaders.read(all, NOW);
    }

    private static QuotaWindow named(List<QuotaWindow> windows, String name) {
        return windows.stream()
                .filter(window -> window.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAnswerWithoutWindowsTellsNone() {
        assertThat(read("content-type", "application/json", "x-request-id", "1"))
                .isNull();
        assertThat(read("x-ratelimit-limit-requests", "(masked)")).isNull();
    }

    @Test
    void anthropicsMinuteWindowsAreOfTheModel() {
        QuotaHeaders.Told told = read(
                "Anthropic-Ratelimit-Requests-Limit", "4000",
                "anthropic-ratelimit-requests-remaining", "3999",
                "anthropic-ratelimit-requests-reset", "2026-11-25T12:00:10Z",
                "anthropic-ratelimit-output-tokens-limit", "90000",
                "anthropic-ratelimit-output-tokens-remaining", "45000",
                "anthropic-ratelimit-output-tokens-reset", "2026-11-25T12:00:30Z",
                "anthropic-ratelimit-tokens-limit", "540000");

        assertThat(told.account()).isEmpty();
        assertThat(told.model()).hasSize(2);
        QuotaWindow tokens = named(told.model(), "output-tokens");
        assertThat(tokens.limit()).isEqualTo(90_000);
        assertThat(tokens.usedPpm()).isEqualTo(500_000);
        assertThat(tokens.length()).isEqualTo(Duration.ofMinutes(1));
        assertThat(tokens.resetsAt()).isEqualTo(NOW.plusSeconds(30));
    }

    @Test
    void anthropicsPlansAreOfTheAccount() {
        QuotaHeaders.Told told = read(
                "anthropic-ratelimit-unified-status", "allowed",
                "anthropic-ratelimit-unified-5h-utilization", "0.42",
                "anthropic-ratelimit-unified-5h-reset",
                        Long.toString(NOW.plusSeconds(3_600).getEpochSecond()),
                "anthropic-ratelimit-unified-5h-status", "allowed",
                "anthropic-ratelimit-unified-7d-utilization", "1.0",
                "anthropic-ratelimit-unified-7d-status", "rejected",
                "anthropic-ratelimit-unified-fallback-percentage", "0.5",
                "anthropic-ratelimit-unified-reset", "1764075600");

        assertThat(told.model()).isEmpty();
        assertThat(told.account()).hasSize(2);
        assertThat(named(told.account(), "5h").usedPpm()).isEqualTo(420_000);
        assertThat(named(told.account(), "5h").resetsAt()).isEqualTo(NOW.plusSeconds(3_600));
        assertThat(named(told.account(), "7d").exhaustedAt(NOW)).isTrue();
        assertThat(named(told.account(), "7d").length()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void plansOfOpenAiAreNamedByTheirLength() {
        QuotaHeaders.Told told = read(
                "x-codex-primary-used-percent", "37.5",
                "x-codex-primary-window-minutes", "300",
                "x-codex-primary-reset-after-seconds", "600",
                "x-codex-secondary-used-percent", "9",
                "x-codex-secondary-window-minutes", "10080",
                "x-codex-secondary-reset-at", "1795608000");

        assertThat(named(told.account(), "5h").usedPpm()).isEqualTo(375_000);
        assertThat(named(told.account(), "5h").resetsAt()).isEqualTo(NOW.plusSeconds(600));
        assertThat(named(told.account(), "7d").usedPpm()).isEqualTo(90_000);
        assertThat(named(told.account(), "7d").resetsAt()).isEqualTo(Instant.ofEpochSecond(1_795_608_000L));
    }

    @Test
    void compatibleVendorsAreUnderstood() {
        QuotaHeaders.Told azure = read(
                "x-ratelimit-limit-requests", "250",
                "x-ratelimit-remaining-requests", "249",
                "x-ratelimit-renewalperiod-requests", "60",
                "x-ratelimit-reset-requests", "0");
        assertThat(named(azure.model(), "requests").length()).isEqualTo(Duration.ofMinutes(1));
        QuotaHeaders.Told cerebras = read(
                "x-ratelimit-limit-requests-day", "1440000",
                "x-ratelimit-remaining-requests-day", "1439989",
                "x-ratelimit-reset-requests-day", "3562.504768848419",
                "x-ratelimit-limit-tokens-minute", "1000000",
                "x-ratelimit-remaining-tokens-minute", "250000",
                "x-ratelimit-reset-tokens-minute", "22.5");
        assertThat(named(cerebras.model(), "requests-day").length()).isEqualTo(Duration.ofDays(1));
        assertThat(named(cerebras.model(), "tokens-minute").usedPpm()).isEqualTo(750_000);
        assertThat(named(cerebras.model(), "requests-day").resetsAt()).isEqualTo(NOW.plusSeconds(3_563));
        QuotaHeaders.Told together =
                read("x-ratelimit-limit", "30", "x-ratelimit-remaining", "15", "x-ratelimit-reset", "2");
        assertThat(named(together.model(), "requests").usedPpm()).isEqualTo(500_000);
    }

    @ParameterizedTest
    @CsvSource({
        "120ms, 2026-11-25T12:00:00.120Z",
        "0s, 2026-11-25T12:00:00Z",
        "1m2.5s, 2026-11-25T12:01:02.500Z",
        "25m54.826s, 2026-11-25T12:25:54.826Z",
        "6h30m, 2026-11-25T18:30:00Z",
        "2, 2026-11-25T12:00:02Z",
        "1795608000, 2026-11-25T12:00:00Z",
        "1795608000123, 2026-11-25T12:00:00.123Z",
        "2026-11-25T12:00:01Z, 2026-11-25T12:00:01Z",
        "2026-11-25T12:00:01.25+00:00, 2026-11-25T12:00:01.250Z",
        "later,",
        "12parsecs,",
        "'',"
    })
    void everyWayOfWritingAResetIsUnderstood(String text, @org.jspecify.annotations.Nullable Instant expected) {
        assertThat(QuotaHeaders.instant(text, NOW)).isEqualTo(expected);
    }

    /** Every recorded answer with such headers, less those whose values the recorder replaced, tells windows. */
    @Test
    void theRecordingsTellTheirWindows() throws IOException {
        Path recordings = Path.of("../../shared/recordings").toAbsolutePath().normalize();
        int told = 0;
        try (Stream<Path> files = Files.walk(recordings)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                JsonNode headers = new ObjectMapper().readTree(file.toFile()).at("/response/headers");
                MultiMap all = MultiMap.caseInsensitiveMultiMap();
                headers.properties()
                        .forEach(header ->
                                all.add(header.getKey(), header.getValue().asText()));
                boolean tells = Stream.of("anthropic-ratelimit-tokens-remaining", "x-ratelimit-remaining-requests")
                        .anyMatch(name -> all.contains(name)
                                && Character.isDigit(all.get(name).charAt(0)));
                if (tells) {
                    told++;
                    assertThat(QuotaHeaders.read(all, NOW)).as(file.toString()).isNotNull();
                }
            }
        }
        assertThat(told).isGreaterThan(50);
    }
}

package dev.headgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.Money;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.TokenUsage.Extras;
import dev.headgate.protocol.UsageReader;
import dev.headgate.protocol.UsageReaders;
import dev.headgate.protocol.UsageReport;
import dev.headgate.testkit.Recordings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the shipped table charges, against figures worked by hand from the vendors' public prices. */
class GoldenChargesTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final PriceBook BOOK = PriceBook.parse(resource("/prices/models.json"));

    /** Recorded models that have no price here, each looked up and not found in the table: local, free or withdrawn ones. */
    private static final Set<String> UNKNOWN = Set.of(
            "@cf/meta/llama-3.3-70b-instruct-fp8-fast",
            "Qwen/Qwen3-4B",
            "Qwen/Qwen3-Embedding-8B",
            "gpt-oss:120b",
            "groq/compound",
            "llama3",
            "meta-llama/Llama-3.3-70B-Instruct-Turbo",
            "meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo",
            "minimax/minimax-m2:free",
            "mistral.voxtral-mini-3b-2507",
            "qwen-3-235b-a22b-instruct-2507",
            "voxtral-small-latest");

    private static byte[] resource(String name) {
        try (InputStream in = GoldenChargesTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UsageReport read(Recordings.Exchange exchange) {
        UsageReader reader = UsageReaders.open(exchange.protocol());
        byte[] body = exchange.responseBody();
        reader.feed(body, 0, body.length);
        reader.end();
        return reader.report();
    }

    private static Quote quote(String provider, String model, UsageReport report) {
        return Quote.of(name -> BOOK.find(provider, name, NOW), model, report.parts(), report.terms());
    }

    /** No figure without who said it and when; what supplements a row names its own source and day. */
    @Test
    void everyPriceNamesItsSourceAndItsDay() throws IOException {
        int supplemented = 0;
        for (JsonNode row :
                new ObjectMapper().readTree(resource("/prices/models.json")).path("rows")) {
            String model = row.path("model").asText();
            assertThat(row.path("source").asText()).as(model).isNotBlank();
            assertThat(LocalDate.parse(row.path("date").asText())).as(model).isBefore(LocalDate.parse("2026-11-26"));
            if (row.has("supplement")) {
                supplemented++;
                for (String part : row.path("supplement").asText().split("; ", -1)) {
                    assertThat(part).as(model).matches("[a-zA-Z0-9]+: .*\\S, \\d{4}-\\d{2}-\\d{2}");
                    assertThat(row.has(part.substring(0, part.indexOf(':'))))
                            .as(part)
                            .isTrue();
                }
            }
        }
        assertThat(supplemented).isGreaterThan(20);
    }

    @TestFactory
    Stream<DynamicTest> recordedAnswers() {
        Map<String, Recordings.Exchange> byId =
                Recordings.all().stream().collect(Collectors.toMap(Recordings.Exchange::id, Function.identity()));
        assumeTrue(!byId.isEmpty(), "shared/recordings is not beside this checkout");
        List<String> lines = new String(resource("/pricing/golden-charges.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(60);
        return lines.stream()
                .map(line -> line.split(" "))
                .map(cells -> DynamicTest.dynamicTest(cells[0], () -> {
                    Quote quote = quote(cells[1], cells[2], read(Objects.requireNonNull(byId.get(cells[0]), cells[0])));
                    assertThat(quote.cost().list()).isEqualTo(Money.parseUsd(cells[3]));
                }));
    }

    /** No recorded model is priced at nothing unnoticed: it has a price, or stands in the list of those that don't. */
    @Test
    void everyRecordedModelIsPricedOrKnownToBeUnknown() {
        assumeTrue(!Recordings.all().isEmpty(), "shared/recordings is not beside this checkout");
        Set<String> unpriced = new TreeSet<>();
        for (Recordings.Exchange exchange : Recordings.all()) {
            if (exchange.status() != 200 || exchange.protocol().free()) {
                continue;
            }
            String model = exchange.json().path("model").asText();
            String provider = provider(exchange.json().path("provider").asText());
            UsageReport report = read(exchange);
            Quote quote = quote(provider, model, report);
            if (quote.version().equals(Quote.UNPRICED)) {
                unpriced.add(model);
            } else if (report.total().prompt() > 0 && !model.startsWith("glm-4.7-flash")) { // the one at price 0
                assertThat(quote.cost().list().nanos()).as(exchange.id()).isPositive();
            }
        }
        assertThat(unpriced).isEqualTo(new TreeSet<>(UNKNOWN));
    }

    private static String provider(String recorded) {
        return switch (recorded) {
            case "anthropic", "openai" -> recorded;
            case "google-ai", "google-vertex", "gemini" -> "gemini";
            default -> "openai-compatible";
        };
    }

    private static TokenUsage tokens(long input, long output) {
        return new TokenUsage(input, output, 0, 0, 0, 0);
    }

    private static String list(String provider, String model, TokenUsage used, ServiceTerms terms) {
        Price price = BOOK.find(provider, model, NOW).orElseThrow();
        return Cost.of(price, used, terms).list().toString();
    }

    private static final ServiceTerms STANDARD = ServiceTerms.NONE;
    private static final ServiceTerms BATCH = ServiceTerms.tier("batch");
    private static final ServiceTerms FLEX = ServiceTerms.tier("flex");
    private static final ServiceTerms PRIORITY = ServiceTerms.tier("priority");

    @Test
    void serviceTiers() {
        // claude-sonnet-4-6 is 3/15, read 0.3, 5 m write 3.75, 1 h write 6; batch is half of each:
        // 1000×1.5 + 200×7.5 + 5000×0.15 + 400×1.875 + 300×3 = 1500 + 1500 + 750 + 750 + 900 = 5400 µ$
        TokenUsage cached = new TokenUsage(1_000, 200, 5_000, 400, 300, 0);
        assertThat(list("anthropic", "claude-sonnet-4-6", cached, BATCH)).isEqualTo("0.0054");
        // the same at standard: 3000 + 3000 + 1500 + 1500 + 1800 = 10800 µ$; Anthropic's priority tier is sold at list
        // price
        assertThat(list("anthropic", "claude-sonnet-4-6", cached, STANDARD)).isEqualTo("0.0108");
        assertThat(list("anthropic", "claude-sonnet-4-6", cached, PRIORITY)).isEqualTo("0.0108");
        // gpt-4o priority is 4.25/17, its cached input in proportion 1.25 × 1.7 = 2.125: 100×4.25 + 10×17 + 1000×2.125
        // = 2720 µ$
        TokenUsage read = new TokenUsage(100, 10, 1_000, 0, 0, 0);
        assertThat(list("openai", "gpt-4o", read, PRIORITY)).isEqualTo("0.00272");
        // a dated name has the tiers of its plain one
        assertThat(list("openai", "gpt-4o-2024-08-06", read, PRIORITY)).isEqualTo("0.00272");
        // gpt-5-mini flex 0.125/1, cached 0.0125: 800×0.125 + 100×1 + 4000×0.0125 = 100 + 100 + 50 = 250 µ$
        TokenUsage flexed = new TokenUsage(800, 100, 4_000, 0, 0, 50);
        assertThat(list("openai", "gpt-5-mini", flexed, FLEX)).isEqualTo("0.00025");
        // text-embedding-3-large batch 0.065: 100000×0.065 = 6500 µ$
        assertThat(list("openai", "text-embedding-3-large", tokens(100_000, 0), BATCH))
                .isEqualTo("0.0065");
        // gemini-3-flash-preview priority 0.9/5.4, cached 0.05 × 1.8 = 0.09, audio 1 × 1.8: 100×0.9 + 50×1.8 + 20×5.4 +
        // 1000×0.09
        // = 90 + 90 + 108 + 90 = 378 µ$
        TokenUsage heard = new TokenUsage(150, 20, 1_000, 0, 0, 0, new Extras(50, 0, 0, 0, 0, 0, 0));
        assertThat(list("gemini", "gemini-3-flash-preview", heard, PRIORITY)).isEqualTo("0.000378");
        // Vertex says it in other words
        assertThat(list("gemini", "gemini-3-flash-preview", heard, ServiceTerms.tier("ON_DEMAND_PRIORITY")))
                .isEqualTo("0.000378");
    }

    @Test
    void speedAndRegion() {
        // claude-opus-4-8 is 5/25; fast is twice that, within the US 1.1 times: 1000×5 + 100×25 = 7500 µ$; ×2 = 15000;
        // ×2×1.1 = 16500
        TokenUsage used = tokens(1_000, 100);
        assertThat(list("anthropic", "claude-opus-4-8", used, new ServiceTerms("standard", "fast", "global")))
                .isEqualTo("0.015");
        assertThat(list("anthropic", "claude-opus-4-8", used, new ServiceTerms("standard", "fast", "us")))
                .isEqualTo("0.0165");
        // a search costs the same everywhere: 16500 + 10000
        assertThat(list(
                        "anthropic",
                        "claude-opus-4-8",
                        used.with(Extras.searches(1)),
                        new ServiceTerms("standard", "fast", "us")))
                .isEqualTo("0.0265");
    }

    @Test
    void longContext() {
        // gemini-2.5-pro above 200k: 2.5/15, read 0.25: 150000×2.5 + 60000×0.25 + 1000×15 = 375000 + 15000 + 15000 =
        // 405000 µ$
        TokenUsage over = new TokenUsage(150_000, 1_000, 60_000, 0, 0, 0);
        assertThat(list("gemini", "gemini-2.5-pro", over, STANDARD)).isEqualTo("0.405");
        // exactly 200k: 140000×1.25 + 60000×0.125 + 1000×10 = 175000 + 7500 + 10000 = 192500 µ$
        TokenUsage at = new TokenUsage(140_000, 1_000, 60_000, 0, 0, 0);
        assertThat(list("gemini", "gemini-2.5-pro", at, STANDARD)).isEqualTo("0.1925");
        // gpt-5.4 above 272k: 5/22.5, read 0.5; batch is half: 300000×2.5 + 2000×11.25 = 750000 + 22500 = 772500 µ$
        assertThat(list("openai", "gpt-5.4", tokens(300_000, 2_000), BATCH)).isEqualTo("0.7725");
    }

    @Test
    void thinkingIsPaidOnce() {
        // gpt-5 1.25/10: 100×1.25 + 1000×10 = 10125 µ$, whatever part of the 1000 was thinking
        TokenUsage thought = new TokenUsage(100, 1_000, 0, 0, 0, 900);
        assertThat(list("openai", "gpt-5", thought, STANDARD)).isEqualTo("0.010125");
        // qwen-plus-2025-07-14 has its own price of thinking, 4 in place of 1.2: 100×0.4 + 100×1.2 + 900×4 = 3760 µ$
        assertThat(list("openai-compatible", "qwen-plus-2025-07-14", thought, STANDARD))
                .isEqualTo("0.00376");
    }

    @Test
    void soundImagesAndSearches() {
        // gpt-4o-audio-preview text 2.5/10, audio 40/80: 20×2.5 + 80×40 + 50×10 + 150×80 = 50 + 3200 + 500 + 12000 =
        // 15750 µ$
        TokenUsage spoken = new TokenUsage(100, 200, 0, 0, 0, 0, new Extras(80, 150, 0, 0, 0, 0, 0));
        assertThat(list("openai", "gpt-4o-audio-preview", spoken, STANDARD)).isEqualTo("0.01575");
        // gemini-2.5-flash-image: 16×0.3 + 17×2.5 + 1290 image tokens × 30 = 4.8 + 42.5 + 38700 = 38747.3 µ$
        TokenUsage drawn = new TokenUsage(16, 1_307, 0, 0, 0, 0, new Extras(0, 0, 0, 1_290, 0, 0, 0));
        assertThat(list("gemini", "gemini-2.5-flash-image", drawn, STANDARD)).isEqualTo("0.0387473");
        // gpt-image-1: 50 text × 5 + 300 image × 10 + 1056 drawn × 40 = 250 + 3000 + 42240 = 45490 µ$
        TokenUsage edited = new TokenUsage(350, 1_056, 0, 0, 0, 0, new Extras(0, 0, 300, 1_056, 0, 0, 0));
        assertThat(list("openai", "gpt-image-1", edited, STANDARD)).isEqualTo("0.04549");
        // dall-e-3: 2 pictures × $0.04
        assertThat(list("openai", "dall-e-3", TokenUsage.NONE.with(new Extras(0, 0, 0, 0, 0, 2, 0)), STANDARD))
                .isEqualTo("0.08");
        // whisper-1: $0.006 a minute, 90 s = $0.009
        assertThat(list("openai", "whisper-1", TokenUsage.NONE.with(new Extras(0, 0, 0, 0, 0, 0, 90)), STANDARD))
                .isEqualTo("0.009");
        // gemini-2.5-flash: a grounded prompt is $0.035 however many queries it took: 1000×0.3 + 100×2.5 + 35000 =
        // 35550 µ$
        assertThat(list("gemini", "gemini-2.5-flash", tokens(1_000, 100).with(Extras.searches(3)), STANDARD))
                .isEqualTo("0.03555");
        // gemini-3-flash-preview: each query is $0.014: 1000×0.5 + 100×3 + 3×14000 = 42800 µ$
        assertThat(list("gemini", "gemini-3-flash-preview", tokens(1_000, 100).with(Extras.searches(3)), STANDARD))
                .isEqualTo("0.0428");
        // sonar: $0.005 a request beside 1/1: 100 + 50 + 5000 = 5150 µ$; nothing produced, nothing billed
        assertThat(list("openai-compatible", "sonar", tokens(100, 50), STANDARD))
                .isEqualTo("0.00515");
        assertThat(list("openai-compatible", "sonar", TokenUsage.NONE, STANDARD))
                .isEqualTo("0");
    }

    @Test
    void aPriceHoldsFromItsDay() {
        // claude-sonnet-5: 2/10 until the end of August 2026, then 3/15
        Instant before = Instant.parse("2026-08-31T23:59:59.999Z");
        Price early = BOOK.find("anthropic", "claude-sonnet-5", before).orElseThrow();
        assertThat(Cost.of(early, tokens(1_000, 100), STANDARD).list()).isEqualTo(Money.parseUsd("0.003"));
        assertThat(list("anthropic", "claude-sonnet-5", tokens(1_000, 100), STANDARD))
                .isEqualTo("0.0045");
    }

    @Test
    void multipliersMeetBeforeTheOneRounding() {
        // gpt-5-nano 0.05 a million input: 7 tokens = 350 nano-dollars; ×1.5 ×1.1 ×0.5 = 288.75 → 289
        Cost cost = Cost.of(BOOK.find("openai", "gpt-5-nano", NOW).orElseThrow(), tokens(7, 0), STANDARD);
        assertThat(cost.charged(1_500_000, 1_100_000, 500_000)).isEqualTo(new Money(289));
    }
}

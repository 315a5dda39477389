package dev.headgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Money;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Charges are exact and rounded once, half to even; figures worked out by hand from the price facts. */
class CostTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Price SIMPLE =
            new Price("test", new Price.Rates(3_000_000, 15_000_000, 300_000, 3_750_000, 6_000_000), null);

    private static PriceBook book() throws IOException {
        try (InputStream in = CostTest.class.getResourceAsStream("/prices/models.json")) {
            return PriceBook.parse(Objects.requireNonNull(in).readAllBytes());
        }
    }

    @Test
    void everyClassHasItsOwnRate() {
        TokenUsage tokens = new TokenUsage(1_000, 2_000, 10_000, 4_000, 500, 700);

        Cost cost = Cost.of(SIMPLE, tokens, ServiceTerms.NONE);

        // 0.003 + 0.030 + 0.003 + 0.015 + 0.003 USD; reasoning is part of output
        assertThat(cost.list()).isEqualTo(Money.parseUsd("0.054"));
        assertThat(cost.charged(1_500_000, 1_000_000, 1_000_000)).isEqualTo(Money.parseUsd("0.081"));
        assertThat(cost.charged(1_500_000, 2_000_000, 500_000)).isEqualTo(Money.parseUsd("0.081"));
    }

    @Test
    void roundingIsHalfToEvenAndHappensOnce() {
        Price half = new Price("test", new Price.Rates(500, 0, 0, 0, 0), null);

        assertThat(charge(half, 1)).isZero(); // 0.5 nano → 0
        assertThat(charge(half, 3)).isEqualTo(2); // 1.5 → 2
        assertThat(charge(half, 5)).isEqualTo(2); // 2.5 → 2
        Cost two = Cost.of(half, input(1), ServiceTerms.NONE).plus(Cost.of(half, input(1), ServiceTerms.NONE));
        assertThat(two.list().nanos()).isEqualTo(1); // not 0 + 0
    }

    private static long charge(Price price, long tokens) {
        return Cost.of(price, input(tokens), ServiceTerms.NONE).list().nanos();
    }

    private static TokenUsage input(long tokens) {
        return new TokenUsage(tokens, 0, 0, 0, 0, 0);
    }

    @Test
    void theLongContextRatesApplyToTheWholeCall() throws IOException {
        Price sonnet = book().find("anthropic", "claude-4-sonnet-20250514", NOW).orElseThrow();

        assertThat(Cost.of(sonnet, input(200_000), ServiceTerms.NONE).list()).isEqualTo(Money.parseUsd("0.6"));
        assertThat(Cost.of(sonnet, input(200_001), ServiceTerms.NONE).list()).isEqualTo(Money.parseUsd("1.200006"));
    }

    @Test
    void modelsAreFoundByTheirVendorsSpellings() throws IOException {
        PriceBook book = book();

        assertThat(book.find("anthropic", "claude-haiku-4-5", NOW)).isPresent();
        assertThat(book.find("openai-compatible", "anthropic/claude-haiku-4-5", NOW))
                .isPresent();
        assertThat(book.find("anthropic", "claude-haiku-4-5-20991231", NOW)).isPresent();
        assertThat(book.find("gemini", "models/gemini-2.5-flash", NOW)).isPresent();
        assertThat(book.find("openai", "no-such-model", NOW)).isEmpty();
        assertThat(book.find("anthropic", "claude-haiku-4-5", NOW).orElseThrow().version())
                .isEqualTo("2026-08-01/litellm");
    }
}

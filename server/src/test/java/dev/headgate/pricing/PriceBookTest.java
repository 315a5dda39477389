package dev.headgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A price is found under every name that means the model, and nothing in the table is free by omission. */
class PriceBookTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static PriceBook book(String... rows) {
        String json = "{\"unit\":\"pico-dollars per token\",\"rows\":[" + String.join(",", rows) + "]}";
        return PriceBook.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static PriceBook shipped() throws IOException {
        try (InputStream in = PriceBookTest.class.getResourceAsStream("/prices/models.json")) {
            return PriceBook.parse(Objects.requireNonNull(in).readAllBytes());
        }
    }

    private static String row(String provider, String model, String more) {
        return "{\"model\":\"" + model + "\",\"provider\":\"" + provider + "\",\"input\":100,\"output\":200" + more
                + ",\"source\":\"test\",\"date\":\"2026-01-02\"}";
    }

    private static Price.Rates rates(PriceBook book, String provider, String model) {
        return book.find(provider, model, NOW).orElseThrow().base();
    }

    /** Zero for what a table doesn't say would give tokens away. */
    @Test
    void whatATableLeavesOpenIsFilledNeverFree() {
        PriceBook book = book(
                row("anthropic", "claude-x", ""),
                row("openai", "gpt-x", ""),
                row("openai", "gpt-y", ",\"cacheWrite5m\":125"));

        assertThat(rates(book, "anthropic", "claude-x")).isEqualTo(new Price.Rates(100, 200, 100, 100, 200));
        assertThat(rates(book, "openai", "gpt-x")).isEqualTo(new Price.Rates(100, 200, 100, 100, 100));
        assertThat(rates(book, "openai", "gpt-y")).isEqualTo(new Price.Rates(100, 200, 100, 125, 125));
    }

    @Test
    void aModelIsFoundUnderEveryNameThatMeansIt() {
        PriceBook book = book(row("openai", "gpt-x", ""), row("google", "gemini-x", ""));

        for (String name :
                List.of("gpt-x", "GPT-X", "gpt-x-2026-01-31", "gpt-x-20260131", "gpt-x-latest", "openai/gpt-x")) {
            assertThat(book.find("openai", name, NOW)).as(name).isPresent();
        }
        assertThat(book.find("gemini", "models/gemini-x-001", NOW)).isPresent();
        assertThat(book.find("openai-compatible", "gpt-x", NOW))
                .as("its maker's price at a reseller")
                .isPresent();
        assertThat(book.find("openai", "gpt-x-mini", NOW)).as("another model").isEmpty();
        assertThat(book.find("openai", "", NOW)).isEmpty();
    }

    /** The account's own vendor may sell another maker's model at another price. */
    @Test
    void theAccountsOwnVendorComesFirst() {
        PriceBook book = book(row("anthropic", "same", ",\"cacheRead\":1"), row("openai", "same", ",\"cacheRead\":2"));

        assertThat(rates(book, "openai", "same").cacheRead()).isEqualTo(2);
        assertThat(rates(book, "anthropic", "same").cacheRead()).isEqualTo(1);
    }

    @Test
    void theOperatorsPriceWinsAndLeavesTheRestAlone() {
        PriceRow row = new PriceRow(
                "GPT-X", "", Instant.EPOCH, new TreeMap<>(Map.of("input", 1L, "output", 2L)), "own/prices.yaml");
        Price own = row.price("");
        PriceBook book =
                book(row("openai", "gpt-x", ""), row("openai", "gpt-y", "")).withOwn(List.of(row), "");

        assertThat(book.find("openai", "gpt-x", NOW)).contains(own);
        assertThat(book.find("openai", "gpt-x-2026-01-31", NOW)).contains(own);
        assertThat(book.find("openai", "gpt-y", NOW).orElseThrow().version()).isEqualTo("2026-01-02/test");
    }

    @Test
    void theShippedTableSaysWhereEachPriceComesFromAndGivesNothingAway() throws IOException {
        PriceBook book = shipped();
        int seen = 0;
        for (String provider : List.of("anthropic", "openai", "gemini")) {
            for (String model : book.models(provider)) {
                Price price = book.find(provider, model, NOW).orElseThrow();
                assertThat(price.version()).as(model).matches("\\d{4}-\\d{2}-\\d{2}/.+");
                if (price.base().input() > 0) {
                    assertThat(price.base().cacheWrite5m())
                            .as(model + " cache write")
                            .isPositive();
                    assertThat(price.base().cacheWrite1h())
                            .as(model + " 1 h cache write")
                            .isPositive();
                }
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(50);
    }

    @Test
    void aTableWithoutRowsIsRefused() {
        assertThatThrownBy(() -> PriceBook.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no rows");
    }
}

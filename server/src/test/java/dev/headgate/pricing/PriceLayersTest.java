package dev.headgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which price is found for a model, and when. */
class PriceLayersTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static PriceRow row(String model, String provider, String from, long input) {
        return new PriceRow(
                model,
                provider,
                from.isEmpty() ? Instant.EPOCH : Instant.parse(from),
                new TreeMap<>(java.util.Map.of("input", input, "output", 2 * input)),
                "test");
    }

    private static long input(PriceBook book, String provider, String model, Instant at) {
        return book.find(provider, model, at).map(price -> price.base().input()).orElse(-1L);
    }

    @Test
    void ownRowsWinInTheOrderOfTheirPrecision() {
        PriceBook book = PriceBook.of(List.of(row("gpt-x", "openai", "", 10), row("gpt-y", "openai", "", 11)))
                .withOwn(
                        List.of(
                                row("gpt-*", "", "", 20),
                                row("gpt-x*", "openai", "", 21),
                                row("gpt-x-mini", "", "", 22)),
                        "");

        assertThat(input(book, "openai", "gpt-x-mini", NOW)).isEqualTo(22);
        assertThat(input(book, "openai", "gpt-x", NOW)).isEqualTo(21);
        assertThat(input(book, "openai-compatible", "gpt-x", NOW))
                .isEqualTo(20); // the longer pattern is openai's alone
        assertThat(input(book, "openai", "GPT-Y", NOW)).isEqualTo(20);
        assertThat(input(book, "openai", "claude", NOW)).isEqualTo(-1);
        PriceBook twice = book.withOwn(List.of(row("gpt-x", "", "", 30)), "");
        assertThat(input(twice, "openai", "gpt-x", NOW)).isEqualTo(30); // what is added later stands in front
    }

    /** What the API shows of a price is what it takes: no figure changes on the way there and back. */
    @Test
    void pricesInDollarsReadBackAsTheyWereWritten() {
        TreeMap<String, String> prices = new TreeMap<>(java.util.Map.ofEntries(
                java.util.Map.entry("input", "2.5"),
                java.util.Map.entry("output", "12.345678"),
                java.util.Map.entry("cache-read", "0"),
                java.util.Map.entry("cache-write-5m", "3.125"),
                java.util.Map.entry("cache-write-1h", "5"),
                java.util.Map.entry("long-threshold", "200000"),
                java.util.Map.entry("long-cache-write-1h", "10"),
                java.util.Map.entry("batch-input", "1.25"),
                java.util.Map.entry("web-search", "0.01"),
                java.util.Map.entry("audio-second", "0.000000000001"),
                java.util.Map.entry("search-once", "true"),
                java.util.Map.entry("speed-fast", "2.05"),
                java.util.Map.entry("region-us", "1.1")));
        PriceRow row = UsdPrices.row(new UsdPrices.Of("m", "openai", NOW, "api"), prices);

        assertThat(row.stated()).containsEntry("cacheWrite5m", 3_125_000L).containsEntry("audioSecond", 1L);
        assertThat(UsdPrices.of(row)).isEqualTo(prices);
        assertThatThrownBy(() -> UsdPrices.row(
                        new UsdPrices.Of("m", "", NOW, "api"), java.util.Map.of("input", "0.0000001", "output", "1")))
                .hasMessageContaining("input: \"0.0000001\" (expected: USD per million tokens");
    }

    @Test
    void aRowHoldsFromItsInstantOn() {
        PriceBook book = PriceBook.of(List.of(
                row("m", "openai", "", 1),
                row("m", "openai", "2027-01-01T00:00:00Z", 3),
                row("m", "openai", "2026-06-01T00:00:00Z", 2)));

        assertThat(input(book, "openai", "m", Instant.parse("2026-05-31T23:59:59Z")))
                .isEqualTo(1);
        assertThat(input(book, "openai", "m", NOW)).isEqualTo(2);
        assertThat(input(book, "openai", "m", Instant.parse("2027-01-01T00:00:00Z")))
                .isEqualTo(3);
    }

    @Test
    void aNewTableReplacesWhatItListsAndLeavesTheOldBookAlone() {
        PriceBook old = PriceBook.of(List.of(row("a", "openai", "", 1), row("b", "openai", "", 1)));
        PriceBook fresh = old.withTable(List.of(row("a", "openai", "", 5)), "t7:");

        assertThat(input(fresh, "openai", "a", NOW)).isEqualTo(5);
        assertThat(fresh.find("openai", "a", NOW).orElseThrow().version()).isEqualTo("t7:test");
        assertThat(input(fresh, "openai", "b", NOW)).isEqualTo(1);
        assertThat(input(old, "openai", "a", NOW)).isEqualTo(1);
    }

    @Test
    void aTableReadsAsItWasWritten() {
        List<PriceRow> rows = List.of(row("a", "openai", "2026-06-01T00:00:00Z", 5), row("b*", "", "", 7));

        List<PriceRow> read =
                PriceTable.parse(PriceTable.write(rows).getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(read).extracting(PriceRow::model).containsExactly("a", "b*");
        assertThat(read.getFirst().effectiveFrom()).isEqualTo(rows.getFirst().effectiveFrom());
        assertThat(read.getLast().stated()).isEqualTo(rows.getLast().stated());
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatThrownBy(() -> row("m", "openai", "", -1)).hasMessageContaining("m.input: -1");
        assertThatThrownBy(() -> new PriceRow("m", "", NOW, new TreeMap<>(java.util.Map.of("inptu", 1L)), "test"))
                .hasMessageContaining("inptu");
    }

    @Test
    void hoursMayCrossMidnightAndTheDaysOfTheirBeginningCount() {
        HourMultipliers hours = new HourMultipliers(
                ZoneId.of("Europe/Berlin"),
                List.of(
                        new HourMultipliers.Rule(
                                Set.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), Set.of(), 500_000),
                        new HourMultipliers.Rule(
                                Set.of(), LocalTime.of(12, 0), LocalTime.of(13, 0), Set.of("night"), 2_000_000)));

        assertThat(hours.ppm("day", Instant.parse("2026-11-27T20:59:59Z"))).isEqualTo(1_000_000); // Friday, 21:59:59
        assertThat(hours.ppm("day", Instant.parse("2026-11-27T21:00:00Z"))).isEqualTo(500_000); // Friday, 22:00
        assertThat(hours.ppm("day", Instant.parse("2026-11-28T04:59:59Z"))).isEqualTo(500_000); // Saturday, 5:59:59
        assertThat(hours.ppm("day", Instant.parse("2026-11-28T05:00:00Z"))).isEqualTo(1_000_000);
        assertThat(hours.ppm("day", Instant.parse("2026-11-27T04:00:00Z"))).isEqualTo(1_000_000); // began on Thursday
        assertThat(hours.ppm("night", Instant.parse("2026-11-25T11:30:00Z"))).isEqualTo(2_000_000);
        assertThat(hours.ppm("day", Instant.parse("2026-11-25T11:30:00Z"))).isEqualTo(1_000_000);
    }
}

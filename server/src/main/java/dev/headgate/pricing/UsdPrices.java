package dev.headgate.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A price row as people write it: {@code input: 2.00, cache-read: 0.20}, in USD per million tokens; {@code call}, {@code web-search},
 * {@code image} and {@code audio-second} in USD each; {@code speed-fast} and {@code region-us} as factors; {@code long-threshold} in
 * tokens; {@code search-once} as true or false. Exact: nothing is rounded.
 */
public final class UsdPrices {
    private static final Pattern KEBAB = Pattern.compile("-([a-z0-9])");
    private static final Pattern CAMEL = Pattern.compile("([a-z])([A-Z0-9])");

    /** Given in USD each, not per million. */
    private static final Set<String> UNITS = Set.of("call", "webSearch", "image", "audioSecond");

    private static final int PICOS = 12;
    private static final int MILLIONTHS = 6;

    private UsdPrices() {}

    /** Whose price it is, and from when. */
    public record Of(String model, String provider, Instant from, String source) {}

    /**
     * The row that states these prices.
     *
     * @throws IllegalArgumentException with the price that can't be used, and what was expected
     */
    public static PriceRow row(Of of, Map<String, String> prices) {
        SortedMap<String, Long> stated = new TreeMap<>();
        prices.forEach((name, text) -> {
            String key = KEBAB.matcher(name).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
            switch (key) {
                case "searchOnce" -> stated.put(key, Boolean.parseBoolean(text) ? 1L : 0L);
                case "longThreshold" -> stated.put(key, scaled(name, text, 0));
                case "speedFast", "regionUs" -> stated.put(key + "Ppm", scaled(name, text, MILLIONTHS));
                default -> stated.put(key, scaled(name, text, UNITS.contains(key) ? PICOS : MILLIONTHS));
            }
        });
        if (stated.containsKey("input") != stated.containsKey("output")) {
            throw new IllegalArgumentException("input without output, or output without input (expected: both)");
        }
        return new PriceRow(of.model(), of.provider(), of.from(), stated, of.source());
    }

    /** What a row states, as {@link #row} reads it. */
    public static SortedMap<String, String> of(PriceRow row) {
        SortedMap<String, String> prices = new TreeMap<>();
        row.stated().forEach((key, value) -> {
            boolean factor = key.endsWith("Ppm");
            String name = CAMEL.matcher(factor ? key.substring(0, key.length() - "Ppm".length()) : key)
                    .replaceAll("$1-$2")
                    .toLowerCase(Locale.ROOT);
            int places = UNITS.contains(key) ? PICOS : key.equals("longThreshold") ? 0 : MILLIONTHS;
            prices.put(
                    name,
                    key.equals("searchOnce")
                            ? Boolean.toString(value == 1)
                            : BigDecimal.valueOf(value, places)
                                    .stripTrailingZeros()
                                    .toPlainString());
        });
        return prices;
    }

    private static long scaled(String name, String text, int places) {
        try {
            return new BigDecimal(text.strip()).movePointRight(places).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            String expected = switch (places) {
                case 0 -> "tokens";
                case PICOS -> "USD each";
                default -> "USD per million tokens or a factor, at most 6 decimals";
            };
            throw new IllegalArgumentException(name + ": \"" + text + "\" (expected: " + expected + ")", e);
        }
    }
}

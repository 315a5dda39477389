package dev.headgate.pricing;

import dev.headgate.base.Check;
import dev.headgate.pricing.Price.LongContext;
import dev.headgate.pricing.Price.Rates;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of a price table, as its source states it. Immutable.
 *
 * <p>A class the row leaves open is filled here, never with zero: cache reads and writes cost the input rate, one-hour writes the
 * five-minute rate (for Anthropic twice the input rate, as it documents), thinking the output rate, sound and images the rates of
 * text. A tier's open classes move with its input or output rate.
 *
 * @param model the vendor's name of the model, or a pattern with {@code *}
 * @param provider whose table it is; empty for all
 * @param effectiveFrom when the price begins to hold
 * @param stated what the source states, in pico-dollars per token or unit; names in {@link #NAMES}
 * @param source who says so, and when
 */
public record PriceRow(
        String model, String provider, Instant effectiveFrom, SortedMap<String, Long> stated, String source) {

    /** What a row may state. */
    public static final Set<String> NAMES = Set.of(
            "input",
            "output",
            "cacheRead",
            "cacheWrite5m",
            "cacheWrite1h",
            "reasoning",
            "audioInput",
            "audioOutput",
            "imageInput",
            "imageOutput",
            "longThreshold",
            "longInput",
            "longOutput",
            "longCacheRead",
            "longCacheWrite5m",
            "longCacheWrite1h",
            "batchInput",
            "batchOutput",
            "flexInput",
            "flexOutput",
            "priorityInput",
            "priorityOutput",
            "speedFastPpm",
            "regionUsPpm",
            "call",
            "webSearch",
            "searchOnce",
            "image",
            "audioSecond");

    /** Vendors whose own price pages halve batch work, and those that halve flex work (read 2026-08). */
    private static final Set<String> HALVE_BATCH =
            Set.of("anthropic", "openai", "azure", "google", "vertex", "bedrock", "mistral", "xai");

    private static final Set<String> HALVE_FLEX = Set.of("openai", "google", "vertex");

    public PriceRow {
        Check.notBlank("model", model);
        stated.forEach((name, value) -> {
            Check.that(NAMES.contains(name), "price of " + model, name, "one of " + new java.util.TreeSet<>(NAMES));
            Check.atLeast(model + "." + name, value, 0);
        });
        Check.that(
                stated.containsKey("input")
                        || stated.containsKey("output")
                        || stated.containsKey("image")
                        || stated.containsKey("audioSecond")
                        || stated.containsKey("call"),
                "price of " + model,
                "nothing",
                "at least input or output");
        stated = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(stated));
    }

    private long number(String name, long otherwise) {
        Long value = stated.get(name);
        return value == null ? otherwise : value;
    }

    /** The row with its open classes filled. */
    public Price price(String versionPrefix) {
        Rates base = rates("", new Rates(number("input", 0), number("output", 0), 0, 0, 0));
        LongContext longer = null;
        if (stated.containsKey("longThreshold") && stated.containsKey("longInput")) {
            Rates start = new Rates(number("longInput", 0), number("longOutput", base.output()), 0, 0, 0);
            longer = new LongContext(number("longThreshold", 0), rates("long", start));
        }
        Map<String, Price.Tier> tiers = new HashMap<>();
        addTier(tiers, ServiceTier.BATCH, base, longer, HALVE_BATCH.contains(provider));
        addTier(tiers, ServiceTier.FLEX, base, longer, HALVE_FLEX.contains(provider));
        addTier(tiers, ServiceTier.PRIORITY, base, longer, false);
        Map<String, Long> factors = new HashMap<>();
        if (stated.containsKey("speedFastPpm")) {
            factors.put("speed:fast", number("speedFastPpm", 0));
        }
        if (stated.containsKey("regionUsPpm")) {
            factors.put("region:us", number("regionUsPpm", 0));
        }
        Price.Units units = new Price.Units(
                number("call", 0),
                number("webSearch", 0),
                number("searchOnce", 0) == 1,
                number("image", 0),
                number("audioSecond", 0));
        return new Price(versionPrefix + source, base, longer, tiers, factors, units);
    }

    private Rates rates(String prefix, Rates start) {
        boolean first = prefix.isEmpty();
        long fiveMinutes = number(first ? "cacheWrite5m" : prefix + "CacheWrite5m", start.input());
        long hour = number(
                first ? "cacheWrite1h" : prefix + "CacheWrite1h",
                provider.equals("anthropic") ? Math.multiplyExact(2, start.input()) : fiveMinutes);
        return new Rates(
                start.input(),
                start.output(),
                number(first ? "cacheRead" : prefix + "CacheRead", start.input()),
                fiveMinutes,
                hour,
                first ? number("reasoning", start.output()) : start.output(),
                first ? number("audioInput", start.input()) : start.input(),
                first ? number("audioOutput", start.output()) : start.output(),
                first ? number("imageInput", start.input()) : start.input(),
                first ? number("imageOutput", start.output()) : start.output());
    }

    private void addTier(
            Map<String, Price.Tier> tiers, String tier, Rates base, @Nullable LongContext longer, boolean halved) {
        Long in = stated.get(tier + "Input");
        Long out = stated.get(tier + "Output");
        if (in == null && out == null && !halved) {
            return;
        }
        Ratio input = in == null
                ? halved || out == null ? new Ratio(1, 2) : new Ratio(out, base.output())
                : new Ratio(in, base.input());
        Ratio output = out == null
                ? in == null ? new Ratio(1, 2) : new Ratio(in, base.input())
                : new Ratio(out, base.output());
        Rates own = scaled(base, input, output);
        tiers.put(tier, new Price.Tier(own, longer == null ? own : scaled(longer.rates(), input, output)));
    }

    /** A tier's price in proportion to the standard one. */
    private record Ratio(long of, long to) {
        /** Rounded up, so that a tier is never cheaper than stated; exact for every row of the shipped table's own classes. */
        long times(long rate) {
            return to == 0 ? rate : Math.ceilDiv(Math.multiplyExact(rate, of), to);
        }
    }

    private static Rates scaled(Rates rates, Ratio input, Ratio output) {
        return new Rates(
                input.times(rates.input()),
                output.times(rates.output()),
                input.times(rates.cacheRead()),
                input.times(rates.cacheWrite5m()),
                input.times(rates.cacheWrite1h()),
                output.times(rates.reasoning()),
                input.times(rates.audioInput()),
                output.times(rates.audioOutput()),
                input.times(rates.imageInput()),
                output.times(rates.imageOutput()));
    }
}

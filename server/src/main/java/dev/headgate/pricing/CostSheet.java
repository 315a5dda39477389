package dev.headgate.pricing;

import dev.headgate.pricing.Price.Rates;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@link Cost} comes about, line by line, for people to look at. Immutable; nothing is charged by it.
 *
 * @param lines what was counted; lines of nothing are left out
 * @param longContext whether the prompt was so long that other rates hold
 * @param speedPpm factor of all lines of tokens, in parts per million
 * @param regionPpm another one
 */
public record CostSheet(List<Line> lines, boolean longContext, long speedPpm, long regionPpm) {

    /**
     * One line: so many of something at so much each.
     *
     * @param name of the price, one of {@link PriceRow#NAMES}
     * @param count tokens, or pieces
     * @param picos pico-dollars for one
     * @param tokens whether the factors are applied to it
     */
    public record Line(String name, long count, long picos, boolean tokens) {}

    public CostSheet {
        lines = List.copyOf(lines);
    }

    /** The sheet of what {@code Cost.of} makes of the same. */
    public static CostSheet of(Price price, TokenUsage used, ServiceTerms terms) {
        Rates rates = price.rates(ServiceTier.of(terms.tier()), used.prompt());
        Price.LongContext longer = price.longContext();
        List<Line> lines = new ArrayList<>(tokens(rates, used));
        if (!used.equals(TokenUsage.NONE)) {
            lines.addAll(units(price.units(), used.extras()));
        }
        lines.removeIf(line -> line.count() == 0 || line.picos() == 0 && !line.tokens());
        return new CostSheet(
                lines,
                longer != null && used.prompt() > longer.thresholdTokens(),
                price.factorPpm("speed", terms.speed()),
                price.factorPpm("region", terms.region()));
    }

    private static List<Line> tokens(Rates rates, TokenUsage used) {
        TokenUsage.Extras extras = used.extras();
        long input = Math.max(0, used.input() - extras.audioInput() - extras.imageInput());
        long output = Math.max(0, used.output() - used.reasoning() - extras.audioOutput() - extras.imageOutput());
        return List.of(
                new Line("input", input, rates.input(), true),
                new Line("cacheRead", used.cacheRead(), rates.cacheRead(), true),
                new Line("cacheWrite5m", used.cacheWrite5m(), rates.cacheWrite5m(), true),
                new Line("cacheWrite1h", used.cacheWrite1h(), rates.cacheWrite1h(), true),
                new Line("output", output, rates.output(), true),
                new Line("reasoning", Math.min(used.reasoning(), used.output()), rates.reasoning(), true),
                new Line("audioInput", extras.audioInput(), rates.audioInput(), true),
                new Line("audioOutput", extras.audioOutput(), rates.audioOutput(), true),
                new Line("imageInput", extras.imageInput(), rates.imageInput(), true),
                new Line("imageOutput", extras.imageOutput(), rates.imageOutput(), true));
    }

    private static List<Line> units(Price.Units units, TokenUsage.Extras extras) {
        long searches = units.searchOnce() ? Math.min(1, extras.webSearches()) : extras.webSearches();
        return List.of(
                new Line("call", 1, units.call(), false),
                new Line("webSearch", searches, units.webSearch(), false),
                new Line("image", extras.images(), units.image(), false),
                new Line("audioSecond", extras.audioSeconds(), units.audioSecond(), false));
    }
}

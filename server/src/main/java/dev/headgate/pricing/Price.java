package dev.headgate.pricing;

import dev.headgate.base.Check;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model's use costs, in pico-dollars (1e-12 USD): $3 per million tokens = 3_000_000 a token. Immutable.
 *
 * @param version names the table row and its date, kept with every charge
 * @param base rates up to the long-context threshold
 * @param longContext rates of a call whose prompt exceeds the threshold, null when the model has none
 * @param tiers rates of the service tiers that have their own, by {@link ServiceTier} name
 * @param factors parts per million for words of the terms, as {@code speed:fast} or {@code region:us}
 * @param units what is not counted in tokens
 */
public record Price(
        String version,
        Rates base,
        @Nullable LongContext longContext,
        Map<String, Tier> tiers,
        Map<String, Long> factors,
        Units units) {

    public Price {
        tiers = Map.copyOf(tiers);
        factors = Map.copyOf(factors);
    }

    /** Tokens only, the same on all terms. */
    public Price(String version, Rates base, @Nullable LongContext longContext) {
        this(version, base, longContext, Map.of(), Map.of(), Units.NONE);
    }

    /**
     * Pico-dollars per token by class. A class the source leaves open is filled when the table is read, never here.
     *
     * @param reasoning what is thought, in place of {@code output}
     * @param audioInput heard, in place of {@code input}; the other three alike
     */
    public record Rates(
            long input,
            long output,
            long cacheRead,
            long cacheWrite5m,
            long cacheWrite1h,
            long reasoning,
            long audioInput,
            long audioOutput,
            long imageInput,
            long imageOutput) {
        public Rates {
            Check.atLeast("input price", input, 0);
            Check.atLeast("output price", output, 0);
            Check.atLeast("cache read price", cacheRead, 0);
            Check.atLeast("five-minute cache write price", cacheWrite5m, 0);
            Check.atLeast("one-hour cache write price", cacheWrite1h, 0);
            Check.atLeast("reasoning price", reasoning, 0);
            Check.atLeast("audio input price", audioInput, 0);
            Check.atLeast("audio output price", audioOutput, 0);
            Check.atLeast("image input price", imageInput, 0);
            Check.atLeast("image output price", imageOutput, 0);
        }

        /** Thinking, sound and images at the rates of text. */
        public Rates(long input, long output, long cacheRead, long cacheWrite5m, long cacheWrite1h) {
            this(input, output, cacheRead, cacheWrite5m, cacheWrite1h, output, input, output, input, output);
        }
    }

    /** Rates for the whole call once its prompt has more than {@code thresholdTokens} tokens. */
    public record LongContext(long thresholdTokens, Rates rates) {}

    /** A service tier's rates; {@code longer} are those above the long-context threshold. */
    public record Tier(Rates base, Rates longer) {}

    /**
     * Pico-dollars for what is not counted in tokens.
     *
     * @param call for each call that produced an answer
     * @param webSearch for each search of the vendor's own tool
     * @param searchOnce whether several searches of one call cost one
     * @param image for each picture made
     * @param audioSecond for each second of sound heard
     */
    public record Units(long call, long webSearch, boolean searchOnce, long image, long audioSecond) {
        public static final Units NONE = new Units(0, 0, false, 0, 0);

        public Units {
            Check.atLeast("price of a call", call, 0);
            Check.atLeast("price of a web search", webSearch, 0);
            Check.atLeast("price of an image", image, 0);
            Check.atLeast("price of a second of audio", audioSecond, 0);
        }
    }

    /** The rates of a tier at a prompt's length. */
    Rates rates(String tier, long promptTokens) {
        boolean over = longContext != null && promptTokens > longContext.thresholdTokens();
        Tier own = tiers.get(tier);
        if (own != null) {
            return over ? own.longer() : own.base();
        }
        return over && longContext != null ? longContext.rates() : base;
    }

    /** The factor of a word of the terms, 1_000_000 when it has none. */
    long factorPpm(String kind, String word) {
        return word.isEmpty() || factors.isEmpty() ? 1_000_000 : factors.getOrDefault(kind + ':' + word, 1_000_000L);
    }
}

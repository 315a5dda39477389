package dev.headgate.pricing;

import org.jspecify.annotations.Nullable;

/**
 * What a model's tokens cost, in pico-dollars (1e-12 USD) per token: $3 per million tokens = 3_000_000. Immutable.
 *
 * @param version names the table row and its date, kept with every charge
 * @param base rates up to the long-context threshold
 * @param longContext rates of a call whose prompt exceeds the threshold, null when the model has none
 */
public record Price(String version, Rates base, @Nullable LongContext longContext) {

    /** Pico-dollars per token by class. A class the source leaves open is filled when the table is read, never here. */
    public record Rates(long input, long output, long cacheRead, long cacheWrite5m, long cacheWrite1h) {}

    /** Rates for the whole call once its prompt has more than {@code thresholdTokens} tokens. */
    public record LongContext(long thresholdTokens, Rates rates) {}
}

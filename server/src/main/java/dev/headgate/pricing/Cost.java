package dev.headgate.pricing;

import dev.headgate.base.Money;
import dev.headgate.pricing.Price.Rates;
import dev.headgate.protocol.TokenUsage;
import java.math.BigInteger;

/**
 * The exact cost of tokens in pico-dollars; rounded once, half to even, when an amount of money is made of it. Immutable.
 *
 * @param picos pico-dollars times parts per million, so that a tier's factor needs no rounding either
 */
public record Cost(BigInteger picos) {
    public static final Cost NOTHING = new Cost(BigInteger.ZERO);
    private static final BigInteger PPM = BigInteger.valueOf(1_000_000);
    private static final BigInteger PICOS_PER_NANO = BigInteger.valueOf(1_000);

    /**
     * Prices {@code tokens}: each class at its own rate, all at the long-context rates once the prompt passes the threshold.
     *
     * @param tierPpm the service tier's factor in parts per million, 1_000_000 for the standard tier
     */
    public static Cost of(Price price, TokenUsage tokens, long tierPpm) {
        Price.LongContext longer = price.longContext();
        Rates rates = longer != null && tokens.prompt() > longer.thresholdTokens() ? longer.rates() : price.base();
        BigInteger sum = times(tokens.input(), rates.input())
                .add(times(tokens.output(), rates.output()))
                .add(times(tokens.cacheRead(), rates.cacheRead()))
                .add(times(tokens.cacheWrite5m(), rates.cacheWrite5m()))
                .add(times(tokens.cacheWrite1h(), rates.cacheWrite1h()));
        return new Cost(sum.multiply(BigInteger.valueOf(tierPpm)));
    }

    private static BigInteger times(long tokens, long picosPerToken) {
        long high = Math.multiplyHigh(tokens, picosPerToken);
        long low = tokens * picosPerToken;
        return high == 0 && low >= 0
                ? BigInteger.valueOf(low)
                : BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(picosPerToken));
    }

    public Cost plus(Cost other) {
        return new Cost(picos.add(other.picos));
    }

    /** At list price. */
    public Money list() {
        return round(picos, PICOS_PER_NANO.multiply(PPM));
    }

    /** Times both multipliers, each in parts per million. */
    public Money charged(long groupPpm, long userPpm) {
        BigInteger product = picos.multiply(BigInteger.valueOf(groupPpm)).multiply(BigInteger.valueOf(userPpm));
        return round(product, PICOS_PER_NANO.multiply(PPM).multiply(PPM).multiply(PPM));
    }

    /** Half to even; amounts are never negative. */
    private static Money round(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        boolean up = half > 0 || half == 0 && parts[0].testBit(0);
        return new Money((up ? parts[0].add(BigInteger.ONE) : parts[0]).longValueExact());
    }
}

package dev.headgate.pricing;

import dev.headgate.base.Money;
import dev.headgate.pricing.Price.Rates;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import java.math.BigInteger;

/**
 * The exact cost of a call; rounded once, half to even, when an amount of money is made of it. Immutable.
 *
 * @param scaled pico-dollars times 1e12: two factors in parts per million (speed, region) need no rounding
 */
public record Cost(BigInteger scaled) {
    public static final Cost NOTHING = new Cost(BigInteger.ZERO);
    private static final long ONE_PPM = 1_000_000;
    private static final BigInteger PPM = BigInteger.valueOf(ONE_PPM);
    private static final BigInteger SCALE = PPM.multiply(PPM);
    private static final BigInteger NANO = SCALE.multiply(BigInteger.valueOf(1_000));

    /**
     * Prices {@code used}: each class at its own rate, all at the long-context rates once the prompt passes the threshold, all
     * at the rates and factors of the terms; searches, images, seconds and the call itself at their unit prices.
     */
    public static Cost of(Price price, TokenUsage used, ServiceTerms terms) {
        Rates rates = price.rates(ServiceTier.of(terms.tier()), used.prompt());
        TokenUsage.Extras extras = used.extras();
        long plainInput = atLeastNone(used.input() - extras.audioInput() - extras.imageInput());
        long plainOutput = atLeastNone(used.output() - used.reasoning() - extras.audioOutput() - extras.imageOutput());
        long reasoning = Math.min(used.reasoning(), used.output());
        BigInteger tokens = times(plainInput, rates.input())
                .add(times(plainOutput, rates.output()))
                .add(times(reasoning, rates.reasoning()))
                .add(times(used.cacheRead(), rates.cacheRead()))
                .add(times(used.cacheWrite5m(), rates.cacheWrite5m()))
                .add(times(used.cacheWrite1h(), rates.cacheWrite1h()));
        if (!extras.equals(TokenUsage.Extras.NONE)) {
            tokens = tokens.add(times(extras.audioInput(), rates.audioInput()))
                    .add(times(extras.audioOutput(), rates.audioOutput()))
                    .add(times(extras.imageInput(), rates.imageInput()))
                    .add(times(extras.imageOutput(), rates.imageOutput()));
        }
        BigInteger scaled = tokens.multiply(BigInteger.valueOf(price.factorPpm("speed", terms.speed())))
                .multiply(BigInteger.valueOf(price.factorPpm("region", terms.region())));
        return new Cost(price.units().equals(Price.Units.NONE) ? scaled : scaled.add(units(price.units(), used)));
    }

    private static BigInteger units(Price.Units units, TokenUsage used) {
        if (used.equals(TokenUsage.NONE)) {
            return BigInteger.ZERO; // nothing was produced, so no call is billed
        }
        TokenUsage.Extras extras = used.extras();
        long searches = units.searchOnce() ? Math.min(1, extras.webSearches()) : extras.webSearches();
        return BigInteger.valueOf(units.call())
                .add(times(searches, units.webSearch()))
                .add(times(extras.images(), units.image()))
                .add(times(extras.audioSeconds(), units.audioSecond()))
                .multiply(SCALE);
    }

    private static long atLeastNone(long count) {
        return Math.max(0, count);
    }

    private static BigInteger times(long count, long picos) {
        long high = Math.multiplyHigh(count, picos);
        long low = count * picos;
        return high == 0 && low >= 0
                ? BigInteger.valueOf(low)
                : BigInteger.valueOf(count).multiply(BigInteger.valueOf(picos));
    }

    public Cost plus(Cost other) {
        return new Cost(scaled.add(other.scaled));
    }

    /** At list price. */
    public Money list() {
        return round(scaled, NANO);
    }

    /** Times the group's, the user's and the hour's multiplier, each in parts per million. */
    public Money charged(long groupPpm, long userPpm, long hourPpm) {
        if (groupPpm == ONE_PPM && userPpm == ONE_PPM && hourPpm == ONE_PPM) {
            return list(); // the same amount, without dividing numbers of a hundred bits
        }
        BigInteger product = scaled.multiply(BigInteger.valueOf(groupPpm))
                .multiply(BigInteger.valueOf(userPpm))
                .multiply(BigInteger.valueOf(hourPpm));
        return round(product, NANO.multiply(PPM).multiply(PPM).multiply(PPM));
    }

    /** Half to even; amounts are never negative. */
    private static Money round(BigInteger dividend, BigInteger divisor) {
        if (dividend.signum() == 0) {
            return Money.ZERO;
        }
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        boolean up = half > 0 || half == 0 && parts[0].testBit(0);
        return new Money((up ? parts[0].add(BigInteger.ONE) : parts[0]).longValueExact());
    }
}

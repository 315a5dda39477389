package dev.headgate.base;

/**
 * An amount of US dollars in nano-dollars: 1 USD = 1_000_000_000. Range about ±9.2 billion USD; overflow throws.
 *
 * @param nanos nano-dollars, may be negative
 */
public record Money(long nanos) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);
    public static final long NANOS_PER_USD = 1_000_000_000L;

    /** Reads a decimal amount of dollars such as {@code 10.00}; more than nine decimals are refused. */
    public static Money parseUsd(String text) {
        try {
            return new Money(
                    new java.math.BigDecimal(text.strip()).movePointRight(9).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "amount: \"" + text + "\" (expected: dollars with at most 9 decimals, e.g. 10.00)", e);
        }
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(nanos, other.nanos));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(nanos, other.nanos));
    }

    public Money negated() {
        return new Money(Math.negateExact(nanos));
    }

    public boolean isNegative() {
        return nanos < 0;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    /** Plain decimal dollars without trailing zeros, exact. */
    @Override
    public String toString() {
        return java.math.BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }
}

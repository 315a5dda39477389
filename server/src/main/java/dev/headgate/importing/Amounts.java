package dev.headgate.importing;

import dev.headgate.base.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Other gateways' amounts and factors in our units, by decimals. What is finer than ours is rounded half-even, once. */
final class Amounts {
    private static final int NANO_DIGITS = 9;
    private static final int PPM_DIGITS = 6;

    private Amounts() {}

    static Money usd(BigDecimal dollars) {
        return new Money(whole(dollars.movePointRight(NANO_DIGITS)));
    }

    /** Units of which {@code perUsd} make a dollar. */
    static Money units(BigDecimal units, long perUsd) {
        return new Money(units.movePointRight(NANO_DIGITS)
                .divide(BigDecimal.valueOf(perUsd), 0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }

    /** A factor in parts per million. */
    static long ppm(BigDecimal factor) {
        return whole(factor.movePointRight(PPM_DIGITS));
    }

    private static long whole(BigDecimal number) {
        return number.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }
}

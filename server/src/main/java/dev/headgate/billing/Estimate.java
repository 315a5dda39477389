package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.Money;

/**
 * What a call may cost, known before it is made.
 *
 * @param usual what it hardly ever exceeds: 95 of 100 such calls cost no more
 * @param most what it can cost at the utmost, as far as can be known
 */
public record Estimate(Money usual, Money most) {
    public static final Estimate NOTHING = new Estimate(Money.ZERO, Money.ZERO);

    public Estimate {
        Check.atLeast("usual nanos", usual.nanos(), 0);
        if (usual.compareTo(most) > 0) {
            Check.that(false, "usual", usual, "at most " + most);
        }
    }

    /** An amount that is exact. */
    public static Estimate exactly(Money amount) {
        return new Estimate(amount, amount);
    }

    /** The larger of both parts. */
    public Estimate max(Estimate other) {
        return new Estimate(
                usual.compareTo(other.usual) >= 0 ? usual : other.usual,
                most.compareTo(other.most) >= 0 ? most : other.most);
    }
}

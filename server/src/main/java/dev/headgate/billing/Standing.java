package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.Period;
import java.time.Instant;

/**
 * Where a caller stands with one limit on money.
 *
 * @param of `subscription`, or the budget's owner: `key`, `user` or `group`
 * @param used spent, or set aside for calls in flight
 * @param resetsAt when the next window begins
 */
public record Standing(String of, Period period, Money limit, Money used, Instant resetsAt) {
    /** What is left, not less than zero. */
    public Money remaining() {
        Money left = limit.minus(used);
        return left.isNegative() ? Money.ZERO : left;
    }
}

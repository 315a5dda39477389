package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import org.jspecify.annotations.Nullable;

/**
 * By how much a call's charge moves, for whoever paid it.
 *
 * @param amount above zero to charge more, below to give back
 */
public record ChargeCorrection(
        String requestId, UserId user, @Nullable SubscriptionId subscription, boolean fromBalance, Money amount) {
    String book() {
        return subscription != null ? Books.of(subscription) : fromBalance ? Books.of(user) : Books.tracking(user);
    }
}

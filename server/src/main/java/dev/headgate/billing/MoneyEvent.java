package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.base.Window;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Something about money that somebody may want to hear of. */
public sealed interface MoneyEvent {
    /** A budget has reached a percentage of its limit; once a window. */
    record BudgetReached(Budget budget, Window window, int percent, Money spent) implements MoneyEvent {}

    /** A subscription was renewed by itself. */
    record SubscriptionRenewed(SubscriptionId subscription, UserId user, Instant endsAt) implements MoneyEvent {}

    /** A subscription could not be renewed by itself, since the balance does not cover its price; told once an end. */
    record RenewalFailed(SubscriptionId subscription, UserId user, Instant endsAt) implements MoneyEvent {}

    /**
     * Hears of events. It is called within the transaction that makes the event so: what it writes there stands exactly when the
     * event happened.
     */
    @FunctionalInterface
    interface Listener {
        void happened(Handle handle, MoneyEvent event);
    }
}

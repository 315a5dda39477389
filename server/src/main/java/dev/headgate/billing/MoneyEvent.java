package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.base.Window;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Something about money that somebody may want to hear of. */
public sealed interface MoneyEvent {
    /** What kind of event, as webhooks name it: {@code budget.reached} … */
    default String type() {
        return switch (this) {
            case BudgetReached event -> "budget.reached";
            case SubscriptionRenewed event -> "subscription.renewed";
            case RenewalFailed event -> "subscription.renewal_failed";
        };
    }

    /** Names this very event: whoever gets it twice knows that by it. */
    default String id() {
        return switch (this) {
            case BudgetReached event ->
                type() + ":" + event.budget().id() + ":"
                        + event.window().start().toEpochMilli() + ":" + event.percent();
            case SubscriptionRenewed event ->
                type() + ":" + event.subscription() + ":" + event.endsAt().toEpochMilli();
            case RenewalFailed event ->
                type() + ":" + event.subscription() + ":" + event.endsAt().toEpochMilli();
        };
    }

    /** Whose event it is; null for a budget of a key or a group. */
    default @Nullable UserId user() {
        return switch (this) {
            case BudgetReached event ->
                event.budget().owner().kind() == BudgetOwner.Kind.USER
                        ? new UserId(event.budget().owner().id())
                        : null;
            case SubscriptionRenewed event -> event.user();
            case RenewalFailed event -> event.user();
        };
    }

    /** A sentence for a mail. */
    default String words() {
        return switch (this) {
            case BudgetReached event ->
                event.budget().owner().words() + " budget of " + event.budget().limit() + " USD per "
                        + event.budget().period().id() + " has reached " + event.percent() + " %: " + event.spent()
                        + " USD are spent; the next window begins at "
                        + event.window().end() + ".";
            case SubscriptionRenewed event ->
                "Subscription " + event.subscription() + " was renewed and now ends at " + event.endsAt() + ".";
            case RenewalFailed event ->
                "Subscription " + event.subscription() + " could not be renewed, since the balance does not cover its"
                        + " price; it ends at " + event.endsAt() + ".";
        };
    }

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

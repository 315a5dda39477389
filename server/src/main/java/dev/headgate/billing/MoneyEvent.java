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
            case Paid event -> "payment." + event.kind().replace('-', '_');
            case CodeRedeemed event -> "code.redeemed";
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
            case Paid event -> type() + ":" + event.entry();
            case CodeRedeemed event -> type() + ":" + event.use();
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
            case Paid event -> event.user();
            case CodeRedeemed event -> event.user();
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
            case Paid event ->
                "The balance was changed by " + event.amount() + " USD (" + event.kind() + "): " + event.note();
            case CodeRedeemed event -> "A code of the batch " + event.batch().name() + " was redeemed.";
        };
    }

    /** A budget has reached a percentage of its limit; once a window. */
    record BudgetReached(Budget budget, Window window, int percent, Money spent) implements MoneyEvent {}

    /** A subscription was renewed by itself. */
    record SubscriptionRenewed(SubscriptionId subscription, UserId user, Instant endsAt) implements MoneyEvent {}

    /** A subscription could not be renewed by itself, since the balance does not cover its price; told once an end. */
    record RenewalFailed(SubscriptionId subscription, UserId user, Instant endsAt) implements MoneyEvent {}

    /**
     * A balance was moved by an operator or a payment system, not by a call.
     *
     * @param entry the ledger's entry
     * @param kind {@code grant}, {@code top-up}, {@code adjustment} or {@code refund}
     * @param amount what it did to the balance, below zero when it was taken
     */
    record Paid(String entry, UserId user, String kind, Money amount, String note) implements MoneyEvent {}

    /**
     * A user has redeemed a code.
     *
     * @param use names the code and its user, without the code's text
     */
    record CodeRedeemed(String use, UserId user, CodeBatch batch) implements MoneyEvent {}

    /**
     * Hears of events. It is called within the transaction that makes the event so: what it writes there stands exactly when the
     * event happened.
     */
    @FunctionalInterface
    interface Listener {
        void happened(Handle handle, MoneyEvent event);
    }
}

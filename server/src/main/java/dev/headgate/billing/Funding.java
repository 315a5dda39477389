package dev.headgate.billing;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets money aside for calls: what the hot path asks. First the budgets of key, user and group, then what the group's policy
 * charges. All or nothing. Answers from memory, never blocks; thread-safe.
 */
public final class Funding {
    /** When a call that must wait for another one's end is likely to be let in. */
    static final Duration BESIDE_OTHERS = Duration.ofSeconds(1);

    private final Balances balances;
    private final SubscriptionBook subscriptions;
    private final Budgets budgets;
    private final Codes codes;

    Funding(Balances balances, SubscriptionBook subscriptions, Budgets budgets, Codes codes) {
        this.balances = balances;
        this.subscriptions = subscriptions;
        this.budgets = budgets;
        this.codes = codes;
    }

    /** Calls at once that codes gave a user, beside those of the user's own limit. */
    public int extraPlaces(UserId user) {
        return codes.extraPlaces(user);
    }

    /** Where a caller stands with budgets and with the subscription of a group. */
    public List<Standing> standing(UserId user, KeyId key, GroupId group, Instant at) {
        List<Standing> all = new ArrayList<>();
        SubscriptionMeter meter = subscriptions.find(user, group, at);
        if (meter != null && meter.subscription().runsAt(at)) {
            subscriptions
                    .plan(meter.subscription().plan())
                    .ifPresent(plan -> plan.limits().keySet().stream()
                            .sorted()
                            .forEach(period -> all.add(standing(
                                    JdbcSpendStore.SUBSCRIPTION,
                                    period,
                                    plan.limitNanos(period),
                                    meter.meter(period).at(at)))));
        }
        for (BudgetOwner owner : List.of(BudgetOwner.of(key), BudgetOwner.of(user), BudgetOwner.of(group))) {
            for (BudgetMeter budget : budgets.of(owner)) {
                Budget own = budget.budget();
                all.add(standing(
                        owner.kind().id(),
                        own.period(),
                        own.limitNanosAt(at),
                        budget.meter().at(at)));
            }
        }
        return all;
    }

    private static Standing standing(String of, Period period, long limit, Meter.Spent spent) {
        return new Standing(
                of,
                period,
                new Money(limit),
                new Money(spent.purse().taken()),
                spent.window().end());
    }

    /** Whether there are budgets: they count the calls of groups that charge nothing too. */
    public boolean hasBudgets() {
        return !budgets.isEmpty();
    }

    /** Reserves what a call may cost. */
    public Funded reserve(Claim claim) {
        List<BudgetMeter.Part> parts = budgets.isEmpty() ? List.of() : new ArrayList<>(4);
        if (!budgets.isEmpty()) {
            Funded.Refused refused = reserve(BudgetOwner.of(claim.key()), claim, parts);
            refused = refused != null ? refused : reserve(BudgetOwner.of(claim.user()), claim, parts);
            refused = refused != null ? refused : reserve(BudgetOwner.of(claim.group()), claim, parts);
            if (refused != null) {
                Reservation.release(parts);
                return refused;
            }
        }
        Funded funded = switch (claim.policy()) {
            case NONE -> new Funded.Reserved(new Reservation(parts, List.of(), false, null));
            case BALANCE -> fromBalance(claim, parts);
            case SUBSCRIPTION -> fromSubscription(claim, parts);
            case SUBSCRIPTION_THEN_BALANCE -> {
                Funded first = fromSubscription(claim, parts);
                yield first instanceof Funded.Refused ? fromBalance(claim, parts) : first;
            }
        };
        if (funded instanceof Funded.Refused) {
            Reservation.release(parts);
        }
        return funded;
    }

    private Funded.@Nullable Refused reserve(BudgetOwner owner, Claim claim, List<BudgetMeter.Part> parts) {
        for (BudgetMeter meter : budgets.of(owner)) {
            BudgetMeter.Part part = meter.take(claim.estimate(), claim.at());
            if (part == null) {
                return meter.refusal(claim.estimate(), claim.at());
            }
            parts.add(part);
        }
        return null;
    }

    private Funded fromSubscription(Claim claim, List<BudgetMeter.Part> parts) {
        SubscriptionMeter meter = subscriptions.find(claim.user(), claim.group(), claim.at());
        if (meter == null) {
            return new Funded.Refused(
                    ErrorCode.INSUFFICIENT_BALANCE,
                    "This key's group needs a subscription, and the user has none.",
                    null);
        }
        Subscription own = meter.subscription();
        if (!own.runsAt(claim.at())) {
            String why = own.state() == Subscription.State.ACTIVE
                    ? "ended at " + own.endsAt()
                    : "is " + own.state().id();
            return new Funded.Refused(
                    ErrorCode.INSUFFICIENT_BALANCE,
                    "This key's group needs a subscription, and the user's " + why + ".",
                    null);
        }
        Plan plan = subscriptions.plan(own.plan()).orElseThrow();
        List<Purse.Hold> holds = meter.take(plan, claim.estimate(), claim.at());
        return holds == null
                ? meter.refusal(plan, claim.estimate(), claim.at())
                : new Funded.Reserved(new Reservation(parts, holds, false, own.id()));
    }

    private Funded fromBalance(Claim claim, List<BudgetMeter.Part> parts) {
        Estimate estimate = claim.estimate();
        Purse.Hold hold = balances.hold(claim.user(), estimate);
        if (hold != null) {
            return new Funded.Reserved(new Reservation(parts, List.of(hold), true, null));
        }
        if (balances.coversAlone(claim.user(), estimate)) {
            return new Funded.Refused(
                    ErrorCode.RATE_LIMITED,
                    "The balance of " + balances.available(claim.user()) + " USD covers this call (up to "
                            + estimate.most()
                            + " USD) only when no other one is in flight; try again when one has ended.",
                    BESIDE_OTHERS);
        }
        return new Funded.Refused(
                ErrorCode.INSUFFICIENT_BALANCE,
                "The balance of " + balances.available(claim.user()) + " USD does not cover this call (estimate: "
                        + estimate.usual() + " USD).",
                null);
    }
}

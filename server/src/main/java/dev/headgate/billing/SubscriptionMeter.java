package dev.headgate.billing;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.Period;
import dev.headgate.base.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A subscription in memory, with what is spent of each of its windows. Never blocks; thread-safe. */
final class SubscriptionMeter {
    private final Map<Period, Meter> meters = new EnumMap<>(Period.class);
    private volatile Subscription subscription;

    /** Meters of the windows that run at {@code now}; {@code spent} says what is spent of one. */
    SubscriptionMeter(Subscription subscription, Instant now, ToLongFunction<JdbcSpendStore.Key> spent) {
        this.subscription = subscription;
        for (Period period : Period.values()) {
            Window window = subscription.window(period, now);
            meters.put(
                    period,
                    new Meter(
                            at -> this.subscription.window(period, at),
                            window,
                            spent.applyAsLong(key(period, window))));
        }
    }

    JdbcSpendStore.Key key(Period period, Window window) {
        return new JdbcSpendStore.Key(
                JdbcSpendStore.SUBSCRIPTION, subscription.id().value(), period, window);
    }

    Subscription subscription() {
        return subscription;
    }

    /** Takes over a change that leaves the terms as they are. */
    void update(Subscription changed) {
        subscription = changed;
    }

    Meter meter(Period period) {
        return java.util.Objects.requireNonNull(meters.get(period));
    }

    /** Sets the estimate aside in each window; null when one has no room, and then nothing is taken. */
    @Nullable
    List<Purse.Hold> take(Plan plan, Estimate estimate, Instant at) {
        List<Purse.Hold> holds = new ArrayList<>(Period.values().length + 2);
        for (Period period : Period.values()) {
            Purse.Hold hold = meter(period).at(at).purse().take(estimate, plan.limitNanos(period));
            if (hold == null) {
                holds.forEach(Purse.Hold::release);
                return null;
            }
            holds.add(hold);
        }
        return holds;
    }

    /** Why {@link #take} has just said no. */
    Funded.Refused refusal(Plan plan, Estimate estimate, Instant at) {
        for (Period period : Period.values()) {
            Meter.Spent spent = meter(period).at(at);
            long limit = plan.limitNanos(period);
            if (!spent.purse().fitsAlone(estimate, limit)) {
                return new Funded.Refused(
                        ErrorCode.RATE_LIMITED,
                        "The subscription " + plan.name() + " allows " + usd(limit) + " USD per " + period.id() + "; "
                                + usd(spent.purse().taken())
                                + " USD of it are used or set aside, and this call may cost "
                                + estimate.usual() + " USD. The next " + period.id() + " window begins at "
                                + spent.window().end() + ".",
                        Duration.between(at, spent.window().end()));
            }
        }
        return new Funded.Refused(
                ErrorCode.RATE_LIMITED,
                "What is left of the subscription " + plan.name() + " covers this call (up to " + estimate.most()
                        + " USD) only when no other one is in flight; try again when one has ended.",
                Funding.BESIDE_OTHERS);
    }

    private static String usd(long nanos) {
        return new dev.headgate.base.Money(nanos).toString();
    }
}

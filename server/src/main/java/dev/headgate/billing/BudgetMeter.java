package dev.headgate.billing;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.Money;
import dev.headgate.base.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A budget in memory, with what is spent of its window. Never blocks; thread-safe. */
final class BudgetMeter {
    private final Meter meter;
    private final Consumer<MoneyEvent.BudgetReached> reached;
    private volatile Budget budget;

    private volatile Told told;

    /** Which alerts of a window were raised, a bit for each. */
    private record Told(Window window, List<Integer> alerts, AtomicInteger bits) {}

    /** A meter at {@code now}; alerts that are reached already are raised, whoever was told before is not told again. */
    BudgetMeter(Budget budget, Meter meter, Instant now, Consumer<MoneyEvent.BudgetReached> reached) {
        this.budget = budget;
        this.meter = meter;
        this.reached = reached;
        this.told = new Told(meter.running().window(), budget.alerts(), new AtomicInteger());
        tell(meter.running(), meter.running().purse().spent(), now);
    }

    Budget budget() {
        return budget;
    }

    Meter meter() {
        return meter;
    }

    /** Takes over a change of limit, alerts or raise. */
    void update(Budget changed, Instant now) {
        budget = changed;
        tell(meter.running(), meter.running().purse().spent(), now);
    }

    /** A call's part in a budget. */
    final class Part {
        private final Meter.Spent spent;
        private final Purse.Hold hold;
        private final Instant at;

        private Part(Meter.Spent spent, Purse.Hold hold, Instant at) {
            this.spent = spent;
            this.hold = hold;
            this.at = at;
        }

        void settle(Money actual) {
            long now = hold.settle(actual);
            if (actual.nanos() > 0) {
                tell(spent, now, at);
            }
        }
    }

    /** Sets the estimate aside; null when a hard budget has no room for it. */
    @Nullable
    Part take(Estimate estimate, Instant at) {
        Budget now = budget;
        Meter.Spent spent = meter.at(at);
        Purse.Hold hold = now.hard()
                ? spent.purse().take(estimate, now.limitNanosAt(at))
                : spent.purse().takeAnyway(estimate);
        return hold == null ? null : new Part(spent, hold, at);
    }

    /** Raises what {@code now} reaches and was not raised in this window; an alert is a row, so once too often does no harm. */
    private void tell(Meter.Spent spent, long now, Instant at) {
        Budget own = budget;
        if (own.alerts().isEmpty()) {
            return;
        }
        Told before = told;
        if (!before.window().equals(spent.window()) || !before.alerts().equals(own.alerts())) {
            before = new Told(spent.window(), own.alerts(), new AtomicInteger());
            told = before;
        }
        long limit = own.limitNanosAt(at);
        for (int i = 0; i < own.alerts().size(); i++) {
            int percent = own.alerts().get(i);
            int bit = 1 << i;
            boolean due = now >= limit / 100 * percent + limit % 100 * percent / 100;
            if (due && (before.bits().getAndUpdate(bits -> bits | bit) & bit) == 0) {
                reached.accept(new MoneyEvent.BudgetReached(own, spent.window(), percent, new Money(now)));
            }
        }
    }

    /** Why {@link #take} has just said no. */
    Funded.Refused refusal(Estimate estimate, Instant at) {
        Budget now = budget;
        Meter.Spent spent = meter.at(at);
        long limit = now.limitNanosAt(at);
        if (spent.purse().fitsAlone(estimate, limit)) {
            return new Funded.Refused(
                    ErrorCode.RATE_LIMITED,
                    "What is left of " + own(now) + " covers this call (up to " + estimate.most()
                            + " USD) only when no other one is in flight; try again when one has ended.",
                    Funding.BESIDE_OTHERS);
        }
        return new Funded.Refused(
                ErrorCode.RATE_LIMITED,
                now.owner().words() + " budget of " + new Money(limit) + " USD per "
                        + now.period().id() + " has "
                        + new Money(spent.purse().taken()) + " USD used or set aside, and this call may cost "
                        + estimate.usual() + " USD. The next window begins at "
                        + spent.window().end() + ".",
                Duration.between(at, spent.window().end()));
    }

    private static String own(Budget budget) {
        String words = budget.owner().words();
        return Character.toLowerCase(words.charAt(0)) + words.substring(1) + " budget per "
                + budget.period().id();
    }
}

package dev.headgate.billing;

import dev.headgate.base.Period;
import dev.headgate.base.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Counts settled calls in the windows of subscriptions and budgets, in the settlement's own transaction. */
final class SpendBook {
    private final SubscriptionBook subscriptions;
    private final Budgets budgets;

    SpendBook(SubscriptionBook subscriptions, Budgets budgets) {
        this.subscriptions = subscriptions;
        this.budgets = budgets;
    }

    void count(Handle handle, List<Charge> charges) {
        Map<JdbcSpendStore.Key, Long> sums = new TreeMap<>();
        boolean budgeted = !budgets.isEmpty();
        for (Charge charge : charges) {
            if (charge.amount().nanos() == 0) {
                continue;
            }
            if (charge.subscription() != null) {
                for (Period period : Period.values()) {
                    Window window = subscriptions.window(handle, charge.subscription(), period, charge.at());
                    add(
                            sums,
                            new JdbcSpendStore.Key(
                                    JdbcSpendStore.SUBSCRIPTION,
                                    charge.subscription().value(),
                                    period,
                                    window),
                            charge);
                }
            }
            if (budgeted) {
                budgets(sums, BudgetOwner.of(charge.key()), charge);
                budgets(sums, BudgetOwner.of(charge.user()), charge);
                budgets(sums, BudgetOwner.of(charge.group()), charge);
            }
        }
        if (!sums.isEmpty()) {
            JdbcSpendStore.add(handle, sums);
        }
    }

    private void budgets(Map<JdbcSpendStore.Key, Long> sums, BudgetOwner owner, Charge charge) {
        for (BudgetMeter meter : budgets.of(owner)) {
            Instant at = charge.at();
            Meter.Spent running = meter.meter().running();
            Window window = running.window().contains(at)
                    ? running.window()
                    : meter.budget().window(at);
            add(sums, Budgets.key(meter.budget(), window), charge);
        }
    }

    private static void add(Map<JdbcSpendStore.Key, Long> sums, JdbcSpendStore.Key key, Charge charge) {
        sums.merge(key, charge.amount().nanos(), Math::addExact);
    }
}

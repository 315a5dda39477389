package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is set aside for one call: in the windows it is counted in, and of what it is charged to. Ends once; thread-safe. */
public final class Reservation {
    /** Of a call that costs nothing and is counted nowhere. */
    public static final Reservation NONE = new Reservation(List.of(), List.of(), false, null);

    private final List<BudgetMeter.Part> budgets;
    private final List<Purse.Hold> holds;
    private final boolean fromBalance;
    private final @Nullable SubscriptionId subscription;

    Reservation(
            List<BudgetMeter.Part> budgets,
            List<Purse.Hold> holds,
            boolean fromBalance,
            @Nullable SubscriptionId subscription) {
        this.budgets = List.copyOf(budgets);
        this.holds = List.copyOf(holds);
        this.fromBalance = fromBalance;
        this.subscription = subscription;
    }

    /** Whether the call is charged to the user's balance. */
    public boolean fromBalance() {
        return fromBalance;
    }

    /** The subscription that the call is charged to, if any. */
    public @Nullable SubscriptionId subscription() {
        return subscription;
    }

    /** What is set aside of the balance or the subscription; null where the call is charged to neither. */
    public @Nullable Money held() {
        return holds.isEmpty() ? null : new Money(holds.getFirst().nanos());
    }

    /** The call cost this much. */
    public void settle(Money actual) {
        for (Purse.Hold hold : holds) {
            hold.settle(actual);
        }
        for (BudgetMeter.Part part : budgets) {
            part.settle(actual);
        }
    }

    /** The call cost nothing. */
    public void release() {
        settle(Money.ZERO);
    }

    static void release(List<BudgetMeter.Part> parts) {
        for (BudgetMeter.Part part : parts) {
            part.settle(Money.ZERO);
        }
    }
}

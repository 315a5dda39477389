package dev.headgate.admin;

import dev.headgate.base.GatewayException;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.billing.Budget;
import dev.headgate.billing.BudgetOwner;
import dev.headgate.billing.Budgets;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Budgets: what the calls of a key, user or group may cost in each window of a period. */
final class BudgetsApi {
    private final Billing billing;

    BudgetsApi(Billing billing) {
        this.billing = billing;
    }

    record BudgetFilter(
            @Doc("key, user or group, with owner_id") @Nullable
            String owner,

            @Nullable String ownerId,
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record BudgetView(
            String id,
            @Doc("key, user or group") String owner,
            String ownerId,
            @Doc("5h, day, week or month") String period,
            String timeZone,
            long limitNanos,

            @Doc("whether calls above it are refused, or only told of")
            boolean hard,

            @Doc("percentages of the limit that are told of")
            List<Integer> alerts,

            @Doc("by how much the limit is higher for now") long raiseNanos,
            @Nullable Instant raisedUntil,
            long spentNanos,
            Instant windowStart,
            Instant resetsAt,

            @Doc("percentages that were told of in this window")
            List<Integer> alerted,

            @Doc("owned by the settings file") boolean declared) {}

    record NewBudget(
            @Doc("key, user or group") String owner,
            String ownerId,
            @Doc("5h, day, week or month") String period,
            @Doc("UTC unless given") @Nullable String timeZone,
            long limitNanos,
            @Doc("true unless given") @Nullable Boolean hard,
            @Doc("80 and 100 unless given") @Nullable List<Integer> alerts) {}

    record Raise(@Doc("by how much; 0 ends a raise") long byNanos, Instant until) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/budgets", "budgets.list", "Budgets and what is spent of them")
                        .needs(Permission.MONEY_READ)
                        .givesPage(BudgetView.class)
                        .with(BudgetFilter.class, this::list),
                Endpoint.post(
                                "/budgets",
                                "budgets.set",
                                "Set the budget of an owner and period, in place of the one there is")
                        .needs(Permission.MONEY_WRITE)
                        .gives(BudgetView.class)
                        .with(NewBudget.class, this::set),
                Endpoint.post("/budgets/{id}/raise", "budgets.raise", "Raise a budget for a while")
                        .needs(Permission.MONEY_WRITE)
                        .tells(BudgetView.class)
                        .with(Raise.class, this::raise),
                Endpoint.delete("/budgets/{id}", "budgets.delete", "Remove a budget")
                        .needs(Permission.MONEY_WRITE)
                        .by(this::delete));
    }

    private static BudgetOwner owner(String kind, String ownerId) {
        long id = Lists.id("owner_id", ownerId);
        return switch (kind) {
            case "key" -> BudgetOwner.of(new KeyId(id));
            case "user" -> BudgetOwner.of(new UserId(id));
            case "group" -> BudgetOwner.of(new GroupId(id));
            default -> throw new IllegalArgumentException("owner: \"" + kind + "\" (expected: key, user or group)");
        };
    }

    private Object list(ApiCall call, BudgetFilter input) {
        int limit = Lists.limit(input.limit());
        if ((input.owner() == null) != (input.ownerId() == null)) {
            throw new IllegalArgumentException("owner: without owner_id (expected: both or none)");
        }
        BudgetOwner owner =
                input.owner() == null || input.ownerId() == null ? null : owner(input.owner(), input.ownerId());
        Long after = Lists.cursor(input.cursor());
        return Lists.page(
                billing.budgets().list(new Budgets.Filter(owner, after == null ? 0 : after, limit + 1)),
                limit,
                BudgetsApi::view,
                one -> Long.toString(one.budget().id()));
    }

    private static BudgetView view(Budgets.Listed listed) {
        Budget budget = listed.budget();
        boolean raised = budget.raise().nanos() > 0;
        return new BudgetView(
                Long.toString(budget.id()),
                budget.owner().kind().name().toLowerCase(Locale.ROOT),
                Long.toString(budget.owner().id()),
                budget.period().id(),
                budget.zone().getId(),
                budget.limit().nanos(),
                budget.hard(),
                budget.alerts(),
                budget.raise().nanos(),
                raised ? budget.raisedUntil() : null,
                listed.spent().nanos(),
                listed.window().start(),
                listed.window().end(),
                listed.alerted(),
                budget.declared());
    }

    private Budgets.Listed listed(BudgetOwner owner, Period period) {
        return billing.budgets().list(new Budgets.Filter(owner, 0, 100)).stream()
                .filter(one -> one.budget().period() == period)
                .findFirst()
                .orElseThrow(() -> ApiFault.notFound("budget"));
    }

    private Budgets.Listed found(ApiCall call) {
        Budget budget = billing.budgets().all().stream()
                .filter(one -> one.id() == call.id())
                .findFirst()
                .orElseThrow(() -> ApiFault.notFound("budget"));
        return listed(budget.owner(), budget.period());
    }

    private static void notDeclared(Budget budget) {
        if (budget.declared()) {
            throw GatewayException.declared("this budget");
        }
    }

    private @Nullable Object set(ApiCall call, NewBudget input) {
        BudgetOwner owner = owner(input.owner(), input.ownerId());
        Period period = Period.of(input.period());
        billing.budgets().all().stream()
                .filter(one -> one.owner().equals(owner) && one.period() == period)
                .forEach(BudgetsApi::notDeclared);
        Budget.Terms terms = new Budget.Terms(
                new Money(input.limitNanos()),
                input.hard() == null || input.hard(),
                input.alerts() == null ? List.of(80, 100) : input.alerts(),
                false);
        billing.budgets().set(new Budgets.Wanted(owner, period, PlansApi.zone(input.timeZone()), terms));
        BudgetView made = view(listed(owner, period));
        call.changed("budgets.set", "budget:" + made.id(), null, made);
        return made;
    }

    private @Nullable Object raise(ApiCall call, Raise input) {
        Budgets.Listed before = found(call);
        Budget budget = before.budget();
        billing.budgets().raise(budget.owner(), budget.period(), new Money(input.byNanos()), input.until());
        BudgetView after = view(found(call));
        call.changed("budgets.raise", "budget:" + call.id(), view(before), after);
        return after;
    }

    private @Nullable Object delete(ApiCall call) {
        Budgets.Listed before = found(call);
        notDeclared(before.budget());
        billing.budgets().remove(before.budget().owner(), before.budget().period());
        call.changed("budgets.delete", "budget:" + call.id(), view(before), null);
        return null;
    }
}

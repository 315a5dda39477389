package dev.headgate.app;

import dev.headgate.base.Check;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.billing.Budget;
import dev.headgate.billing.BudgetOwner;
import dev.headgate.billing.Budgets;
import dev.headgate.config.Doc;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A budget of a key, a user or a group, as the file declares it. */
public record BudgetNode(
        @Doc("a key, with `user`: the key's name") @Nullable String key,

        @Doc("a user's e-mail; alone or with `key`") @Nullable
        String user,

        @Doc("a group's name; alone") @Nullable String group,

        @Doc("`5h`, `day`, `week` or `month`, by the calendar")
        String period,

        @Doc("USD within the period") Money limit,

        @Doc("`hard` refuses calls above it, `warn` only raises alerts; default hard") @Nullable
        String mode,

        @Doc("percentages of the limit at which an event is raised, once a window; default 80 and 100")
        List<Integer> alerts,

        @Doc("time zone of its calendar; default `limits.time-zone`") @Nullable
        String timeZone) {
    public BudgetNode {
        alerts = List.copyOf(alerts);
        boolean ofKey = key != null && user != null && group == null;
        boolean ofUser = key == null && user != null && group == null;
        boolean ofGroup = key == null && user == null && group != null;
        Check.that(
                ofKey || ofUser || ofGroup,
                "budget",
                "key " + key + ", user " + user + ", group " + group,
                "a key with its user, or a user, or a group");
        Period.of(period);
        Check.that(
                mode == null || mode.equals("hard") || mode.equals("warn"),
                "mode",
                String.valueOf(mode),
                "hard or warn");
        Budget.of(
                0,
                new BudgetOwner(BudgetOwner.Kind.KEY, 0),
                Period.of(period),
                PlanNode.zone(timeZone, ZoneOffset.UTC),
                terms(limit, mode, alerts));
    }

    private static Budget.Terms terms(Money limit, @Nullable String mode, List<Integer> alerts) {
        return new Budget.Terms(
                limit,
                !"warn".equals(mode),
                alerts.isEmpty()
                        ? List.of(80, 100)
                        : alerts.stream().sorted().distinct().toList(),
                true);
    }

    /** The budget; {@code usual} is its zone when it names none. */
    Budgets.Wanted wanted(BudgetOwner owner, ZoneId usual) {
        ZoneId zone = PlanNode.zone(timeZone, usual);
        return new Budgets.Wanted(owner, Period.of(period), zone, terms(limit, mode, alerts));
    }

    /** Whose it is and of what, for messages and to find it twice. */
    String place() {
        return (key == null ? "" : "key " + key + " ") + (user == null ? "" : "user " + user)
                + (group == null ? "" : "group " + group) + " per " + period;
    }
}

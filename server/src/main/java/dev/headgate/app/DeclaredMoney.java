package dev.headgate.app;

import dev.headgate.accounts.Accounts;
import dev.headgate.base.GroupId;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.billing.BudgetOwner;
import dev.headgate.billing.Budgets;
import dev.headgate.identity.Identity;
import dev.headgate.identity.User;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes plans, subscriptions and budgets agree with the file. Blocking. */
final class DeclaredMoney {
    private final Billing billing;
    private final Accounts accounts;
    private final Identity identity;
    private final ZoneId zone;

    /** Takes its parts; {@code zone} is that of plans and budgets that name none. */
    DeclaredMoney(Billing billing, Accounts accounts, Identity identity, ZoneId zone) {
        this.billing = billing;
        this.accounts = accounts;
        this.identity = identity;
        this.zone = zone;
    }

    /** After groups, users and keys have been applied. */
    void apply(DeclareConfig declare) {
        billing.subscriptions()
                .save(declare.plans().stream()
                        .map(plan -> plan.plan(group(plan.group()), zone))
                        .toList());
        Map<String, User> users = identity.users();
        for (UserNode node : declare.users()) {
            if (node.subscription() != null) {
                UserId user = user(users, node.email());
                billing.subscriptions()
                        .subscribe("declared:" + user + ":" + node.subscription(), user, node.subscription(), false);
            }
        }
        List<Budgets.Wanted> budgets = new ArrayList<>();
        declare.budgets().forEach(budget -> budgets.add(budget.wanted(owner(users, budget), zone)));
        billing.budgets().declare(budgets);
    }

    private GroupId group(String name) {
        return accounts.groupNamed(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("group: \"" + name + "\" (expected: a declared group)"));
    }

    private static UserId user(Map<String, User> users, String email) {
        User user = users.get(email);
        if (user == null) {
            throw new IllegalArgumentException("user: \"" + email + "\" (expected: a declared user)");
        }
        return user.id();
    }

    private BudgetOwner owner(Map<String, User> users, BudgetNode budget) {
        if (budget.group() != null) {
            return BudgetOwner.of(group(budget.group()));
        }
        String email = String.valueOf(budget.user());
        if (budget.key() == null) {
            return BudgetOwner.of(user(users, email));
        }
        return identity.callers().stream()
                .filter(caller -> caller.user().email().equals(email)
                        && caller.key().name().equals(budget.key()))
                .findFirst()
                .map(caller -> BudgetOwner.of(caller.key().id()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "budget: key \"" + budget.key() + "\" of " + email + " (expected: a declared key)"));
    }
}

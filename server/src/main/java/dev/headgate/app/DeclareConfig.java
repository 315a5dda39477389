package dev.headgate.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.accounts.DeclaredGroup;
import dev.headgate.accounts.Group;
import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.DeclaredKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the file owns: groups, accounts, plans, users, keys and budgets, by name. */
public record DeclareConfig(
        List<GroupNode> groups,
        List<ProxyNode> proxies,
        List<AccountNode> accounts,
        List<PlanNode> plans,
        List<UserNode> users,
        List<KeyNode> keys,
        List<BudgetNode> budgets) {
    public static final DeclareConfig DEFAULTS =
            new DeclareConfig(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public DeclareConfig {
        groups = List.copyOf(groups);
        proxies = List.copyOf(proxies);
        accounts = List.copyOf(accounts);
        plans = List.copyOf(plans);
        users = List.copyOf(users);
        keys = List.copyOf(keys);
        budgets = List.copyOf(budgets);
    }

    /** A pool of accounts with one billing policy. */
    public record GroupNode(
            @Doc("the group's name") String name,

            @Doc("charge per list price, e.g. 1.0; at most 6 decimals") @Nullable
            String rateMultiplier,

            @Doc("`none` tracks only; `balance`, `subscription` or `subscription-then-balance` is drawn on") @Nullable
            String billing,

            @Doc("`refuse`, `unpriced`, or `{ input: …, output: … }` in USD per million tokens") @Nullable
            JsonNode unknownModel) {
        public GroupNode {
            Check.notBlank("name", name);
            toGroup(name, rateMultiplier, billing, unknownModel);
        }

        DeclaredGroup declared() {
            return toGroup(name, rateMultiplier, billing, unknownModel);
        }

        private static DeclaredGroup toGroup(
                String name, @Nullable String multiplier, @Nullable String billing, @Nullable JsonNode unknown) {
            return new DeclaredGroup(
                    name,
                    scaled("rate-multiplier", multiplier == null ? "1" : multiplier),
                    Group.Billing.of(billing == null ? "none" : billing),
                    unknownModel(unknown));
        }

        private static Group.UnknownModel unknownModel(@Nullable JsonNode node) {
            if (node == null || node.isMissingNode() || node.isNull()) {
                return new Group.UnknownModel.Refuse();
            }
            if (!node.isObject()) {
                return Group.UnknownModel.parse(node.asText().replace('/', ' '));
            }
            node.fieldNames()
                    .forEachRemaining(field -> Check.that(
                            field.equals("input") || field.equals("output"),
                            "unknown-model",
                            field,
                            "input and output"));
            return new Group.UnknownModel.Fallback(
                    scaled("unknown-model.input", node.path("input").asText("")),
                    scaled("unknown-model.output", node.path("output").asText("")));
        }
    }

    /** Millionths of a decimal: parts per million of a factor, or pico-dollars per token of dollars per million tokens. */
    static long scaled(String what, String text) {
        try {
            long millionths = new BigDecimal(text.strip()).movePointRight(6).longValueExact();
            Check.that(millionths >= 0, what, text, "0 or more");
            return millionths;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    what + ": \"" + text + "\" (expected: a number with at most 6 decimals)", e);
        }
    }

    /** What names nothing or stands twice. */
    List<String> crossProblems() {
        List<String> problems = new ArrayList<>();
        Set<String> groupNames =
                unique("groups", groups.stream().map(GroupNode::name).toList(), problems);
        groupNames.add("default"); // there without being declared
        unique("accounts", accounts.stream().map(AccountNode::name).toList(), problems);
        Set<String> emails = unique("users", users.stream().map(UserNode::email).toList(), problems);
        unique("keys", keys.stream().map(key -> key.user() + " " + key.name()).toList(), problems);
        Set<String> ways =
                unique("proxies", proxies.stream().map(ProxyNode::name).toList(), problems);
        for (AccountNode account : accounts) {
            checkAccount(account, ways, problems);
            for (String group : account.groups()) {
                if (!groupNames.contains(group)) {
                    problems.add("declare.accounts " + account.name() + ": group \"" + group
                            + "\" (expected: a declared group)");
                }
            }
        }
        moneyProblems(groupNames, emails, problems);
        Set<String> texts = new HashSet<>();
        for (KeyNode key : keys) {
            DeclaredKey declared = key.declared();
            if (!groupNames.contains(declared.group())) {
                problems.add("declare.keys " + key.name() + ": group \"" + declared.group()
                        + "\" (expected: a declared group)");
            }
            if (!emails.contains(key.user())) {
                problems.add(
                        "declare.keys " + key.name() + ": user \"" + key.user() + "\" (expected: a declared user)");
            }
            Secret text = declared.key();
            if (text != null && !texts.add(text.reveal())) {
                problems.add("declare.keys " + key.name() + ": the same key text as another key (expected: its own)");
            }
        }
        return problems;
    }

    private void moneyProblems(Set<String> groupNames, Set<String> emails, List<String> problems) {
        Set<String> planNames =
                unique("plans", plans.stream().map(PlanNode::name).toList(), problems);
        unique("budgets", budgets.stream().map(BudgetNode::place).toList(), problems);
        for (PlanNode plan : plans) {
            if (!groupNames.contains(plan.group())) {
                problems.add("declare.plans " + plan.name() + ": group \"" + plan.group()
                        + "\" (expected: a declared group)");
            }
        }
        for (UserNode user : users) {
            if (user.subscription() != null && !planNames.contains(user.subscription())) {
                problems.add("declare.users " + user.email() + ": subscription \"" + user.subscription()
                        + "\" (expected: a declared plan)");
            }
        }
        for (BudgetNode budget : budgets) {
            boolean known = budget.group() != null
                    ? groupNames.contains(budget.group())
                    : emails.contains(budget.user())
                            && (budget.key() == null
                                    || keys.stream()
                                            .anyMatch(key -> key.name().equals(budget.key())
                                                    && key.user().equals(budget.user())));
            if (!known) {
                problems.add("declare.budgets: " + budget.place() + " (expected: a declared key, user or group)");
            }
        }
    }

    private static void checkAccount(AccountNode account, Set<String> ways, List<String> problems) {
        try {
            account.declared();
        } catch (IllegalArgumentException e) {
            problems.add("declare.accounts " + account.name() + ": " + e.getMessage());
        }
        if (account.proxy() != null && !ways.contains(account.proxy())) {
            problems.add("declare.accounts " + account.name() + ": proxy \"" + account.proxy()
                    + "\" (expected: a declared proxy)");
        }
    }

    private static Set<String> unique(String what, List<String> names, List<String> problems) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                problems.add("declare." + what + ": \"" + name + "\" stands twice (expected: once)");
            }
        }
        return seen;
    }
}

package dev.headgate.app;

import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.DeclaredGroup;
import dev.headgate.accounts.Group;
import dev.headgate.billing.Billing;
import dev.headgate.identity.Applied;
import dev.headgate.identity.Identity;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Makes what is stored agree with {@code declare:} of the settings file. Blocking; one application at a time. */
final class Declaration {
    private final Accounts accounts;
    private final Identity identity;
    private final Billing billing;
    private final SpendRestore spendRestore;
    private final DeclaredMoney money;
    private final PrintStream out;

    Declaration(Entities entities, Billing billing, SpendRestore spendRestore, DeclaredMoney money, PrintStream out) {
        this.accounts = entities.accounts();
        this.identity = entities.identity();
        this.billing = billing;
        this.spendRestore = spendRestore;
        this.money = money;
        this.out = out;
    }

    /** What is declared by name. */
    record Entities(Accounts accounts, Identity identity) {}

    /** Makes groups, accounts, users and keys agree with the file, without touching calls in flight. */
    synchronized void apply(DeclareConfig declare) {
        List<DeclaredGroup> groups = new ArrayList<>(
                declare.groups().stream().map(DeclareConfig.GroupNode::declared).toList());
        if (groups.stream().noneMatch(group -> group.name().equals("default"))) {
            groups.add(new DeclaredGroup("default", 1_000_000, Group.Billing.NONE, new Group.UnknownModel.Refuse()));
        }
        accounts.apply(
                groups,
                declare.proxies().stream().map(ProxyNode::declared).toList(),
                declare.accounts().stream().map(AccountNode::declared).toList());
        Applied applied = identity.apply(
                declare.users().stream().map(UserNode::declared).toList(),
                declare.keys().stream().map(KeyNode::declared).toList(),
                accounts::groupNamed);
        spendRestore.restoreAll(identity.callers());
        for (Applied.Grant grant : applied.grants()) {
            billing.ledger().grantOnce(grant.id(), grant.user(), grant.amount(), "declared");
        }
        money.apply(declare);
        for (Applied.MadeKey made : applied.made()) {
            out.println("key " + made.name() + " of " + made.user() + " (shown once): "
                    + made.key().reveal());
        }
    }
}

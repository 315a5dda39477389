package dev.headgate.importing;

import dev.headgate.accounts.DeclaredAccount;
import dev.headgate.accounts.DeclaredProxy;
import dev.headgate.accounts.Group;
import dev.headgate.base.CallLimits;
import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.KeyRules;
import java.util.ArrayList;
import java.util.List;

/** What another gateway holds, in our terms, and what of it has no place here. Gathered by one thread. */
final class Found {
    final List<DeclaredProxy> proxies = new ArrayList<>();
    final List<FoundGroup> groups = new ArrayList<>();
    final List<FoundAccount> accounts = new ArrayList<>();
    final List<FoundUser> users = new ArrayList<>();
    final List<FoundKey> keys = new ArrayList<>();
    final List<Report.Line> left = new ArrayList<>();

    /** @param opened whether users may make keys in it by themselves */
    record FoundGroup(String name, long multiplierPpm, Group.Billing billing, boolean opened, boolean enabled) {}

    /** @param works false = paused */
    record FoundAccount(DeclaredAccount account, boolean works) {}

    /**
     * @param id the source's own: names what was given, so that it is given once
     * @param balance may be below zero
     * @param words what else there is to say of them; empty = nothing
     */
    record FoundUser(
            String id, String email, String name, Money balance, CallLimits limits, boolean enabled, String words) {}

    /**
     * @param id the source's own
     * @param user the source's id of its user
     * @param words what else there is to say of it; empty = nothing
     */
    record FoundKey(
            String id,
            String user,
            String name,
            Text text,
            String group,
            CallLimits limits,
            KeyRules rules,
            boolean enabled,
            String words) {}

    /** What the source keeps of a key. */
    sealed interface Text {
        /** The key itself. */
        record Plain(Secret key) implements Text {}

        /** Only its hash, which is ours too. */
        record Hashed(KeyHash hash) implements Text {}
    }

    void leave(Report.Kind kind, String name, String why) {
        left.add(new Report.Line(kind, name, Report.Effect.LEFT, why));
    }

    /** Says something of what is brought along. */
    void note(Report.Kind kind, String name, String words) {
        left.add(new Report.Line(kind, name, Report.Effect.NOTE, words));
    }
}

package dev.headgate.app;

import dev.headgate.cluster.Windows;
import dev.headgate.identity.Caller;
import dev.headgate.limits.Limits;
import dev.headgate.usage.Spent;
import dev.headgate.usage.UsageBook;
import java.util.List;
import java.util.stream.Collectors;

/** Tells the limits of spending what the books say, at start and for limits that are new. Blocking: a few index reads each. */
final class SpendRestore {
    private final Limits limits;
    private final UsageBook usage;

    SpendRestore(Limits limits, UsageBook usage) {
        this.limits = limits;
        this.usage = usage;
    }

    /** All callers there are: what is remembered of others goes. */
    void restoreAll(List<Caller> callers) {
        restore(callers);
        limits.retainKeys(callers.stream().map(caller -> caller.key().id()).collect(Collectors.toSet()));
    }

    void restore(List<Caller> callers) {
        for (Caller caller : callers) {
            var key = caller.key();
            limits.restoreKey(key.id(), key.limits(), from -> past(usage.spentByKey(key.id(), from)));
            var user = caller.user();
            limits.restoreUser(user.id(), user.limits(), from -> past(usage.spentByUser(user.id(), from)));
        }
    }

    private static List<Windows.Past> past(List<Spent> spent) {
        return spent.stream()
                .map(each -> new Windows.Past(
                        each.from().toEpochMilli(), each.charged().nanos()))
                .toList();
    }
}

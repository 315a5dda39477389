package dev.headgate.scheduling;

import dev.headgate.base.AccountId;
import java.util.HashSet;
import java.util.Set;

/**
 * What a request needs of an account.
 *
 * @param model as the client asked for it
 * @param tried accounts not to be used for it (again)
 * @param tokens estimate of its prompt
 */
public record Ask(String model, Set<AccountId> tried, Warmth warmth, long tokens) {
    public Ask {
        tried = Set.copyOf(tried);
    }

    /** The same, not on that account either. */
    Ask without(AccountId account) {
        Set<AccountId> more = new HashSet<>(tried);
        more.add(account);
        return new Ask(model, more, warmth, tokens);
    }
}

package dev.headgate.accounts;

import dev.headgate.base.AccountId;
import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import java.util.Set;

/**
 * An upstream account as the data plane sees it. Immutable; a change makes a new one.
 *
 * @param concurrency calls at once, 1 - 1,000,000
 * @param priority smaller is tried first, 0 - 1,000,000
 * @param weight share among accounts of one priority, 1 - 1,000
 * @param options what most accounts leave as it is
 * @param enabled false since the file declares it no longer, until it is resumed
 * @param declared owned by the configuration file
 */
public record Account(
        AccountId id,
        String name,
        Provider provider,
        BaseUrl baseUrl,
        Credential credential,
        Set<GroupId> groups,
        int concurrency,
        int priority,
        int weight,
        ModelMap models,
        AccountOptions options,
        boolean enabled,
        boolean declared) {

    public Account {
        Check.notBlank("name", name);
        Check.range("concurrency", concurrency, 1, 1_000_000);
        Check.range("priority", priority, 0, 1_000_000);
        Check.range("weight", weight, 1, 1_000);
        groups = Set.copyOf(groups);
    }
}

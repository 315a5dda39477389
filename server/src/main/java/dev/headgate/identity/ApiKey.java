package dev.headgate.identity;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import java.time.Instant;

/**
 * A platform key as the data plane sees it; the key's text itself is known only as its hash. Immutable.
 *
 * @param limits of this key alone
 * @param rules where, by what, for what and how long it may be used
 * @param right by what it is in its group
 * @param declared owned by the configuration file
 */
public record ApiKey(
        KeyId id,
        String name,
        UserId user,
        GroupId group,
        KeyHash hash,
        CallLimits limits,
        KeyRules rules,
        GroupRight right,
        boolean enabled,
        boolean declared) {
    public ApiKey {
        Check.notBlank("name", name);
    }

    /** The same key, no longer valid from {@code end} on if it doesn't end earlier. */
    ApiKey until(Instant end) {
        Instant expires = rules.expires();
        Instant first = expires == null || end.isBefore(expires) ? end : expires;
        KeyRules shorter = new KeyRules(rules.models(), first, rules.addresses(), rules.clients());
        return new ApiKey(id, name, user, group, hash, limits, shorter, right, enabled, declared);
    }
}

package dev.headgate.identity;

import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;

/**
 * A platform key as the data plane sees it; the key's text itself is known only as its hash. Immutable.
 *
 * @param declared owned by the configuration file
 */
public record ApiKey(
        KeyId id, String name, UserId user, GroupId group, KeyHash hash, boolean enabled, boolean declared) {
    public ApiKey {
        Check.notBlank("name", name);
    }
}

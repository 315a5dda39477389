package dev.headgate.identity;

import dev.headgate.base.Check;
import dev.headgate.base.UserId;

/**
 * A user as the data plane sees it. Immutable.
 *
 * @param concurrency calls at once over all keys, 0 = no limit
 * @param multiplierPpm the user's own factor on charges, 1_000_000 = 1.0
 */
public record User(UserId id, String email, int concurrency, long multiplierPpm, boolean enabled, boolean declared) {
    public User {
        Check.notBlank("email", email);
        Check.range("concurrency", concurrency, 0, 1_000_000);
        Check.range("multiplier ppm", multiplierPpm, 0, 1_000_000_000L);
    }
}

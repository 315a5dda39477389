package dev.headgate.identity;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Check;
import dev.headgate.base.UserId;

/**
 * A user as the data plane sees it. Immutable.
 *
 * @param limits of all the user's keys together
 * @param share how much of a full pool the user gets beside others, 1 = as much as anyone
 * @param multiplierPpm the user's own factor on charges, 1_000_000 = 1.0
 */
public record User(
        UserId id, String email, CallLimits limits, int share, long multiplierPpm, boolean enabled, boolean declared) {
    public static final int SHARE_MAX = 1_000;

    /** A factor of 1,000. */
    public static final long MULTIPLIER_PPM_MAX = 1_000_000_000;

    public User {
        Check.notBlank("email", email);
        Check.range("share", share, 1, SHARE_MAX);
        Check.range("multiplier ppm", multiplierPpm, 0, MULTIPLIER_PPM_MAX);
    }
}

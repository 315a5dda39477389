package dev.headgate.billing;

import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import java.time.Instant;

/**
 * A call that asks for money.
 *
 * @param at when it arrived: says which windows it is counted in
 */
public record Claim(UserId user, KeyId key, GroupId group, Policy policy, Estimate estimate, Instant at) {
    /** What a group's calls are charged to. */
    public enum Policy {
        /** Nothing; the charge is only tracked. */
        NONE,
        BALANCE,
        SUBSCRIPTION,
        SUBSCRIPTION_THEN_BALANCE
    }
}

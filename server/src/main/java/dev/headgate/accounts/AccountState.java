package dev.headgate.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an account is at one instant. Immutable.
 *
 * @param inUse calls in flight on it
 * @param until when the state passes by itself, null when it doesn't
 * @param reason why, in words for the operator; empty when active
 */
public record AccountState(
        int inUse, Status status, @Nullable Instant until, String reason) {
    /** Whether and why not it takes calls. */
    public enum Status {
        ACTIVE,
        COOLING,
        EXHAUSTED,
        NEEDS_ATTENTION,
        BREAKER_OPEN
    }
}

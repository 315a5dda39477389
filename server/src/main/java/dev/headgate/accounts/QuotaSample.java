package dev.headgate.accounts;

import dev.headgate.base.AccountId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How full a quota window was at one instant, to be kept. Immutable.
 *
 * @param limit in the window's own unit, -1 when only a share is told
 * @param usedPpm share used in parts per million
 * @param resetsAt when it is whole again, as was told then
 * @param at when it was told
 */
record QuotaSample(
        Of of,
        @Nullable Duration length,
        long limit,
        int usedPpm,
        @Nullable Instant resetsAt,
        Instant at) {
    /** One sample a window is kept of so long a time. */
    static final Duration SLOT = Duration.ofMinutes(5);

    /** Windows shorter than this refill all the time: their reset says when they are whole, not when they begin anew. */
    private static final Duration LONG = Duration.ofHours(1);

    /**
     * Whose window.
     *
     * @param model empty where it is the whole account's
     */
    record Of(AccountId account, String model, String name) {}

    static QuotaSample of(AccountId account, String model, QuotaWindow window) {
        return new QuotaSample(
                new Of(account, model, window.name()),
                window.length(),
                window.limit(),
                window.usedPpm(),
                window.resetsAt(),
                window.seenAt());
    }

    long slot() {
        return Math.floorDiv(at.toEpochMilli(), SLOT.toMillis());
    }

    /** Whether it begins anew at its reset, so that nothing of it is used then. */
    boolean beginsAnew() {
        return resetsAt != null && (length == null || length.compareTo(LONG) >= 0);
    }

    /** Whether it tells nothing that {@code other} doesn't. Some vendors tell the reset as a time from now, so it wavers. */
    boolean says(QuotaSample other) {
        return usedPpm == other.usedPpm && limit == other.limit && sameReset(other);
    }

    private boolean sameReset(QuotaSample other) {
        if (resetsAt == null || other.resetsAt == null || !beginsAnew()) {
            return !beginsAnew() || resetsAt == null && other.resetsAt == null;
        }
        return Duration.between(resetsAt, other.resetsAt).abs().compareTo(SLOT) < 0;
    }
}

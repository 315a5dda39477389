package dev.headgate.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an account is at one instant, but for its calls in flight ({@link AccountPulse#inUse}). Immutable; the same object as
 * long as nothing changes, so it can be read for every account at every choice.
 *
 * @param until when the state passes by itself, null when it doesn't
 * @param since since when an operator's pause or the need for attention lasts, null for all else
 * @param reason why, in words for the operator; empty when active
 * @param windows quotas of the whole account, as last told by the vendor or set by the operator
 * @param models what is true of single models only, by their upstream name; most have no entry
 */
public record AccountState(
        Status status,
        @Nullable Instant until,
        @Nullable Instant since,
        String reason,
        List<QuotaWindow> windows,
        Map<String, ModelState> models) {
    public static final AccountState HEALTHY = new AccountState(Status.ACTIVE, null, null, "", List.of(), Map.of());

    public AccountState {
        windows = List.copyOf(windows);
        models = Map.copyOf(models);
    }

    /** Whether and why not it takes calls. An open breaker shows as {@code COOLING}. */
    public enum Status {
        ACTIVE,
        COOLING,
        EXHAUSTED,
        PAUSED,
        NEEDS_ATTENTION,
        EXPIRED;

        /** The word in API, metrics and command line. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * How one model of the account is.
     *
     * @param status {@code ACTIVE}, {@code COOLING} or {@code EXHAUSTED}
     * @param windows quotas that the vendor counts for this model alone
     */
    public record ModelState(Status status, @Nullable Instant until, String reason, List<QuotaWindow> windows) {
        public ModelState {
            windows = List.copyOf(windows);
        }
    }

    /** What is known of a model alone, null when nothing is. */
    public @Nullable ModelState model(String upstreamModel) {
        return models.isEmpty() ? null : models.get(upstreamModel);
    }

    /** Whether calls for that model may be sent. */
    public boolean takes(String upstreamModel) {
        if (status != Status.ACTIVE) {
            return false;
        }
        ModelState of = model(upstreamModel);
        return of == null || of.status() == Status.ACTIVE;
    }
}

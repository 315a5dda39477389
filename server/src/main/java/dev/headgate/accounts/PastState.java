package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.base.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which an account, or one of its models, took no calls.
 *
 * @param until when it was over, or will be as far as is known; null: it lasts until somebody ends it
 * @param reason why, in words for the operator; of several rests the last one's
 * @param times of how many rests it is made, each within a minute of the one before
 */
public record PastState(
        Of of, Status status, Instant from, @Nullable Instant until, String reason, int times) {
    /** As long as a column of the store. */
    static final int REASON_MAX = 600;

    private static final int MODEL_MAX = 300;

    public PastState {
        reason = cut(reason, REASON_MAX);
    }

    /**
     * Whose it is.
     *
     * @param model upstream name, empty for the whole account
     */
    public record Of(AccountId account, String model) {
        public Of {
            model = cut(model, MODEL_MAX);
        }
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    PastState until(@Nullable Instant end, String why, int rests) {
        return new PastState(of, status, from, end, why, rests);
    }

    /** Whether it ended before an instant. */
    boolean overAt(Instant now) {
        return until != null && !until.isAfter(now);
    }
}

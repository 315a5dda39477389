package dev.headgate.scheduling;

import dev.headgate.accounts.Account;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a choice, with the reason for every account that was left out. */
public sealed interface Decision {
    /** Accounts left out, and why. */
    List<Exclusion> excluded();

    /**
     * An account was chosen.
     *
     * @param upstreamModel the model's name at that account
     */
    record Picked(Account account, String upstreamModel, List<Exclusion> excluded) implements Decision {}

    /**
     * No account can take the request now.
     *
     * @param retryAfter when the first of them may, null when none will by itself
     */
    record NoneAvailable(
            Reason reason,
            List<Exclusion> excluded,
            @Nullable Duration retryAfter) implements Decision {}

    /**
     * Why one account was left out.
     *
     * @param words for the operator, e.g. {@code cooling until 12:05:30 UTC: rate limited}
     */
    record Exclusion(Account account, Cause cause, String words) {}

    /** Kinds of exclusion, the weightiest for the caller last. */
    enum Cause {
        PAUSED,
        OTHER_PROTOCOL,
        MODEL_NOT_SERVED,
        TRIED,
        NEEDS_ATTENTION,
        COOLING,
        BUSY
    }

    /** Why nothing could be picked. */
    enum Reason {
        NO_ACCOUNTS,
        MODEL_NOT_SERVED,
        ALL_TRIED,
        NEEDS_ATTENTION,
        ALL_COOLING,
        ALL_BUSY
    }
}

package dev.headgate.scheduling;

import dev.headgate.accounts.Account;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a choice. What it was made from stays with it, so that it can be {@linkplain Explanation explained}. */
public sealed interface Decision {
    /** The accounts that were looked at. */
    PoolView view();

    Ask ask();

    /**
     * An account was chosen.
     *
     * @param upstreamModel the model's name at that account
     * @param compared indices in the view of those whose costs were compared, the chosen one first; empty when nothing was
     */
    @SuppressWarnings("ArrayRecordComponent") // on the hot path; never handed out
    record Picked(Account account, String upstreamModel, Why why, PoolView view, Ask ask, int[] compared)
            implements Decision {
        Picked because(Why other) {
            return new Picked(account, upstreamModel, other, view, ask, compared);
        }
    }

    /**
     * No account can take the request now.
     *
     * @param retryAfter when the first of them may, null when none will by itself
     */
    record NoneAvailable(Reason reason, @Nullable Duration retryAfter, PoolView view, Ask ask) implements Decision {
        /** Whether a call should wait for a slot instead of being refused with the reason. */
        public boolean worthWaiting() {
            return reason == Reason.ALL_BUSY;
        }
    }

    /** Why an account was chosen. */
    enum Why {
        HARD("the only account that can continue it"),
        SESSION("home of the session"),
        CONVERSATION("home of the conversation"),
        GUEST("where the session went while its home is away"),
        WARM("cheapest, with the prompt's beginning in its cache"),
        LOAD("cheapest of those drawn"),
        ONLY("the only one that can take it"),
        FREED("had room when the waiting call's turn came"),
        RESERVE("all have only slots left that are kept for their own sessions");

        private final String words;

        Why(String words) {
            this.words = words;
        }

        /** For the operator. */
        public String words() {
            return words;
        }

        /** Whether it follows from what the request belongs to, not from costs. */
        public boolean bound() {
            return switch (this) {
                case HARD, SESSION, CONVERSATION, GUEST -> true;
                case WARM, LOAD, ONLY, FREED, RESERVE -> false;
            };
        }

        /** The word in a trace. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Kinds of exclusion, the weightiest for the caller last. */
    enum Cause {
        TRIED,
        PAUSED,
        NEEDS_ATTENTION,
        COOLING,
        SESSIONS_FULL,
        BUSY
    }

    /** Why nothing could be picked. */
    enum Reason {
        NO_ACCOUNTS,
        MODEL_NOT_SERVED,
        ALL_TRIED,
        PAUSED,
        NEEDS_ATTENTION,
        ALL_COOLING,
        /** A slot will be free when a call ends: worth waiting for. */
        ALL_BUSY,
        /** The only account that could continue the request cannot take it. */
        BOUND
    }
}

package dev.headgate.accounts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a failed attempt means for its account (DESIGN 5.3).
 *
 * @param modelOnly whether it concerns only the model that was asked for
 * @param asked how long to keep away, null when the vendor didn't say
 * @param words for the operator, never shown to a client
 */
public record Setback(
        Kind kind, boolean modelOnly, @Nullable Duration asked, String words) {
    /** Kinds, each with a policy of its own. */
    public enum Kind {
        /** No connection came about: nothing was sent. */
        UNREACHABLE,
        /** The credential was refused; the account rests until it is replaced. */
        CREDENTIAL,
        /** Quota or money is used up. */
        EXHAUSTED,
        RATE_LIMITED,
        OVERLOADED,
        /** An answer of 5xx, a broken or a silent one. */
        FAILED;

        /** Whether the provider said it of the account, so that it holds for every gateway. */
        boolean rests() {
            return this == EXHAUSTED || this == RATE_LIMITED || this == OVERLOADED;
        }
    }
}

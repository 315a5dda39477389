package dev.headgate.alerts;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the judge remembers of one rule and subject. Immutable.
 *
 * @param since from when it has been as it is
 * @param told whether this firing was spoken of
 * @param spokenAt when it was last spoken of, null: never
 */
record AlertState(
        Phase phase, Instant since, boolean told, @Nullable Instant spokenAt) {
    /** How far it is. */
    enum Phase {
        /** It is so, but not for long enough. */
        PENDING,
        FIRING,
        /** It is over, but was spoken of lately. */
        QUIET;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Phase of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** Whose it is. */
    record Watched(long rule, String subject) {}
}

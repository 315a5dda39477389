package dev.headgate.scheduling;

import dev.headgate.base.AccountId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of where a request belongs. Immutable.
 *
 * @param hard the only account that can serve it, null when any can
 * @param home where its session or conversation has its cache, null when it has none
 * @param homeKind what made that its home
 * @param guest where it went lately while its home was away
 * @param places where the beginning of its prompt is cached, though other conversations put it there
 */
public record Warmth(
        @Nullable Hard hard,
        @Nullable AccountId home,
        HomeKind homeKind,
        @Nullable AccountId guest,
        List<Place> places) {
    public static final Warmth NONE = new Warmth(null, null, HomeKind.SESSION, null, List.of());

    public Warmth {
        places = List.copyOf(places);
    }

    /**
     * A binding that can't be loosened.
     *
     * @param what for people: {@code previous_response_id}, {@code encrypted reasoning}, {@code cachedContent}
     */
    public record Hard(AccountId account, String what) {}

    /** What made an account a request's home. */
    public enum HomeKind {
        /** The session that the client names. */
        SESSION,
        /** The prompt goes on from one that was answered there. */
        CONVERSATION
    }

    /** An account with so many tokens of the prompt in its cache. */
    public record Place(AccountId account, int tokens) {}

    /** Tokens of the prompt that are cached at that account, by what other conversations left there. */
    int tokensAt(AccountId account) {
        int most = 0;
        for (Place place : places) {
            if (place.account().equals(account)) {
                most = Math.max(most, place.tokens());
            }
        }
        return most;
    }
}

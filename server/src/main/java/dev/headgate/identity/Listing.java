package dev.headgate.identity;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a long list is wanted.
 *
 * @param search a part of what items are called by, in any case; null: all
 * @param before items older than that id, null: from the newest on
 * @param limit at most so many
 */
public record Listing(@Nullable String search, @Nullable Long before, int limit) {

    long beforeId() {
        return before == null ? Long.MAX_VALUE : before;
    }

    /** For {@code like … escape '!'}; matches everything without a search. */
    String pattern() {
        if (search == null || search.isBlank()) {
            return "%";
        }
        String plain = search.strip().toLowerCase(java.util.Locale.ROOT);
        return "%" + escaped(plain) + "%";
    }

    /** A text in a pattern for {@code like … escape '!'}. */
    static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}

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

    /** What is looked for, empty for all. */
    String text() {
        return search == null ? "" : search.strip();
    }
}

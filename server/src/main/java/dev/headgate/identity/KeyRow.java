package dev.headgate.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as its owner and operators see it.
 *
 * @param email of the user it belongs to
 * @param prefix how its text begins, as much as may be shown
 * @param usedAt about when it was last used, to the minute; null when never
 * @param usedFrom the address it was last used from, may be empty
 * @param oldUntil until when the text before the last rotation is good; null when none is
 */
public record KeyRow(
        ApiKey key,
        String email,
        String prefix,
        Instant createdAt,
        @Nullable Instant usedAt,
        String usedFrom,
        @Nullable Instant oldUntil) {}

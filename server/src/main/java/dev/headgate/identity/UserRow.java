package dev.headgate.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user as operators see them.
 *
 * @param role null for a user who can't sign in, whose keys only work
 * @param name how they want to be called, may be empty
 * @param note the operator's own words
 * @param createdAt null for users older than this record of it
 * @param signedInAt null when they never did
 */
public record UserRow(
        User user,
        @Nullable Role role,
        String name,
        String note,
        @Nullable Instant createdAt,
        @Nullable Instant signedInAt) {}

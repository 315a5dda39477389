package dev.headgate.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user who may sign in. Immutable.
 *
 * @param name how they want to be called, may be empty
 * @param hasPassword false when they come in another way only
 * @param signedInAt null when they never did
 */
public record Person(
        User user,
        Role role,
        String name,
        boolean hasPassword,
        Instant createdAt,
        @Nullable Instant signedInAt) {}

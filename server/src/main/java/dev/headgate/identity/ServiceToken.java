package dev.headgate.identity;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program that may call the API. Immutable; its text is known only as a hash.
 *
 * @param permissions what it may do
 * @param networks CIDR ranges it may call from; empty = from anywhere
 * @param createdBy who made it
 * @param usedAt null when it never was used
 * @param expiresAt null when it doesn't
 */
public record ServiceToken(
        long id,
        String name,
        Set<Permission> permissions,
        List<String> networks,
        String createdBy,
        Instant createdAt,
        @Nullable Instant usedAt,
        @Nullable Instant expiresAt,
        boolean enabled) {
    public ServiceToken {
        permissions = Set.copyOf(permissions);
        networks = List.copyOf(networks);
    }
}

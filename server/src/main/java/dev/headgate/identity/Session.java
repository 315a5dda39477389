package dev.headgate.identity;

import dev.headgate.base.UserId;
import java.time.Instant;

/**
 * A browser that is signed in. Immutable.
 *
 * @param id shown to its user; the token itself is known only as its hash
 * @param provedAt when the user last proved who they are, by password or second factor
 */
public record Session(
        long id,
        KeyHash hash,
        UserId user,
        Instant createdAt,
        Instant seenAt,
        Instant expiresAt,
        Instant provedAt,
        String address,
        String agent) {}

package dev.headgate.signin;

import dev.headgate.base.UserId;
import java.time.Instant;

/**
 * A passkey of a user. Immutable.
 *
 * @param name by which its user knows it
 * @param backedUp whether it lives on in somebody's cloud when the device is lost
 */
public record Passkey(
        long id, String credentialId, UserId user, String name, boolean backedUp, Instant createdAt, Instant usedAt) {}

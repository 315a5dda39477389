package dev.headgate.signin;

import dev.headgate.base.UserId;
import java.time.Instant;

/**
 * Somebody as another site knows them, and who they are here. Immutable.
 *
 * @param subject names them there for good
 * @param label their address or name there, to be recognised by
 */
public record ExternalIdentity(
        long id, String issuer, String subject, UserId user, String label, Instant linkedAt, Instant usedAt) {}

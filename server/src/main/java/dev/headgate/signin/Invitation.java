package dev.headgate.signin;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.identity.Role;
import java.time.Instant;

/**
 * An offer of an account to the owner of an address. Immutable.
 *
 * @param gift what their balance begins with
 * @param inviterId 0 for a program
 * @param inviter as the audit log names them
 */
public record Invitation(
        long id,
        String email,
        Role role,
        Money gift,
        UserId inviterId,
        String inviter,
        Instant createdAt,
        Instant expiresAt) {}

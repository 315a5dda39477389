package dev.headgate.signin;

import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sign-ins whose first step is done and whose second is waited for: {@value #MINUTES} minutes and {@value #TRIES_MAX} tries, then
 * the first step must be done again. They open nothing but the second step. Blocking; thread-safe.
 */
public final class HalfSessions {
    /** How long the second step is waited for. */
    public static final int MINUTES = 5;

    private static final int TRIES_MAX = 5;

    private final SignInParts parts;

    public HalfSessions(SignInParts parts) {
        this.parts = parts;
    }

    /** A sign-in that waits. */
    public record Half(UserId user, Instant expiresAt) {}

    /** Begins to wait; the token goes to the browser. */
    public Secret begin(UserId user) {
        Secret token = parts.newToken();
        Instant now = parts.clock().instant();
        parts.store().write(handle -> {
            JdbcFactorStore.endOld(handle, now.toEpochMilli());
            Instant end = now.plus(Duration.ofMinutes(MINUTES));
            JdbcFactorStore.insertHalf(handle, KeyHash.of(token.reveal()), user, end.toEpochMilli());
            return 0;
        });
        return token;
    }

    /** Whose sign-in waits under that token, unless its time or its tries are over. */
    public Optional<Half> find(Secret token) {
        KeyHash hash = KeyHash.of(token.reveal());
        return parts.store()
                .read(handle -> JdbcFactorStore.half(handle, hash, parts.clock().millis(), TRIES_MAX))
                .map(row -> new Half(row.user(), Instant.ofEpochMilli(row.expiresAt())));
    }

    /** Counts a try, before it is made. */
    public void tried(Secret token) {
        parts.store().write(handle -> {
            JdbcFactorStore.tried(handle, KeyHash.of(token.reveal()));
            return 0;
        });
    }

    /** Ends all waits of a user: what their first step proved may be over. */
    public void endAll(UserId user) {
        parts.store().write(handle -> {
            JdbcFactorStore.endHalves(handle, user);
            return 0;
        });
    }

    /** Ends the wait; whether it was still on: of two second steps at once one succeeds. */
    public boolean end(Secret token) {
        return parts.store().write(handle -> JdbcFactorStore.endHalf(handle, KeyHash.of(token.reveal()))) > 0;
    }
}

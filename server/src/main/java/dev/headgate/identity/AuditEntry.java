package dev.headgate.identity;

import java.time.Instant;

/**
 * Who changed or saw what, once. Immutable; never changed, never holds a secret.
 *
 * @param actor an e-mail address, {@code token:NAME}, or {@code system}
 * @param action e.g. {@code keys.create}
 * @param subject what it was done to, e.g. {@code key:1234}
 * @param before JSON of what was, empty where there was nothing
 * @param after JSON of what is now, empty where nothing is left
 */
public record AuditEntry(
        long id, Instant at, String actor, String action, String subject, String before, String after, Origin origin) {
    /** Where a change came from: the caller's address, and the request that did it. */
    public record Origin(String address, String requestId) {}
}

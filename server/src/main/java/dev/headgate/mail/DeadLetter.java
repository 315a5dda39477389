package dev.headgate.mail;

import java.time.Instant;

/**
 * A letter that was given up.
 *
 * @param error what the mail server said last
 */
public record DeadLetter(long id, String to, String subject, int tries, Instant createdAt, String error) {}

/**
 * Sends mail: an outbox in the store, a sender beside it.
 *
 * <p>Start at {@link Mail}. {@link MailConfig} says through which server, in the file or else in the console's settings.
 *
 * <p>Invariants: who writes a letter never waits for a mail server; a letter that was accepted is sent, at least once, or listed as
 * dead with the reason. Its text rests sealed, since it may hold a link that opens something, and is gone once it is sent.
 */
@NullMarked
package dev.headgate.mail;

import org.jspecify.annotations.NullMarked;

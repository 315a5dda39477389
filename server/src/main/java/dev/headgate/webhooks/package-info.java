/**
 * Tells other systems by HTTP what has happened.
 *
 * <p>Start at {@link Webhooks} (endpoints, deliveries, the sender), {@link WebhookOutbox} (how an event gets in) and
 * {@link WebhookSignature} (how a receiver knows that it is ours).
 *
 * <p>Invariants: an event is written in the transaction that makes it so, wherever there is one; a delivery that was written is made,
 * at least once, or listed as dead with the reason; its id stays the same over all tries. No payload holds a secret. Whoever writes an
 * event never waits for a receiver, and a slow receiver holds up no other. Plain blocking code on virtual threads.
 */
@NullMarked
package dev.headgate.webhooks;

import org.jspecify.annotations.NullMarked;

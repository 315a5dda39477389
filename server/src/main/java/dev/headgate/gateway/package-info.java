/**
 * The data plane: the life of one request.
 *
 * <p>Read it in the order in which it happens: {@link dev.headgate.gateway.Gateway} (one per event loop) →
 * {@code Routes} → {@code Authentication} → {@code Admission} → {@code AttemptLoop} → {@code Relay} → {@code Settlement}.
 * {@code RequestTrace} is what is known of the request all along.
 *
 * <p>Invariants: event-loop code; nothing blocks and nothing waits for the database. A call's record is in the journal before
 * the client sees the end of its answer. Every permit, lease and hold that is taken is given back once.
 */
@NullMarked
package dev.headgate.gateway;

import org.jspecify.annotations.NullMarked;

/**
 * One call to a provider: credentials, transport, and what an answer says about the account's health.
 *
 * <p>Start at {@link dev.headgate.upstream.UpstreamClient} (the call), {@link dev.headgate.upstream.UpstreamFailure} (how it
 * can fail) and {@link dev.headgate.upstream.FailureClassifier} (what a refusal means). {@link dev.headgate.upstream.AddressGuard} says which
 * addresses may be called at all.
 *
 * <p>Invariants: confined to one event loop, never blocks (but the guard's look-up of names, which belongs elsewhere); bytes are passed on as they come; exactly one of end and failure is
 * reported for each call. Knows nothing of keys, money or clients.
 */
@NullMarked
package dev.headgate.upstream;

import org.jspecify.annotations.NullMarked;

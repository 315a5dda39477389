/**
 * One call to a provider: credentials, transport, and what an answer says about the account's health.
 *
 * <p>Start at {@link dev.headgate.upstream.UpstreamClient} (the call), {@link dev.headgate.upstream.UpstreamFailure} (how it
 * can fail) and {@link dev.headgate.upstream.FailureClassifier} (what a refusal means). {@link dev.headgate.upstream.AddressGuard} says which
 * addresses may be called at all.
 *
 * <p>Addresses: the base URL of an account that the file owns ({@code Account.declared}) is connected to by name. Any other goes
 * through {@link dev.headgate.upstream.CheckedAddresses}, which resolves off the loop and hands out only judged addresses; host
 * header, SNI and the check of the certificate stay with the name ({@code RequestOptions.setServer}). Proxies and token endpoints
 * that someone entered go the same way; behind a proxy, which looks names up by itself, a name is judged as far as it is known here.
 * Redirects are never followed.
 *
 * <p>{@link dev.headgate.upstream.TestCalls} tests accounts and proxies: plain blocking code that waits for its own event loop.
 *
 * <p>Invariants: confined to one event loop, never blocks ({@code AddressGuard.resolve} does, for worker threads); bytes are
 * passed on as they come; exactly one of end and failure is reported for each call. Knows nothing of keys, money or clients.
 */
@NullMarked
package dev.headgate.upstream;

import org.jspecify.annotations.NullMarked;

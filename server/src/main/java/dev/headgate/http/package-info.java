/**
 * The HTTP machinery of the data plane: server and client set-up, one {@link dev.headgate.http.Exchange} per request,
 * bounded bodies, coalesced writes, and time-outs that cost one timer per event loop.
 *
 * <p>Start at {@link dev.headgate.http.Exchange} (a request and its answer), {@link dev.headgate.http.BodyReader} and
 * {@link dev.headgate.http.LoopTicks}.
 *
 * <p>Invariants: everything here is confined to one event loop unless it says otherwise, and nothing blocks it. Knows HTTP,
 * not what is relayed.
 */
@NullMarked
package dev.headgate.http;

import org.jspecify.annotations.NullMarked;

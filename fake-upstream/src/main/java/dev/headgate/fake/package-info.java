/**
 * A small LLM provider for tests, demo and benchmarks: replays exchanges, paces streams, injects faults.
 *
 * <p>Start at {@link FakeUpstream} (the server), {@link Script} (what one answer looks like) and {@link TokenRule} (the
 * counts that an unscripted answer reports, as a pure function).
 *
 * <p>Invariants: a request takes exactly one script (by header, then the queue, then key, then path, then the built-in
 * answers); every exchange is counted open once and closed once; nothing is kept without a bound. Exchanges live on the
 * event loop of their connection; queues and counters are shared and thread-safe.
 */
@NullMarked
package dev.headgate.fake;

import org.jspecify.annotations.NullMarked;

/**
 * What can be seen from outside: metrics and log lines.
 *
 * <p>Start at {@link dev.headgate.observe.Metrics} and {@link dev.headgate.observe.GatheredConsole}.
 *
 * <p>Invariants: labels are ids of enums and protocols, never names or ids of users; recording never blocks. Thread-safe.
 */
@NullMarked
package dev.headgate.observe;

import org.jspecify.annotations.NullMarked;

/**
 * What can be seen from outside: metrics and the access log.
 *
 * <p>Start at {@link dev.headgate.observe.Metrics}.
 *
 * <p>Invariants: labels are ids of enums and protocols, never names or ids of users; recording never blocks. Thread-safe.
 */
@NullMarked
package dev.headgate.observe;

import org.jspecify.annotations.NullMarked;

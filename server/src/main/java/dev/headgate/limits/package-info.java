/**
 * What one user and one key may do at once.
 *
 * <p>Start at {@link dev.headgate.limits.ConcurrencyLimits}.
 *
 * <p>Invariants: a permit is given back exactly once; a refused call takes nothing. Never blocks; thread-safe.
 */
@NullMarked
package dev.headgate.limits;

import org.jspecify.annotations.NullMarked;

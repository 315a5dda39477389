/**
 * What one key and one user may use: calls at once, requests and tokens per minute, spending per period; and who is next when
 * everything is taken.
 *
 * <p>Start at {@link dev.headgate.limits.Limits} (admits a call or says what refused it) and {@code LimitPlan} (the limits of one
 * caller, ready to be asked). The counting itself is done behind {@link dev.headgate.cluster.Windows}.
 *
 * <p>Invariants: all of a call's limits are reserved together or none; what was reserved is ended exactly once; a caller without
 * limits costs nothing. Never blocks; thread-safe.
 */
@NullMarked
package dev.headgate.limits;

import org.jspecify.annotations.NullMarked;

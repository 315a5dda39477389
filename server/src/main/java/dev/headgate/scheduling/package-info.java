/**
 * Chooses the account for an attempt, and says why.
 *
 * <p>Start at {@link dev.headgate.scheduling.AccountPicker} (the choice), {@link dev.headgate.scheduling.PoolView} and
 * {@link dev.headgate.scheduling.Warmth} (what it is made from) and {@link dev.headgate.scheduling.Explanation} (why).
 *
 * <p>Invariants: a picked account is enabled, healthy, serves the model and has a free slot in the view given; a request bound
 * hard goes nowhere else; equal view, request and seed give the equal choice. Pure: no clock, no randomness, no I/O; time and seed
 * are arguments. {@link dev.headgate.scheduling.SessionTally} is the one thing here that changes; it is thread-safe.
 */
@NullMarked
package dev.headgate.scheduling;

import org.jspecify.annotations.NullMarked;

/**
 * Chooses the account for an attempt.
 *
 * <p>Start at {@link dev.headgate.scheduling.AccountPicker} (the choice) and {@link dev.headgate.scheduling.Decision} (its
 * outcome, with the reason of every exclusion).
 *
 * <p>Invariants: a picked account is enabled, healthy, serves the model and has a free slot in the view given; equal inputs and
 * seed give the equal choice. Pure: no clock, no randomness, no I/O.
 */
@NullMarked
package dev.headgate.scheduling;

import org.jspecify.annotations.NullMarked;

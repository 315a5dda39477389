/**
 * The record of every finished call: journal, settlement, rows and export.
 *
 * <p>Start at {@link UsageRecord} and {@link AttemptRecord}.
 *
 * <p>Invariants: A record is written to the journal before the client sees the end of its answer and settled exactly once.
 */
@NullMarked
package dev.headgate.usage;

import org.jspecify.annotations.NullMarked;

/**
 * Where prices come from and how they change: the vendors' table and its newer versions, the operator's own rows, and pricing past
 * calls again.
 *
 * <p>Start at {@link dev.headgate.tariff.Tariffs} (which prices hold) and {@link dev.headgate.tariff.Rerating} (past calls).
 *
 * <p>Invariants: versions are only added, so that every charge's price can be found again; a table with a price below zero or one
 * that moved more than tenfold is refused whole; a re-rating adds corrections and never changes a row. Blocking; thread-safe.
 */
@NullMarked
package dev.headgate.tariff;

import org.jspecify.annotations.NullMarked;

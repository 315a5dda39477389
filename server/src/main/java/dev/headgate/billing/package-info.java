/**
 * Money: the double-entry ledger, and the balances that calls draw on.
 *
 * <p>Start at {@link dev.headgate.billing.Ledger} (what is written) and {@link dev.headgate.billing.Balances} (what the hot path
 * asks).
 *
 * <p>Invariants: entries are only added, each under an id that makes repeating it harmless; the sum over all books is zero.
 * Holds live in memory: a crash drops them together with the calls they were for, while a finished call's charge stands in the
 * usage journal. The ledger blocks on the database; balances never block.
 */
@NullMarked
package dev.headgate.billing;

import org.jspecify.annotations.NullMarked;

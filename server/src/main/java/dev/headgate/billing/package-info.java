/**
 * Money: the double-entry ledger, subscriptions, budgets and codes, and what of them calls draw on.
 *
 * <p>Start at {@link dev.headgate.billing.Billing} (the parts and their order), {@link dev.headgate.billing.Funding} (what the hot
 * path asks), {@link dev.headgate.billing.Ledger} (what is written) and {@link dev.headgate.billing.Purse} (how a limit is kept under
 * parallel calls).
 *
 * <p>Invariants: entries are only added, each under an id that makes repeating it harmless; the sum over all books is zero; a
 * window's sum is that of its calls. Operations happen one after another and reach memory by their number, once. Calls' holds live
 * in memory: a crash drops them together with the calls they were for, while a finished call's charge stands in the usage journal,
 * which is settled before money is loaded. What takes a database handle blocks; what calls ask never does.
 */
@NullMarked
package dev.headgate.billing;

import org.jspecify.annotations.NullMarked;

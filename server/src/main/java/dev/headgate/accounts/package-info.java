/**
 * Upstream accounts and the groups that pool them.
 *
 * <p>Start at {@link Account}, {@link Group} and {@link AccountDirectory}; {@link AccountHealth} is how they are while they work,
 * {@link AccountCare} what an operator does with them then, {@link AccountTransfer} how they go out and in, in bulk. {@link
 * Standstills} keeps pauses and refused credentials, {@link QuotaHistory} how full quota windows were.
 *
 * <p>Invariants: Snapshots are immutable and swapped whole; the facade blocks on the database and belongs on virtual threads.
 */
@NullMarked
package dev.headgate.accounts;

import org.jspecify.annotations.NullMarked;

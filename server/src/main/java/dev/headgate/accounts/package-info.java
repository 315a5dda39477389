/**
 * Upstream accounts and the groups that pool them.
 *
 * <p>Start at {@link Account}, {@link Group} and {@link AccountDirectory}.
 *
 * <p>Invariants: Snapshots are immutable and swapped whole; the facade blocks on the database and belongs on virtual threads.
 */
@NullMarked
package dev.headgate.accounts;

import org.jspecify.annotations.NullMarked;

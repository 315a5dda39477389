/**
 * Users and their platform keys.
 *
 * <p>Start at {@link ApiKey}, {@link User} and {@link Caller}.
 *
 * <p>Invariants: A key's text is never kept, only its hash. Snapshots are immutable and swapped whole.
 */
@NullMarked
package dev.headgate.identity;

import org.jspecify.annotations.NullMarked;

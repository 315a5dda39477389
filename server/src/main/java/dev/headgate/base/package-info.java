/**
 * Values every other package speaks: money, ids, sizes, clocks, error codes.
 *
 * <p>Start at {@link Money}, {@link ErrorCode} and {@link IdSource}.
 *
 * <p>Invariants: Immutable and thread-safe; imports nothing but the JDK and does no I/O.
 */
@NullMarked
package dev.headgate.base;

import org.jspecify.annotations.NullMarked;

/**
 * What the vendors' wire formats say: the head of a request, the tokens of an answer.
 *
 * <p>Start at {@link Protocol}, {@link RequestHead} and {@link UsageReader}.
 *
 * <p>Invariants: Pure: bytes in, values out; no I/O, clock or thread. A reader is confined to one event loop and keeps constant memory.
 */
@NullMarked
package dev.headgate.protocol;

import org.jspecify.annotations.NullMarked;

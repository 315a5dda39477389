/**
 * Which gateways share the store: each says every few seconds that it is there; and which of them does what only one shall do.
 *
 * <p>Facades: {@link dev.headgate.nodes.Nodes}, for looking at only, and {@link dev.headgate.nodes.Duty}.
 */
@NullMarked
package dev.headgate.nodes;

import org.jspecify.annotations.NullMarked;

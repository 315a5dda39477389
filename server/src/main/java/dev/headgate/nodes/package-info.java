/**
 * Which gateways share the store: each says every few seconds that it is there.
 *
 * <p>Facade: {@link dev.headgate.nodes.Nodes}. For looking at only: nothing is decided by it.
 */
@NullMarked
package dev.headgate.nodes;

import org.jspecify.annotations.NullMarked;

/**
 * What several gateways would share and may lose: slots, windows, affinity, cool-downs, events.
 *
 * <p>Start at {@link dev.headgate.cluster.Cluster} (the seam), {@link dev.headgate.cluster.Answer} (how an answer may come later)
 * and {@link dev.headgate.cluster.MemoryCluster} (everything in this process). The abstract test {@code ClusterContract} says what
 * each implementation must keep. Knows no feature: names are a word and a number.
 *
 * <p>Invariants: a slot is given back exactly once, also by a process that died; several counters are reserved together or not
 * at all; everything kept is bounded. Never blocks for I/O; thread-safe.
 */
@NullMarked
package dev.headgate.cluster;

import org.jspecify.annotations.NullMarked;

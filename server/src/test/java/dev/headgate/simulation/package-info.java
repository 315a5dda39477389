/**
 * A seeded simulation of a pool, its users and its vendors, without sockets and with a clock moved by hand, that drives the real
 * scheduling and health. Waiting is a plain line of its own, not the queue; there are no limits in it. Start at {@link dev.headgate.simulation.World}.
 */
@NullMarked
package dev.headgate.simulation;

import org.jspecify.annotations.NullMarked;

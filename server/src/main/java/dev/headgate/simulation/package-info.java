/**
 * A seeded simulation of a pool, its users and its vendors, without sockets and with a clock of its own. It drives the real limits,
 * bindings, choice, health and queue, so what it shows is what the gateway would do. Start at {@link
 * dev.headgate.simulation.Simulation}; {@link dev.headgate.simulation.World} is the loop and holds what must never break.
 */
@NullMarked
package dev.headgate.simulation;

import org.jspecify.annotations.NullMarked;

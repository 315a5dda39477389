/**
 * The program: command line, the tree of settings, and the wiring of all parts.
 *
 * <p>Start at {@link dev.headgate.app.Main}.
 *
 * <p>Invariants: the only package that creates services, reads the clock or draws random numbers.
 */
@NullMarked
package dev.headgate.app;

import org.jspecify.annotations.NullMarked;

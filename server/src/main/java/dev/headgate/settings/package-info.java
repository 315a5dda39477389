/**
 * Settings that the console owns, as opposed to those of the file.
 *
 * <p>Start at {@link Settings} and {@link Topic}.
 *
 * <p>Invariants: a topic's value is a record that checks itself, so what is stored was valid; a secret in it rests sealed, bound to
 * its topic. Read from the store each time, so that all nodes see a change at once.
 */
@NullMarked
package dev.headgate.settings;

import org.jspecify.annotations.NullMarked;

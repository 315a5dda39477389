/**
 * Binds a YAML file, the environment and flags to a tree of records; knows no feature.
 *
 * <p>Start at {@link dev.headgate.config.Binder}.
 *
 * <p>Invariants: all problems are found in one go; a secret's value never appears in one.
 */
@NullMarked
package dev.headgate.config;

import org.jspecify.annotations.NullMarked;

/**
 * What tokens cost.
 *
 * <p>Start at {@link Price}.
 *
 * <p>Invariants: Pure and immutable; integers only: pico-dollars per token, nano-dollars per charge, one rounding per charge.
 */
@NullMarked
package dev.headgate.pricing;

import org.jspecify.annotations.NullMarked;

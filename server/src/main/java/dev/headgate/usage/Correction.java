package dev.headgate.usage;

import dev.headgate.base.Money;

/**
 * What pricing a call again changed.
 *
 * @param list by how much the list cost moves
 * @param charged by how much the charge moves
 * @param priceVersion the price row applied now
 */
public record Correction(RatedCall call, Money list, Money charged, String priceVersion) {}

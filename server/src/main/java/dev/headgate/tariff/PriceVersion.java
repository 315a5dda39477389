package dev.headgate.tariff;

import java.time.Instant;

/**
 * A version of the vendors' table that was applied.
 *
 * @param source where it came from
 * @param sha256 of its bytes, in hex
 * @param current whether it holds
 * @param applied whether it holds or would hold again after roll-backs; false for one that was rolled back
 */
public record PriceVersion(long id, Instant at, String source, String sha256, boolean current, boolean applied) {}

package dev.headgate.tariff;

import java.time.Instant;

/**
 * Something that happened to the vendors' table.
 *
 * @param kind {@code apply}, {@code rollback} or {@code refused}
 * @param table the version in force from then on, 0 for the shipped one; unchanged by a refusal
 * @param words where it came from, or why
 */
public record TableVersion(long seq, Instant at, String kind, long table, String words) {}

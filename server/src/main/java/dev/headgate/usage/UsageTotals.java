package dev.headgate.usage;

/** Sums over calls of one key. Tokens are counts; {@code chargedNanos} is in nano-dollars. */
public record UsageTotals(long calls, long input, long output, long cacheRead, long cacheWrite, long chargedNanos) {}

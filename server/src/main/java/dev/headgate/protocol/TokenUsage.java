package dev.headgate.protocol;

import dev.headgate.base.Check;

/**
 * Tokens of one answer, each counted in exactly one class but {@code reasoning}, which is a part of {@code output} told
 * apart and never charged twice. All are counts, at least 0.
 *
 * @param input prompt tokens neither read from nor written to a cache
 * @param output everything generated, thinking included
 * @param cacheRead prompt tokens served from a cache
 * @param cacheWrite5m prompt tokens written to a five-minute cache (or one of unstated life)
 * @param cacheWrite1h prompt tokens written to a one-hour cache
 * @param reasoning the part of output that was thinking, 0 where the vendor does not tell
 */
public record TokenUsage(
        long input, long output, long cacheRead, long cacheWrite5m, long cacheWrite1h, long reasoning) {
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, 0);

    public TokenUsage {
        Check.atLeast("input", input, 0);
        Check.atLeast("output", output, 0);
        Check.atLeast("cacheRead", cacheRead, 0);
        Check.atLeast("cacheWrite5m", cacheWrite5m, 0);
        Check.atLeast("cacheWrite1h", cacheWrite1h, 0);
        Check.atLeast("reasoning", reasoning, 0);
    }

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                Math.addExact(input, other.input),
                Math.addExact(output, other.output),
                Math.addExact(cacheRead, other.cacheRead),
                Math.addExact(cacheWrite5m, other.cacheWrite5m),
                Math.addExact(cacheWrite1h, other.cacheWrite1h),
                Math.addExact(reasoning, other.reasoning));
    }

    /** All prompt tokens, cached or not: what a long-context tier is measured by. */
    public long prompt() {
        return input + cacheRead + cacheWrite5m + cacheWrite1h;
    }
}

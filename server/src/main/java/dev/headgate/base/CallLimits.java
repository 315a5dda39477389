package dev.headgate.base;

import java.util.Map;

/**
 * What one key or one user may use at most. Immutable.
 *
 * @param concurrency calls at once, 0 = no limit
 * @param requestsPerMinute calls within a minute, 0 = no limit
 * @param tokensPerMinute tokens within a minute, 0 = no limit
 * @param spend charges within each period; one that is absent has no limit
 */
public record CallLimits(int concurrency, long requestsPerMinute, long tokensPerMinute, Map<Period, Money> spend) {
    public static final CallLimits NONE = new CallLimits(0, 0, 0, Map.of());

    private static final long AMOUNT_MAX = 1_000_000_000_000L;

    public CallLimits {
        Check.range("concurrency", concurrency, 0, 1_000_000);
        Check.range("rpm", requestsPerMinute, 0, AMOUNT_MAX);
        Check.range("tpm", tokensPerMinute, 0, AMOUNT_MAX);
        spend = Map.copyOf(spend);
        spend.forEach((period, limit) -> Check.that(!limit.isNegative(), "spend." + period.id(), limit, "0 or more"));
    }

    /** No more than so many calls at once. */
    public static CallLimits ofConcurrency(int concurrency) {
        return new CallLimits(concurrency, 0, 0, Map.of());
    }

    /** Whether nothing is limited. */
    public boolean none() {
        return concurrency == 0 && requestsPerMinute == 0 && tokensPerMinute == 0 && spend.isEmpty();
    }
}

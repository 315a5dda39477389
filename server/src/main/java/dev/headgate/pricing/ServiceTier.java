package dev.headgate.pricing;

/**
 * What a service tier does to a price. Vendors bill batch and flex work at half the standard rate (Anthropic, OpenAI and
 * Google pricing pages, read 2026-08); a priority tier has its own rates, which the price table doesn't carry: there the
 * standard rate is applied, and an operator who buys it enters its price.
 */
public final class ServiceTier {
    public static final long STANDARD_PPM = 1_000_000;

    private ServiceTier() {}

    /** Factor in parts per million for the tier an answer names; unknown words are the standard tier. */
    public static long ppm(String tier) {
        return switch (tier) {
            case "batch", "flex" -> 500_000;
            default -> STANDARD_PPM;
        };
    }
}

package dev.headgate.pricing;

/**
 * The names of service tiers. Vendors bill batch and flex work at half the standard rate (Anthropic, OpenAI and Google pricing
 * pages, read 2026-08) and priority work above it; the price table says how much. A priority tier without rates of its own in
 * the table is charged the standard rate: Anthropic sells it by commitment, at list price.
 */
public final class ServiceTier {
    public static final String STANDARD = "";
    public static final String BATCH = "batch";
    public static final String FLEX = "flex";
    public static final String PRIORITY = "priority";

    private ServiceTier() {}

    /** The tier that a vendor's word means; unknown words are the standard tier. */
    public static String of(String word) {
        return switch (word) {
            case "batch" -> BATCH;
            case "flex", "ON_DEMAND_FLEX" -> FLEX;
            case "priority", "ON_DEMAND_PRIORITY" -> PRIORITY;
            default -> STANDARD;
        };
    }
}

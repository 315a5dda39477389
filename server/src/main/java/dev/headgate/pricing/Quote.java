package dev.headgate.pricing;

import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.UsageReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a call costs, and which price row says so.
 *
 * @param version the row's version, {@link #UNPRICED} when the model has no price
 */
public record Quote(Cost cost, String version) {
    public static final String UNPRICED = "unpriced";

    /**
     * Prices a call: each part at its own model's price where the answer names one that is known, else at {@code model}'s.
     *
     * @param prices the price of a model, if it has one
     */
    public static Quote of(
            Function<String, Optional<Price>> prices, String model, List<UsageReport.Part> parts, ServiceTerms terms) {
        Optional<Price> main = prices.apply(model);
        Cost sum = Cost.NOTHING;
        for (UsageReport.Part part : parts) {
            Optional<Price> own =
                    part.model().isEmpty() ? main : prices.apply(part.model()).or(() -> main);
            sum = sum.plus(
                    own.map(price -> Cost.of(price, part.tokens(), terms)).orElse(Cost.NOTHING));
        }
        return new Quote(sum, main.map(Price::version).orElse(UNPRICED));
    }
}

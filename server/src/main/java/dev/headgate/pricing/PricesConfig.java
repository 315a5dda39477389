package dev.headgate.pricing;

import dev.headgate.config.Doc;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Prices of the operator's own. */
public record PricesConfig(
        @Doc("YAML file of prices that win over the shipped table") @Nullable
        Path file) {
    public static final PricesConfig DEFAULTS = new PricesConfig(null);
}

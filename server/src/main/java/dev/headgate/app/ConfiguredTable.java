package dev.headgate.app;

import dev.headgate.base.Secret;
import dev.headgate.pricing.PricesConfig;
import dev.headgate.tariff.TableSource;
import org.jspecify.annotations.Nullable;

/** The table at {@code prices.url}. */
record ConfiguredTable(PricesConfig config) implements TableSource {
    @Override
    public @Nullable String address() {
        String url = config.url();
        return url == null ? null : Secret.withoutUserInfo(url);
    }

    @Override
    public Fetched fetch() {
        String url = config.url();
        if (url == null) {
            throw new IllegalArgumentException("prices.url: not set (expected: where a newer table is)");
        }
        return PriceFetch.read(url, config.checksum());
    }
}

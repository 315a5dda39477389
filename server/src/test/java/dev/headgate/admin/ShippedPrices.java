package dev.headgate.admin;

import dev.headgate.pricing.PriceRow;
import dev.headgate.pricing.PriceTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The price table in the jar, to make newer ones of. */
final class ShippedPrices {
    private ShippedPrices() {}

    /** A list of one's own. */
    static List<PriceRow> rows() {
        try (InputStream table = ShippedPrices.class.getResourceAsStream("/prices/models.json")) {
            return new ArrayList<>(
                    PriceTable.parse(Objects.requireNonNull(table).readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.headgate.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.config.ConfigException;
import dev.headgate.pricing.PriceRow;
import dev.headgate.pricing.PriceTable;
import dev.headgate.pricing.PricesConfig;
import dev.headgate.pricing.UsdPrices;
import dev.headgate.store.Store;
import dev.headgate.tariff.Tariffs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Loads the shipped price table and the operator's own. */
final class Prices {
    private static final Set<String> NOT_PRICES = Set.of("model", "provider", "effective-from");

    private Prices() {}

    /** The prices of a store and of the settings; {@code refused} is told in words of a table that was refused. */
    static Tariffs tariffs(PricesConfig config, Store store, InstantSource clock, Consumer<String> refused) {
        Path file = config.file();
        return new Tariffs(store, clock, shipped(), file == null ? List.of() : own(file), refused);
    }

    static List<PriceRow> shipped() {
        try (InputStream table = Prices.class.getResourceAsStream("/prices/models.json")) {
            return PriceTable.parse(Objects.requireNonNull(table, "price table").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped price table can't be read", e);
        }
    }

    /** {@code prices: [{ model, provider?, effective-from?, input, output, cache-read? … }]}, USD per million tokens. */
    static List<PriceRow> own(Path file) {
        try {
            return own(Files.readString(file), String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw new ConfigException(List.of("prices.file: " + file + " can't be read (expected: a YAML file)"), e);
        }
    }

    static List<PriceRow> own(String yaml, String name) {
        JsonNode tree = ConfigLoader.parse(yaml, name);
        List<String> problems = new ArrayList<>();
        List<PriceRow> rows = new ArrayList<>();
        tree.fieldNames().forEachRemaining(field -> {
            if (!field.equals("prices")) {
                problems.add(name + ": " + field + " (expected: prices)");
            }
        });
        for (JsonNode node : tree.path("prices")) {
            try {
                rows.add(row(node, name));
            } catch (IllegalArgumentException e) {
                problems.add("prices " + node.path("model").asText("without a model") + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return rows;
    }

    private static PriceRow row(JsonNode node, String name) {
        Map<String, String> prices = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!NOT_PRICES.contains(field.getKey())) {
                prices.put(field.getKey(), field.getValue().asText(""));
            }
        }
        return UsdPrices.row(
                new UsdPrices.Of(
                        node.path("model").asText(""),
                        node.path("provider").asText(""),
                        from(node.path("effective-from").asText("")),
                        "own/" + name),
                prices);
    }

    private static Instant from(String text) {
        try {
            return text.isEmpty()
                    ? Instant.EPOCH
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "effective-from: \"" + text + "\" (expected: a date, e.g. 2026-01-31)", e);
        }
    }
}

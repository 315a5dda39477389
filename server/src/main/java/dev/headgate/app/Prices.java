package dev.headgate.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.config.ConfigException;
import dev.headgate.pricing.PriceRow;
import dev.headgate.pricing.PriceTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Loads the shipped price table and the operator's own. */
final class Prices {
    private static final Pattern KEBAB = Pattern.compile("-([a-z0-9])");

    /** Given in USD each, not per million. */
    private static final Set<String> UNITS = Set.of("call", "webSearch", "image", "audioSecond");

    private static final int PICOS = 12;
    private static final int MILLIONTHS = 6;

    private Prices() {}

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
        SortedMap<String, Long> stated = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = KEBAB.matcher(field.getKey())
                    .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
            switch (key) {
                case "model", "provider", "effectiveFrom" -> {}
                case "searchOnce" -> stated.put(key, field.getValue().asBoolean() ? 1L : 0L);
                case "longThreshold" -> stated.put(key, scaled(field, 0, "tokens"));
                case "speedFast", "regionUs" ->
                    stated.put(key + "Ppm", scaled(field, MILLIONTHS, "a factor, e.g. 1.1"));
                default ->
                    stated.put(
                            key,
                            UNITS.contains(key)
                                    ? scaled(field, PICOS, "USD each")
                                    : scaled(field, MILLIONTHS, "USD per million tokens, at most 6 decimals"));
            }
        }
        if (stated.containsKey("input") != stated.containsKey("output")) {
            throw new IllegalArgumentException("input without output, or output without input (expected: both)");
        }
        return new PriceRow(
                node.path("model").asText(""),
                node.path("provider").asText(""),
                from(node.path("effective-from").asText("")),
                stated,
                "own/" + name);
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

    private static long scaled(Map.Entry<String, JsonNode> field, int places, String expected) {
        String text = field.getValue().asText("");
        try {
            return new BigDecimal(text).movePointRight(places).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(field.getKey() + ": \"" + text + "\" (expected: " + expected + ")", e);
        }
    }
}

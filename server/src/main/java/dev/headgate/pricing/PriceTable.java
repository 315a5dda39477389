package dev.headgate.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The text of a price table: {@code {"unit": "pico-dollars per token", "rows": [{"model", "provider", "effectiveFrom"?,
 * "source", "date", and what is stated}]}}. {@code tools/PriceTable.java} writes the shipped one.
 */
public final class PriceTable {
    private PriceTable() {}

    /**
     * Reads a table; rows that state no price are left out, since their models stay unknown.
     *
     * @throws IllegalArgumentException with the row that can't be used
     */
    public static List<PriceRow> parse(byte[] json) {
        List<PriceRow> rows = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {
                if (parser.currentToken() == null) {
                    throw new IllegalArgumentException("price table: no rows (expected: {\"rows\": [ … ]})");
                }
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> cells = new HashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    cells.put(name, parser.getText());
                }
                if (cells.keySet().stream().anyMatch(PriceRow.NAMES::contains)) {
                    rows.add(row(cells));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("price table: not readable as JSON", e);
        }
        return List.copyOf(rows);
    }

    private static PriceRow row(Map<String, String> cells) {
        String model = cells.getOrDefault("model", "");
        SortedMap<String, Long> stated = new TreeMap<>();
        cells.forEach((name, text) -> {
            if (PriceRow.NAMES.contains(name)) {
                try {
                    stated.put(name, Long.parseLong(text));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "price table: " + model + "." + name + ": \"" + text + "\" (expected: whole pico-dollars)",
                            e);
                }
            }
        });
        return new PriceRow(
                model,
                cells.getOrDefault("provider", ""),
                date(model, cells.getOrDefault("effectiveFrom", "")),
                stated,
                cells.getOrDefault("date", "") + "/" + cells.getOrDefault("source", ""));
    }

    /** The beginning of that day in UTC; the beginning of time when empty. */
    static Instant date(String model, String text) {
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "price of " + model + ": effective from \"" + text + "\" (expected: a date, e.g. 2026-01-31)", e);
        }
    }

    /** Writes rows so that {@link #parse} reads the same. */
    public static String write(List<PriceRow> rows) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("rows");
            for (PriceRow row : rows) {
                json.writeStartObject();
                json.writeStringField("model", row.model());
                json.writeStringField("provider", row.provider());
                if (!row.effectiveFrom().equals(Instant.EPOCH)) {
                    json.writeStringField("effectiveFrom", row.effectiveFrom().toString());
                }
                int slash = row.source().indexOf('/');
                json.writeStringField("date", slash < 0 ? "" : row.source().substring(0, slash));
                json.writeStringField("source", row.source().substring(slash + 1));
                for (Map.Entry<String, Long> price : row.stated().entrySet()) {
                    json.writeNumberField(price.getKey(), price.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}

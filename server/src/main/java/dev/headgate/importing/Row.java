package dev.headgate.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of another gateway's table, cells as text: numbers in decimals as the source has them, lists and objects as JSON. A column
 * that isn't there is as an empty cell, since columns come and go with versions. Immutable.
 */
final class Row {
    /** Never a binary fraction on the way. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final long MILLIS_FROM = 100_000_000_000L;

    private final String table;
    private final Map<String, @Nullable String> cells;

    Row(String table, Map<String, @Nullable String> cells) {
        this.table = table;
        this.cells = new HashMap<>(cells);
    }

    /** Empty where there is nothing. */
    String text(String column) {
        String cell = cells.get(column);
        return cell == null ? "" : cell.strip();
    }

    boolean has(String column) {
        return !text(column).isEmpty();
    }

    /** Zero where there is nothing. */
    BigDecimal number(String column) {
        String cell = text(column);
        try {
            return cell.isEmpty() ? BigDecimal.ZERO : new BigDecimal(cell);
        } catch (NumberFormatException e) {
            throw wrong(column, "a number");
        }
    }

    /** Zero where there is nothing. */
    long whole(String column) {
        try {
            return number(column).longValueExact();
        } catch (ArithmeticException e) {
            throw wrong(column, "a whole number");
        }
    }

    /** Zero where there is nothing; at most {@code max}. */
    int whole(String column, int max) {
        return (int) Math.min(max, Math.max(0, whole(column)));
    }

    boolean flag(String column) {
        return switch (text(column)) {
            case "true", "t", "1" -> true;
            default -> false;
        };
    }

    /** A missing node where there is nothing, or nothing that can be read. */
    JsonNode json(String column) {
        try {
            return has(column) ? JSON.readTree(text(column)) : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Texts of a JSON list. */
    List<String> list(String column) {
        List<String> all = new ArrayList<>();
        json(column).forEach(one -> all.add(one.asText()));
        return all;
    }

    /** Texts between commas or line breaks. */
    List<String> parts(String column) {
        List<String> all = new ArrayList<>();
        for (String part : text(column).split("[,\\n\\r]", -1)) {
            if (!part.isBlank()) {
                all.add(part.strip());
            }
        }
        return all;
    }

    /** A time as ISO 8601, or as seconds or milliseconds since 1970; without an offset it is UTC. Empty for none and for -1. */
    Optional<Instant> time(String column) {
        String cell = text(column).replace(' ', 'T');
        if (cell.isEmpty() || cell.startsWith("-")) {
            return Optional.empty();
        }
        try {
            if (cell.chars().allMatch(Character::isDigit)) {
                long number = Long.parseLong(cell);
                return number == 0
                        ? Optional.empty()
                        : Optional.of(
                                number >= MILLIS_FROM ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
            }
            boolean zoned = cell.endsWith("Z") || cell.matches(".*[+-]\\d\\d(:?\\d\\d)?$") && cell.indexOf('T') > 0;
            return Optional.of(
                    zoned
                            ? OffsetDateTime.parse(cell.replaceFirst("([+-]\\d\\d)$", "$1:00"))
                                    .toInstant()
                            : LocalDateTime.parse(cell).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw wrong(column, "a time");
        }
    }

    /** Never shows the cell: it may be a secret in the wrong column. */
    private IllegalArgumentException wrong(String column, String expected) {
        return new IllegalArgumentException(table + " " + text("id") + ": " + column + " (expected: " + expected + ")");
    }
}

package dev.headgate.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.headgate.base.Csv;
import dev.headgate.store.Store;
import dev.headgate.usage.JdbcUsageStore.Position;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes usage rows as JSON lines or CSV (RFC 4180). The columns and their order are a promise to other programs. */
public final class UsageExport {
    /** Rows read at a time: what an export holds in memory, however long it is. */
    private static final int PAGE = 5_000;

    /** Column of the export → column of the query. */
    private static final List<Map.Entry<String, String>> COLUMNS = List.of(
            Map.entry("request_id", "request_id"),
            Map.entry("created_at", "created_at"),
            Map.entry("user", "user_name"),
            Map.entry("key", "key_name"),
            Map.entry("group", "group_name"),
            Map.entry("account", "account_name"),
            Map.entry("protocol", "protocol"),
            Map.entry("model", "model"),
            Map.entry("upstream_model", "upstream_model"),
            Map.entry("stream", "stream"),
            Map.entry("status", "status"),
            Map.entry("error_code", "error_code"),
            Map.entry("input_tokens", "input_tokens"),
            Map.entry("output_tokens", "output_tokens"),
            Map.entry("cache_read_tokens", "cache_read_tokens"),
            Map.entry("cache_write_5m_tokens", "cache_write_5m_tokens"),
            Map.entry("cache_write_1h_tokens", "cache_write_1h_tokens"),
            Map.entry("reasoning_tokens", "reasoning_tokens"),
            Map.entry("list_cost_nanos", "list_cost_nanos"),
            Map.entry("charged_nanos", "charged_nanos"),
            Map.entry("estimated", "estimated"),
            Map.entry("first_byte_ms", "first_byte_ms"),
            Map.entry("duration_ms", "duration_ms"),
            Map.entry("attempts", "attempts"));

    private UsageExport() {}

    /** How rows are written. */
    public enum Format {
        JSONL,
        CSV
    }

    /** Writes the rows of [{@code from}, {@code to}), oldest first, as they come from the database. */
    public static void write(Store store, Format format, @Nullable Instant from, @Nullable Instant to, Writer out) {
        try {
            if (format == Format.CSV) {
                out.write(
                        String.join(",", COLUMNS.stream().map(Map.Entry::getKey).toList()) + "\r\n");
            }
            long end = to == null ? Long.MAX_VALUE : to.toEpochMilli();
            Optional<Position> at = Optional.of(Position.before(from == null ? Long.MIN_VALUE : from.toEpochMilli()));
            while (at.isPresent()) {
                Position page = at.get();
                at = store.read(
                        handle -> JdbcUsageStore.export(handle, page, end, PAGE, row -> writeRow(format, row, out)));
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("usage export: the output can't be written", e);
        }
    }

    private static void writeRow(Format format, Map<String, Object> row, Writer out) {
        try {
            if (format == Format.CSV) {
                StringBuilder line = new StringBuilder(300);
                for (Map.Entry<String, String> column : COLUMNS) {
                    line.append(line.isEmpty() ? "" : ",").append(Csv.cell(String.valueOf(value(row, column))));
                }
                out.write(line.append("\r\n").toString());
            } else {
                out.write(json(row));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(Map<String, Object> row) throws IOException {
        StringWriter line = new StringWriter(600);
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            for (Map.Entry<String, String> column : COLUMNS) {
                Object value = value(row, column);
                switch (value) {
                    case Boolean flag -> json.writeBooleanField(column.getKey(), flag);
                    case Number number -> json.writeNumberField(column.getKey(), number.longValue());
                    default -> json.writeStringField(column.getKey(), value.toString());
                }
            }
            json.writeEndObject();
        }
        return line + "\n";
    }

    private static Object value(Map<String, Object> row, Map.Entry<String, String> column) {
        Object value = Objects.requireNonNull(row.get(column.getValue()), column.getKey());
        return switch (column.getKey()) {
            case "created_at" -> Instant.ofEpochMilli(((Number) value).longValue());
            case "stream", "estimated" -> value instanceof Number number ? number.intValue() != 0 : value;
            default -> value;
        };
    }

    /** Reads {@code jsonl} or {@code csv}. */
    public static Format format(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "jsonl" -> Format.JSONL;
            case "csv" -> Format.CSV;
            default -> throw new IllegalArgumentException("--format: \"" + text + "\" (expected: jsonl or csv)");
        };
    }
}

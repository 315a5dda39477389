import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes {@code server/src/main/resources/prices/models.json} from the table of price facts:
 * {@code java tools/PriceTable.java <models.csv> <models.json>}. Dollars per million tokens become pico-dollars per token,
 * exactly; a price that does not fit a whole number of pico-dollars stops the run.
 */
final class PriceTable {
    private static final Map<String, String> COLUMNS = Map.of(
            "input_per_mtok_usd", "input",
            "output_per_mtok_usd", "output",
            "cache_read_per_mtok_usd", "cacheRead",
            "cache_write_5m_per_mtok_usd", "cacheWrite5m",
            "cache_write_1h_per_mtok_usd", "cacheWrite1h",
            "long_input_per_mtok_usd", "longInput",
            "long_output_per_mtok_usd", "longOutput",
            "long_cache_read_per_mtok_usd", "longCacheRead",
            "long_cache_write_5m_per_mtok_usd", "longCacheWrite5m");

    private PriceTable() {}

    public static void main(String[] args) throws IOException {
        List<String> header = List.of();
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            List<String> cells = split(line);
            if (header.isEmpty()) {
                header = cells;
            } else {
                rows.add(row(header, cells));
            }
        }
        String json = "{\"unit\":\"pico-dollars per token\",\"rows\":[\n" + String.join(",\n", rows) + "\n]}\n";
        Files.writeString(Path.of(args[1]), json, StandardCharsets.UTF_8);
        System.out.println(rows.size() + " prices");
    }

    private static String row(List<String> header, List<String> cells) {
        StringBuilder json = new StringBuilder("{");
        text(json, "model", cell(header, cells, "model"));
        text(json, "provider", cell(header, cells, "provider"));
        COLUMNS.keySet().stream().sorted().forEach(column -> {
            String value = cell(header, cells, column);
            if (!value.isEmpty()) {
                number(json, COLUMNS.get(column), new BigDecimal(value).movePointRight(6).longValueExact());
            }
        });
        String threshold = cell(header, cells, "long_context_threshold_tokens");
        if (!threshold.isEmpty()) {
            number(json, "longThreshold", Long.parseLong(threshold));
        }
        text(json, "source", cell(header, cells, "source"));
        text(json, "date", cell(header, cells, "source_date"));
        return json.append('}').toString();
    }

    private static String cell(List<String> header, List<String> cells, String name) {
        int at = header.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("column: \"" + name + "\" is missing from the table");
        }
        return at < cells.size() ? cells.get(at).strip() : "";
    }

    private static void text(StringBuilder json, String name, String value) {
        json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":\"").append(value.replace("\"", "'")).append('"');
    }

    private static void number(StringBuilder json, String name, long value) {
        json.append(",\"").append(name).append("\":").append(value);
    }

    /** Splits one CSV line (RFC 4180, without line breaks inside cells). */
    private static List<String> split(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}

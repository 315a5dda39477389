import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes {@code server/src/main/resources/prices/models.json} from the table of price facts and what supplements it:
 * {@code java tools/PriceTable.java <models.csv> <supplement.csv> <models.json>}. Dollars per million tokens become pico-dollars
 * per token, exactly; a price that does not fit a whole number of pico-dollars stops the run.
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

    private static final Set<String> UNITS = Set.of("call", "webSearch", "image", "audioSecond");

    /** What a dated name takes over from the plain one where it leaves it open and their input and output prices agree. */
    private static final List<String> INHERITED = List.of(
            "batchInput", "batchOutput", "flexInput", "flexOutput", "priorityInput", "priorityOutput", "webSearch",
            "searchOnce", "audioInput", "audioOutput", "reasoning", "speedFastPpm", "regionUsPpm");

    private static final Pattern TIER = Pattern.compile("(batch|flex|priority) ([\\d.]+)/([\\d.]+)");
    private static final Pattern SEARCH = Pattern.compile("web search per call ([\\d.]+)/([\\d.]+)/[\\d.]+");
    private static final Pattern AUDIO = Pattern.compile("audio input ([\\d.]+)/Mtok");
    private static final Pattern THOUGHT = Pattern.compile("reasoning output ([\\d.]+)/Mtok");
    private static final Pattern REQUEST = Pattern.compile("per request ([\\d.]+)");
    private static final Pattern FAST = Pattern.compile("fast x([\\d.]+)");
    private static final Pattern US = Pattern.compile("multipliers us x([\\d.]+)");
    private static final Pattern LATER =
            Pattern.compile("from (\\d{4}-\\d{2}-\\d{2}): ([\\d.]+)/([\\d.]+) cr ([\\d.]+|-) cw ([\\d.]+|-)");
    private static final Pattern DATED = Pattern.compile("(.*?)-(\\d{8}|\\d{4}-\\d{2}-\\d{2})");

    private PriceTable() {}

    /** A row in the making. */
    private static final class Row {
        final String model;
        final String provider;
        String from = "";
        String source;
        String date;
        final Map<String, Long> prices = new TreeMap<>();

        /** Who states what the row's own source leaves open: class → source and date. */
        final Map<String, String> supplements = new TreeMap<>();

        Row(String model, String provider, String source, String date) {
            this.model = model;
            this.provider = provider;
            this.source = source;
            this.date = date;
        }

        void usd(String name, String usd) {
            prices.put(name, new BigDecimal(usd).movePointRight(UNITS.contains(name) ? 12 : 6).longValueExact());
        }

        void first(String name, Pattern pattern, String notes) {
            Matcher matcher = pattern.matcher(notes);
            if (matcher.find()) {
                usd(name, matcher.group(1));
            }
        }
    }

    public static void main(String[] args) throws IOException {
        Map<String, Row> byName = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (Map<String, String> cells : table(args[0])) {
            Row row = row(cells);
            if (!row.prices.containsKey("input") && !row.prices.containsKey("output")) {
                continue; // the source names no price: the model stays unknown
            }
            rows.add(row);
            byName.put(row.provider + " " + row.model, row);
        }
        for (Map<String, String> cells : table(args[1])) {
            supplement(rows, byName, cells);
        }
        for (Row row : rows) {
            inherit(row, byName);
        }
        for (Map<String, String> cells : table(args[0])) {
            later(rows, byName, cells);
        }
        String text = rows.stream().map(PriceTable::json).collect(Collectors.joining(",\n"));
        Files.writeString(
                Path.of(args[2]),
                "{\"unit\":\"pico-dollars per token\",\"rows\":[\n" + text + "\n]}\n",
                StandardCharsets.UTF_8);
        System.out.println(rows.size() + " prices");
    }

    private static List<Map<String, String>> table(String file) throws IOException {
        List<String> header = List.of();
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            List<String> cells = split(line);
            if (header.isEmpty()) {
                header = cells;
                continue;
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), i < cells.size() ? cells.get(i).strip() : "");
            }
            rows.add(row);
        }
        return rows;
    }

    private static Row row(Map<String, String> cells) {
        Row row = new Row(cell(cells, "model"), cell(cells, "provider"), cell(cells, "source"), cell(cells, "source_date"));
        COLUMNS.forEach((column, name) -> {
            if (!cell(cells, column).isEmpty()) {
                row.usd(name, cell(cells, column));
            }
        });
        if (!cell(cells, "long_context_threshold_tokens").isEmpty()) {
            row.prices.put("longThreshold", Long.parseLong(cell(cells, "long_context_threshold_tokens")));
        }
        notes(row, cell(cells, "notes"));
        return row;
    }

    private static void notes(Row row, String notes) {
        Matcher tiers = TIER.matcher(notes);
        while (tiers.find()) {
            row.usd(tiers.group(1) + "Input", tiers.group(2));
            row.usd(tiers.group(1) + "Output", tiers.group(3));
        }
        row.first("audioInput", AUDIO, notes);
        row.first("reasoning", THOUGHT, notes);
        row.first("call", REQUEST, notes);
        row.first("speedFastPpm", FAST, notes);
        row.first("regionUsPpm", US, notes);
        Matcher search = SEARCH.matcher(notes);
        if (search.find()) {
            if (row.provider.equals("perplexity")) {
                row.usd("call", search.group(1)); // every call searches; low context is its default
            } else if (row.provider.equals("openai")) {
                if (row.model.contains("search-preview")) {
                    row.usd("call", search.group(2)); // every call searches; medium context is its default
                }
            } else {
                row.usd("webSearch", search.group(1));
                if (search.group(1).equals("0.035")) {
                    row.prices.put("searchOnce", 1L); // Gemini 2: by grounded prompt, later ones by query
                }
            }
        }
    }

    private static void supplement(List<Row> rows, Map<String, Row> byName, Map<String, String> cells) {
        String model = cell(cells, "model");
        String provider = cell(cells, "provider");
        String name = cell(cells, "class");
        if (model.equals("*")) {
            for (Row row : rows) {
                if (row.provider.equals(provider) && !row.prices.containsKey(name) && !row.prices.containsKey("call")) {
                    row.usd(name, cell(cells, "usd"));
                    row.supplements.put(name, cell(cells, "source") + ", " + cell(cells, "source_date"));
                }
            }
            return;
        }
        Row row = byName.computeIfAbsent(provider + " " + model, key -> {
            Row made = new Row(model, provider, cell(cells, "source"), cell(cells, "source_date"));
            rows.add(made);
            return made;
        });
        row.usd(name, cell(cells, "usd"));
        if (!row.source.equals(cell(cells, "source")) || !row.date.equals(cell(cells, "source_date"))) {
            row.supplements.put(name, cell(cells, "source") + ", " + cell(cells, "source_date"));
        }
    }

    private static void inherit(Row row, Map<String, Row> byName) {
        Matcher dated = DATED.matcher(row.model);
        Row plain = dated.matches() ? byName.get(row.provider + " " + dated.group(1)) : null;
        if (plain == null
                || !Objects.equals(plain.prices.get("input"), row.prices.get("input"))
                || !Objects.equals(plain.prices.get("output"), row.prices.get("output"))) {
            return;
        }
        for (String name : INHERITED) {
            if (plain.prices.containsKey(name) && row.prices.putIfAbsent(name, plain.prices.get(name)) == null
                    && plain.supplements.containsKey(name)) {
                row.supplements.put(name, plain.supplements.get(name));
            }
        }
    }

    /** A price that the source announces for a later day. */
    private static void later(List<Row> rows, Map<String, Row> byName, Map<String, String> cells) {
        Matcher later = LATER.matcher(cell(cells, "notes"));
        if (!later.find()) {
            return;
        }
        Row now = byName.get(cell(cells, "provider") + " " + cell(cells, "model"));
        Row then = new Row(now.model, now.provider, now.source, now.date);
        then.from = later.group(1);
        then.prices.putAll(now.prices);
        then.supplements.putAll(now.supplements);
        List.of("cacheRead", "cacheWrite5m", "cacheWrite1h").forEach(then.prices::remove);
        then.usd("input", later.group(2));
        then.usd("output", later.group(3));
        if (!later.group(4).equals("-")) {
            then.usd("cacheRead", later.group(4));
        }
        if (!later.group(5).equals("-")) {
            then.usd("cacheWrite5m", later.group(5));
        }
        rows.add(then);
    }

    private static String json(Row row) {
        StringBuilder json = new StringBuilder("{");
        text(json, "model", row.model);
        text(json, "provider", row.provider);
        if (!row.from.isEmpty()) {
            text(json, "effectiveFrom", row.from);
        }
        row.prices.forEach((name, price) -> json.append(",\"").append(name).append("\":").append(price));
        text(json, "source", row.source);
        text(json, "date", row.date);
        if (!row.supplements.isEmpty()) {
            text(
                    json,
                    "supplement",
                    row.supplements.entrySet().stream()
                            .map(each -> each.getKey() + ": " + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return json.append('}').toString();
    }

    private static String cell(Map<String, String> cells, String name) {
        String cell = cells.get(name);
        if (cell == null) {
            throw new IllegalArgumentException("column: \"" + name + "\" is missing from the table");
        }
        return cell;
    }

    private static void text(StringBuilder json, String name, String value) {
        json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":\"").append(value.replace("\"", "'")).append('"');
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

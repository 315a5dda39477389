package dev.headgate.importing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tables from an export: one JSON object with a list of rows for each table, the same as YAML, or a folder with a file {@code
 * TABLE.json} for each, a list of rows.
 */
final class JsonRows implements Rows {
    private static final ObjectMapper YAML = new YAMLMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Map<String, List<Row>> tables = new HashMap<>();

    JsonRows(Path from) {
        try {
            if (Files.isDirectory(from)) {
                folder(from);
                return;
            }
            String name = from.getFileName().toString();
            JsonNode root = (name.endsWith(".yaml") || name.endsWith(".yml") ? YAML : Row.JSON).readTree(from.toFile());
            root.properties().forEach(table -> put(table.getKey(), table.getValue()));
        } catch (IOException e) {
            // without the cause: its words would quote the export, which is full of secrets
            throw new IllegalArgumentException(
                    "--from: " + from + " can't be read (expected: JSON or YAML, an object with"
                            + " a list of rows for each table, or a folder of TABLE.json files)");
        }
        if (tables.isEmpty()) {
            throw new IllegalArgumentException(
                    "--from: " + from + " has no tables (expected: an object with a list of rows" + " for each table)");
        }
    }

    private void folder(Path from) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".json")) {
                    put(name.substring(0, name.length() - ".json".length()), Row.JSON.readTree(file.toFile()));
                }
            }
        }
    }

    private void put(String table, JsonNode rows) {
        if (!rows.isArray()) {
            return; // other settings of the same file
        }
        List<Row> all = new ArrayList<>();
        rows.forEach(row -> {
            Map<String, @Nullable String> cells = new LinkedHashMap<>();
            row.properties().forEach(cell -> cells.put(cell.getKey(), text(cell.getValue())));
            all.add(new Row(table, cells));
        });
        tables.put(table, all);
    }

    private static @Nullable String text(JsonNode cell) {
        return cell.isNull()
                ? null
                : cell.isBigDecimal()
                        ? cell.decimalValue().toPlainString()
                        : cell.isValueNode() ? cell.asText() : cell.toString();
    }

    @Override
    public List<Row> of(String table) {
        return tables.getOrDefault(table, List.of());
    }

    @Override
    public boolean has(String table) {
        return tables.containsKey(table);
    }

    @Override
    public void close() {}
}

package dev.headgate.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.base.Csv;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Rows of cells as JSON or CSV (RFC 4180) and back. In JSON a list is an array, in CSV its parts are separated by semicolons;
 * between the two a cell is always text.
 */
final class TransferText {
    static final String LIST = "; ";
    private static final String FORMAT = "headgate-accounts";
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private TransferText() {}

    /** A row and where it stands: a spreadsheet's row in CSV, whose header is row 1; in JSON the first entry is 1. */
    record Row(int number, Map<String, String> cells) {}

    static String csv(List<String> columns, List<Map<String, String>> rows) {
        StringBuilder text = new StringBuilder();
        text.append(Csv.line(columns));
        for (Map<String, String> row : rows) {
            text.append(Csv.line(
                    columns.stream().map(column -> row.getOrDefault(column, "")).toList()));
        }
        return text.toString();
    }

    static String json(List<Map<String, String>> rows, AccountColumns columns) {
        ObjectNode file = JSON.createObjectNode().put("format", FORMAT).put("version", VERSION);
        ArrayNode accounts = file.putArray("accounts");
        for (Map<String, String> row : rows) {
            ObjectNode account = accounts.addObject();
            row.forEach((column, cell) -> {
                if (columns.isList(column)) {
                    split(cell).forEach(account.withArray(column)::add);
                } else if (columns.isNumber(column)) {
                    account.put(column, Long.parseLong(cell));
                } else {
                    account.put(column, cell);
                }
            });
        }
        try {
            return JSON.writeValueAsString(file) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an export could not be written", e);
        }
    }

    static List<String> split(String cell) {
        List<String> parts = new ArrayList<>();
        for (String part : cell.split(";", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    /**
     * Reads what the other methods write, and what people write.
     *
     * @throws IllegalArgumentException when it is neither JSON nor CSV
     */
    static List<Row> read(String text) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text; // spreadsheets put a mark in front
        return body.stripLeading().startsWith("{") ? readJson(body) : readCsv(body);
    }

    private static List<Row> readJson(String text) {
        JsonNode file;
        try {
            file = JSON.readTree(text);
        } catch (JsonProcessingException e) { // its text may hold keys
            throw new IllegalArgumentException(
                    "line " + e.getLocation().getLineNr() + ": no JSON (expected: an export)");
        }
        boolean known = file.path("format").asText(FORMAT).equals(FORMAT)
                && file.path("version").asInt(VERSION) == VERSION;
        if (!known || !file.path("accounts").isArray()) {
            throw new IllegalArgumentException("format: \""
                    + file.path("format").asText() + "\" version "
                    + file.path("version").asText() + " (expected: {\"format\": \"" + FORMAT + "\", \"version\": "
                    + VERSION + ", \"accounts\": […]})");
        }
        List<Row> rows = new ArrayList<>();
        for (JsonNode account : file.path("accounts")) {
            Map<String, String> cells = new LinkedHashMap<>();
            account.properties().forEach(field -> cells.put(field.getKey(), cell(field.getValue())));
            rows.add(new Row(rows.size() + 1, cells));
        }
        return rows;
    }

    private static String cell(JsonNode value) {
        if (value.isArray()) {
            StringJoiner parts = new StringJoiner(LIST);
            value.forEach(part -> parts.add(part.asText()));
            return parts.toString();
        }
        return value.isNull() ? "" : value.asText();
    }

    private static List<Row> readCsv(String text) {
        List<List<String>> lines = lines(text);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("the file is empty (expected: JSON, or CSV with a header)");
        }
        List<String> header = lines.getFirst().stream().map(String::strip).toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> line = lines.get(i);
            if (line.size() == 1 && line.getFirst().isBlank()) {
                continue;
            }
            if (line.size() != header.size()) {
                throw new IllegalArgumentException("row " + (i + 1) + ": " + line.size() + " cells (expected: "
                        + header.size() + ", as in the header)");
            }
            Map<String, String> cells = new LinkedHashMap<>();
            for (int column = 0; column < header.size(); column++) {
                cells.put(header.get(column), Csv.plain(line.get(column)));
            }
            rows.add(new Row(i + 1, cells));
        }
        return rows;
    }

    private static List<List<String>> lines(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                boolean twice = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (twice) {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                line.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\n') {
                line.add(cell.toString());
                cell.setLength(0);
                lines.add(line);
                line = new ArrayList<>();
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException(
                    "row " + (lines.size() + 1) + ": a quote is not closed (expected: CSV as in RFC 4180)");
        }
        if (!cell.isEmpty() || !line.isEmpty()) {
            line.add(cell.toString());
            lines.add(line);
        }
        return lines;
    }
}

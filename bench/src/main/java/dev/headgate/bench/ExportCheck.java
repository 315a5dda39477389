package dev.headgate.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what clients saw to end with the rows of a usage export: each must be there exactly once, and no id twice. */
public final class ExportCheck {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Integer> rows = new HashMap<>();
    private final Map<String, Long> groups = new TreeMap<>();
    private long lines;

    /**
     * What came out.
     *
     * @param seen calls whose last byte a client saw
     * @param rows rows of the export
     * @param groups rows by group
     * @param missing ids of such calls without a row
     * @param doubled ids with more than one row
     */
    public record Outcome(long seen, long rows, Map<String, Long> groups, List<String> missing, List<String> doubled) {
        public Outcome {
            groups = new TreeMap<>(groups);
            missing = List.copyOf(missing);
            doubled = List.copyOf(doubled);
        }

        /** Whether nothing is lost and nothing is doubled. */
        public boolean good() {
            return missing.isEmpty() && doubled.isEmpty();
        }
    }

    /** Takes one line of {@code usage export --format jsonl}; empty lines do not count. */
    public void line(String line) {
        if (line.isBlank()) {
            return;
        }
        JsonNode id;
        String group;
        try {
            JsonNode row = MAPPER.readTree(line);
            id = row.path("request_id");
            group = row.path("group").asText("");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("export line: " + line + " (expected: a JSON object)", e);
        }
        if (!id.isTextual() || id.asText().isEmpty()) {
            throw new IllegalArgumentException("export line: " + line + " (expected: a request_id)");
        }
        lines++;
        rows.merge(id.asText(), 1, Integer::sum);
        groups.merge(group, 1L, Long::sum);
    }

    /** Compares the lines taken so far with these ids of calls that clients saw to end. */
    public Outcome against(Collection<String> seenIds) {
        List<String> missing = new ArrayList<>();
        for (String id : seenIds) {
            if (!rows.containsKey(id)) {
                missing.add(id);
            }
        }
        List<String> doubled = new ArrayList<>();
        rows.forEach((id, count) -> {
            if (count > 1) {
                doubled.add(id);
            }
        });
        return new Outcome(seenIds.size(), lines, groups, missing, doubled);
    }
}

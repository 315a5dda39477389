package dev.headgate.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.headgate.base.Csv;
import dev.headgate.base.Money;
import dev.headgate.store.Store;
import dev.headgate.usage.Dimension;
import dev.headgate.usage.ReportQuery;
import dev.headgate.usage.ReportRow;
import dev.headgate.usage.UsageBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sums of usage: what was used, charged and paid, by whatever is asked. Reads sums, so it is quick however long the log is. */
@Command(
        name = "report",
        description = "sums by hour, day, user, key, group, account or model",
        mixinStandardHelpOptions = true)
final class UsageReportCommand implements Callable<Integer> {
    private static final List<String> MEASURES = List.of(
            "calls",
            "errors",
            "input_tokens",
            "output_tokens",
            "cache_read_tokens",
            "cache_write_tokens",
            "reasoning_tokens",
            "list_cost_usd",
            "charged_usd",
            "upstream_cost_usd",
            "margin_usd");

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--by", split = ",", description = "hour or day, user, key, group, account, model; default: day")
    private List<String> by = List.of("day");

    @Option(names = "--from", description = "first instant, ISO 8601; whole hours")
    private @Nullable String from;

    @Option(names = "--to", description = "first instant no longer in it")
    private @Nullable String to;

    @Option(names = "--only", split = ",", description = "e.g. model=gpt-4o or user=ID", paramLabel = "DIMENSION=VALUE")
    private Map<String, String> only = Map.of();

    @Option(names = "--limit", description = "most rows; 0 for all", defaultValue = "0")
    private int limit;

    @Option(names = "--format", description = "table, csv or json", defaultValue = "table")
    private String format = "table";

    @Override
    public Integer call() {
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        by.stream().filter(word -> !word.isBlank()).forEach(word -> dimensions.add(Dimension.of(word.strip())));
        Map<Dimension, String> having = new EnumMap<>(Dimension.class);
        only.forEach((word, value) -> having.put(Dimension.of(word), value));
        ReportQuery query =
                new ReportQuery(dimensions, Instants.read("--from", from), Instants.read("--to", to), having, limit);
        PrintWriter out = config.out();
        try (Store store = Store.openExisting(config.loadUndeclared().storeUrl())) {
            List<ReportRow> rows = new UsageBook(store, (handle, inserted) -> {}).report(query);
            switch (format) {
                case "table" -> table(out, query, rows);
                case "csv" -> lines(query, rows).forEach(line -> out.print(Csv.line(line)));
                case "json" -> out.println(json(query, rows));
                default ->
                    throw new IllegalArgumentException("--format: \"" + format + "\" (expected: table, csv or json)");
            }
        }
        out.flush();
        return out.checkError() ? 1 : 0;
    }

    private static List<String> measures(ReportRow row) {
        var sums = row.sums();
        return List.of(
                Long.toString(sums.calls()),
                Long.toString(sums.errors()),
                Long.toString(sums.input()),
                Long.toString(sums.output()),
                Long.toString(sums.cacheRead()),
                Long.toString(sums.cacheWrite()),
                Long.toString(sums.reasoning()),
                new Money(sums.listNanos()).toString(),
                new Money(sums.chargedNanos()).toString(),
                new Money(sums.upstreamNanos()).toString(),
                new Money(sums.marginNanos()).toString());
    }

    /** The heading, then a line a row. */
    private static List<List<String>> lines(ReportQuery query, List<ReportRow> rows) {
        List<List<String>> lines = new ArrayList<>();
        List<String> heading = new ArrayList<>();
        query.by().forEach(dimension -> heading.add(dimension.id()));
        heading.addAll(MEASURES);
        lines.add(heading);
        for (ReportRow row : rows) {
            List<String> line = new ArrayList<>();
            query.by().forEach(dimension -> line.add(String.valueOf(row.names().get(dimension))));
            line.addAll(measures(row));
            lines.add(line);
        }
        return lines;
    }

    private static void table(PrintWriter out, ReportQuery query, List<ReportRow> rows) {
        List<List<String>> lines = lines(query, rows);
        int columns = lines.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String pad = " ".repeat(widths[i] - line.get(i).length());
                boolean number = i >= query.by().size();
                text.append(i == 0 ? "" : "  ").append(number ? pad + line.get(i) : line.get(i) + pad);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static String json(ReportQuery query, List<ReportRow> rows) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartArray();
            for (ReportRow row : rows) {
                json.writeStartObject();
                for (Dimension dimension : query.by()) {
                    json.writeStringField(
                            dimension.id(), String.valueOf(row.names().get(dimension)));
                }
                List<String> values = measures(row);
                for (int i = 0; i < MEASURES.size(); i++) {
                    json.writeFieldName(MEASURES.get(i));
                    json.writeNumber(values.get(i));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.toString();
    }
}

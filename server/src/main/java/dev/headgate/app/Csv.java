package dev.headgate.app;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values as in RFC 4180. */
final class Csv {
    private Csv() {}

    /** One record with its line end. */
    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(String text) {
        boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}

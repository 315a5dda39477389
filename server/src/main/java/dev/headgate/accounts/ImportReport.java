package dev.headgate.accounts;

import java.util.List;
import java.util.Locale;

/**
 * What an import did, or would do.
 *
 * @param problems where there is one, nothing was done
 * @param applied whether it was done
 */
public record ImportReport(List<Line> lines, List<Problem> problems, boolean applied) {
    public ImportReport {
        lines = List.copyOf(lines);
        problems = List.copyOf(problems);
    }

    /** What becomes of a row. */
    public enum Effect {
        CREATED,
        CHANGED,
        UNCHANGED,
        /** The settings file owns an account of that name. */
        LEFT;

        /** The word in API and command line. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A row's account and what becomes of it. */
    public record Line(String name, Effect effect) {}

    /**
     * What is wrong.
     *
     * @param row in CSV as a spreadsheet counts, with the header as 1; in JSON the first account is 1
     * @param value as it stands there; {@code ***} for a secret
     */
    public record Problem(int row, String column, String value, String expected) {
        /** In one sentence. */
        public String words() {
            return "row " + row + ", " + column + ": " + value + " (expected: " + expected + ")";
        }
    }

    /** How many rows have that effect. */
    public long count(Effect effect) {
        return lines.stream().filter(line -> line.effect() == effect).count();
    }
}

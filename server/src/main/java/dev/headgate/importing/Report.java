package dev.headgate.importing;

import java.util.List;
import java.util.Locale;

/**
 * What an import does, or would do, line by line. No line has a secret. Immutable.
 *
 * @param applied whether it was done
 */
public record Report(boolean applied, List<Line> lines) {
    public Report {
        lines = List.copyOf(lines);
    }

    /** What a line is about. */
    public enum Kind {
        PROXY,
        GROUP,
        ACCOUNT,
        USER,
        BALANCE,
        KEY,
        OTHER;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What becomes of it. */
    public enum Effect {
        /** It is made. */
        MADE,
        /** It is here already, and stays as it is. */
        THERE,
        /** It isn't brought along. */
        LEFT,
        /** Something to know of what is. */
        NOTE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing and what becomes of it.
     *
     * @param words why, or what to know; may be empty
     */
    public record Line(Kind kind, String name, Effect effect, String words) {}

    public long count(Kind kind, Effect effect) {
        return lines.stream()
                .filter(line -> line.kind() == kind && line.effect() == effect)
                .count();
    }

    public long count(Effect effect) {
        return lines.stream().filter(line -> line.effect() == effect).count();
    }
}

package dev.headgate.alerts;

import java.util.Locale;

/** How much it matters. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of that text. */
    public static Severity of(String id) {
        for (Severity severity : values()) {
            if (severity.id().equals(id)) {
                return severity;
            }
        }
        throw new IllegalArgumentException("severity: \"" + id + "\" (expected: info, warning or critical)");
    }
}

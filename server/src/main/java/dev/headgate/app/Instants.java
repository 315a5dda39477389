package dev.headgate.app;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Instants on the command line. */
final class Instants {
    private Instants() {}

    /** A day in UTC or an instant in ISO 8601; null when the option is absent. */
    static @Nullable Instant read(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    option + ": \"" + text + "\" (expected: ISO 8601, e.g. 2026-01-31T12:00:00Z)", e);
        }
    }
}

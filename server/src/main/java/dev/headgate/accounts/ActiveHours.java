package dev.headgate.accounts;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hours of the week in which an account takes calls, in the operator's time zone: {@code mon-fri 08:00-18:00}, {@code sat,sun
 * 22:00-06:00} (over midnight), {@code daily 00:00-24:00}. Immutable.
 */
public record ActiveHours(ZoneId zone, List<String> spans) {
    private static final Pattern SPAN = Pattern.compile(
            "([a-z]{3}(?:-[a-z]{3})?(?:,[a-z]{3}(?:-[a-z]{3})?)*|daily)\\s+(\\d{2}:\\d{2})-(\\d{2}:\\d{2})");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    public ActiveHours {
        spans = List.copyOf(spans);
        spans.forEach(Span::parse);
    }

    /** Reads a zone such as {@code Europe/Berlin} and spans. */
    public static ActiveHours parse(String zone, List<String> spans) {
        try {
            return new ActiveHours(ZoneId.of(zone), spans);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "schedule.zone: \"" + zone + "\" (expected: a time zone such as Europe/Berlin)", e);
        }
    }

    /** Begins on each of {@code days} at {@code from}; {@code minutes} long in the wall clock's terms. */
    private record Span(Set<DayOfWeek> days, LocalTime from, LocalTime to, boolean overnight) {
        static Span parse(String text) {
            Matcher matcher = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "schedule.hours: \"" + text + "\" (expected: such as \"mon-fri 08:00-18:00\")");
            }
            try {
                LocalTime from = LocalTime.parse(matcher.group(2));
                boolean toMidnight =
                        matcher.group(3).equals("24:00") || matcher.group(3).equals("00:00");
                LocalTime to = toMidnight ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(3));
                return new Span(days(matcher.group(1), text), from, to, !to.isAfter(from));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "schedule.hours: \"" + text + "\" (expected: times from 00:00 to 24:00)", e);
            }
        }

        private static Set<DayOfWeek> days(String words, String text) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            if (words.equals("daily")) {
                return EnumSet.allOf(DayOfWeek.class);
            }
            for (String part : words.split(",", -1)) {
                int first = DAYS.indexOf(part.substring(0, 3));
                int last = DAYS.indexOf(part.substring(part.length() - 3));
                if (first < 0 || last < 0) {
                    throw new IllegalArgumentException(
                            "schedule.hours: \"" + text + "\" (expected: days mon tue wed thu fri sat sun)");
                }
                for (int day = first; ; day = (day + 1) % 7) {
                    days.add(DayOfWeek.of(day + 1));
                    if (day == last) {
                        break;
                    }
                }
            }
            return days;
        }
    }

    private record Open(Instant from, Instant to) {}

    /** Whether calls are taken at {@code now}. */
    public boolean activeAt(Instant now) {
        for (Open open : around(now)) {
            if (!open.from().isAfter(now) && open.to().isAfter(now)) {
                return true;
            }
        }
        return false;
    }

    /** The next instant at which {@link #activeAt} may change, null when it never does. */
    public @Nullable Instant nextChange(Instant now) {
        Instant next = null;
        for (Open open : around(now)) {
            for (Instant edge : List.of(open.from(), open.to())) {
                if (edge.isAfter(now) && (next == null || edge.isBefore(next))) {
                    next = edge;
                }
            }
        }
        return next;
    }

    /** Each span's openings from yesterday to a week ahead, as instants: summer time is the zone's business. */
    private List<Open> around(Instant now) {
        List<Open> opens = new ArrayList<>();
        LocalDate first =
                ZonedDateTime.ofInstant(now.minus(Duration.ofDays(1)), zone).toLocalDate();
        for (String text : spans) {
            Span span = Span.parse(text);
            for (int day = 0; day < 9; day++) {
                LocalDate date = first.plusDays(day);
                if (span.days().contains(date.getDayOfWeek())) {
                    LocalDate end = span.overnight() ? date.plusDays(1) : date;
                    opens.add(new Open(
                            ZonedDateTime.of(date, span.from(), zone).toInstant(),
                            ZonedDateTime.of(end, span.to(), zone).toInstant()));
                }
            }
        }
        return opens;
    }
}

package dev.headgate.base;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * Cuts time into windows without gap or overlap, so that every instant is in exactly one window of each period.
 *
 * <p>Idea: window {@code n} of a period begins at the anchor plus {@code n} periods, always counted from the anchor, never from
 * the window before, so that nothing drifts (a grid of months from 31 January has its starts on 28 February and 31 March). Days,
 * weeks and months are those of the zone's calendar: a day on which clocks change has 23 or 25 hours, and a start inside a
 * skipped hour moves to the hour's end. Five hours are elapsed time. A day that a zone left out has no window.
 *
 * @param anchor where the grid's first windows begin; those before it are counted backwards
 */
public record WindowGrid(ZonedDateTime anchor) {
    /** A Monday that is the first of a month and of a year. */
    private static final LocalDateTime CALENDAR = LocalDateTime.of(2018, 1, 1, 0, 0);

    /** The calendar of a zone: days from midnight, weeks from Monday, months from the first, five hours from an old midnight. */
    public static WindowGrid calendar(ZoneId zone) {
        return new WindowGrid(CALENDAR.atZone(zone));
    }

    /** Windows that begin with something, e.g. a subscription. */
    public static WindowGrid from(Instant anchor, ZoneId zone) {
        return new WindowGrid(anchor.atZone(zone));
    }

    /** The window that {@code at} is in. */
    public Window window(Period period, Instant at) {
        long n = period.guess(anchor, at.atZone(anchor.getZone()));
        while (start(period, n).isAfter(at)) {
            n--;
        }
        Instant end = start(period, n + 1);
        while (!end.isAfter(at)) {
            n++;
            end = start(period, n + 1);
        }
        return new Window(start(period, n), end);
    }

    private Instant start(Period period, long n) {
        return period.start(anchor, n).toInstant();
    }
}

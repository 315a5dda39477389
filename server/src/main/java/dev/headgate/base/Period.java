package dev.headgate.base;

import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** How long a window of spending is: five hours of elapsed time, or a day, week or month of a calendar. */
public enum Period {
    FIVE_HOURS("5h"),
    DAY("day"),
    WEEK("week"),
    MONTH("month");

    private static final long FIVE_HOURS_SECONDS = 5 * 3_600;

    private final String id;

    Period(String id) {
        this.id = id;
    }

    /** As it is written in settings and stored. */
    public String id() {
        return id;
    }

    /** The period of that word. */
    public static Period of(String id) {
        for (Period period : values()) {
            if (period.id.equals(id)) {
                return period;
            }
        }
        throw new IllegalArgumentException("period: \"" + id + "\" (expected: 5h, day, week or month)");
    }

    /** Where window number {@code n} begins when number 0 begins at {@code anchor}. */
    ZonedDateTime start(ZonedDateTime anchor, long n) {
        return switch (this) {
            case FIVE_HOURS -> anchor.plusSeconds(Math.multiplyExact(n, FIVE_HOURS_SECONDS));
            case DAY -> anchor.plusDays(n);
            case WEEK -> anchor.plusWeeks(n);
            case MONTH -> anchor.plusMonths(n);
        };
    }

    /** About which window {@code at} is in; off by one at most. */
    long guess(ZonedDateTime anchor, ZonedDateTime at) {
        return switch (this) {
            case FIVE_HOURS -> Math.floorDiv(ChronoUnit.SECONDS.between(anchor, at), FIVE_HOURS_SECONDS);
            case DAY -> ChronoUnit.DAYS.between(anchor, at);
            case WEEK -> ChronoUnit.WEEKS.between(anchor, at);
            case MONTH -> ChronoUnit.MONTHS.between(anchor, at);
        };
    }
}

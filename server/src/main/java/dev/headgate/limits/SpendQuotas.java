package dev.headgate.limits;

import dev.headgate.base.Period;
import dev.headgate.base.Window;
import dev.headgate.base.WindowGrid;
import dev.headgate.cluster.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which window of time a limit of spending is about. Calendar arithmetic is done once a window, not once a call. Thread-safe: a race
 * computes the same window twice.
 */
final class SpendQuotas {
    private final WindowGrid grid;
    private final boolean calendar;
    private final ConcurrentHashMap<Period, Window> latest = new ConcurrentHashMap<>();

    SpendQuotas(LimitsConfig config) {
        this.grid = WindowGrid.calendar(config.zone());
        this.calendar = config.spendWindows() == LimitsConfig.SpendWindows.CALENDAR;
    }

    boolean slides(Period period) {
        return !calendar || period == Period.FIVE_HOURS;
    }

    /** How far back a sliding window reaches. */
    static Duration length(Period period) {
        return switch (period) {
            case FIVE_HOURS -> Duration.ofHours(5);
            case DAY -> Duration.ofDays(1);
            case WEEK -> Duration.ofDays(7);
            case MONTH -> Duration.ofDays(30);
        };
    }

    /** The quota that counts at {@code now}. */
    Windows.Quota at(Period period, long limit, Instant now) {
        if (slides(period)) {
            return new Windows.Sliding(limit, length(period).toMillis());
        }
        Window window = window(period, now);
        return new Windows.Period(
                limit, window.start().toEpochMilli(), window.end().toEpochMilli());
    }

    private Window window(Period period, Instant now) {
        Window known = latest.get(period);
        if (known == null || !known.contains(now)) {
            known = grid.window(period, now);
            latest.put(period, known);
        }
        return known;
    }

    /** The first instant whose spending may still count at {@code now}: the start of a sliding window's earlier bucket. */
    Instant since(Period period, Instant now) {
        if (!slides(period)) {
            return window(period, now).start();
        }
        long length = length(period).toMillis();
        return Instant.ofEpochMilli((Math.floorDiv(now.toEpochMilli(), length) - 1) * length);
    }
}

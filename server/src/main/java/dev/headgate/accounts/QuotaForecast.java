package dev.headgate.accounts;

import dev.headgate.accounts.QuotaHistory.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a quota window until its reset, at the pace of late. Pure. */
public sealed interface QuotaForecast {
    /** Nothing is left of it at that instant, which lies before its reset; now when it is used up already. */
    record UsedUp(Instant at) implements QuotaForecast {}

    /** So much of it is used at its reset, parts per million. */
    record Lasts(int usedPpm) implements QuotaForecast {}

    /** Nothing can be said yet: its reset isn't known, it refills all the time, or it was watched for too short a time. */
    record Unknown() implements QuotaForecast {}

    /*
     * Idea: a straight line through what was used a while ago and what is used now.
     *
     *     while = a quarter of the window's length, at least 15 min, not before the window began
     *     pace  = (used now - used then) / while        [parts per million per ms]
     *
     * A quarter of a five-hour window is 75 min: short enough to notice that somebody has begun a large job, long enough that a
     * pause for coffee doesn't end it. A pause is part of the pace: nothing used since the last reading counts as nothing used.
     * Between two readings a window stands as the earlier one told, since a reading that would have told the same isn't kept.
     * Where nobody says how long the window is, it is taken to have begun with its first reading.
     * Under 5 min nothing is said. Whole numbers: at most 10^6 ppm * 10^10 ms, which fits.
     */
    Duration WATCHED_MIN = Duration.ofMinutes(5);

    /**
     * The forecast of {@code window} at {@code now}.
     *
     * @param before its readings in order of time, at least those since the window began
     */
    static QuotaForecast of(QuotaWindow window, List<Point> before, Instant now) {
        Instant resets = window.resetsAt();
        Duration length = window.length();
        if (resets == null || !resets.isAfter(now) || length != null && length.compareTo(Duration.ofHours(1)) < 0) {
            return new Unknown();
        }
        int used = window.usedPpmAt(now);
        if (used >= QuotaWindow.FULL_PPM) {
            return new UsedUp(now);
        }
        Point then = then(before, length == null ? null : resets.minus(length), length, now);
        if (then == null || Duration.between(then.at(), now).compareTo(WATCHED_MIN) < 0) {
            return new Unknown();
        }
        long watched = Duration.between(then.at(), now).toMillis();
        long gained = (long) used - then.usedPpm();
        if (gained <= 0) {
            return new Lasts(used);
        }
        long untilFull = (QuotaWindow.FULL_PPM - used) * watched / gained;
        long untilReset = Duration.between(now, resets).toMillis();
        return untilFull < untilReset
                ? new UsedUp(now.plusMillis(untilFull))
                : new Lasts((int) Math.min(QuotaWindow.FULL_PPM, used + gained * untilReset / watched));
    }

    /** Where the line begins; null when nothing is known of that time. */
    private static @Nullable Point then(
            List<Point> before, @Nullable Instant begin, @Nullable Duration length, Instant now) {
        Duration quarter = length == null ? Duration.ofHours(1) : length.dividedBy(4);
        Duration atLeast = Duration.ofMinutes(15);
        Instant from = now.minus(quarter.compareTo(atLeast) < 0 ? atLeast : quarter);
        if (begin != null && !begin.isBefore(from)) {
            return new Point(begin, 0);
        }
        boolean watched = false;
        Point last = null;
        for (Point point : before) {
            if (begin != null && point.at().isBefore(begin)) {
                watched = true;
            } else if (!point.at().isAfter(from)) {
                last = new Point(from, point.usedPpm());
            } else if (last == null && point.at().isBefore(now)) {
                return watched ? new Point(from, 0) : point; // watched and nothing told: nothing was used until then
            }
        }
        return last;
    }
}

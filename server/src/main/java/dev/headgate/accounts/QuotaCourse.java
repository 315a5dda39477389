package dev.headgate.accounts;

import dev.headgate.accounts.QuotaHistory.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the course of one window out of the samples that were kept of it. Pure. */
final class QuotaCourse {
    private QuotaCourse() {}

    /**
     * The window's course from {@code from} to {@code to}: it stands as a point says until the next. Where it began anew between two
     * samples, a point says so.
     *
     * @param earlier the last sample before {@code from}, null when there is none
     * @param samples those of the stretch, in order of time
     * @param now the window as it is told now, null when it isn't any more or {@code to} is past
     */
    static List<Point> of(
            @Nullable QuotaSample earlier,
            List<QuotaSample> samples,
            @Nullable QuotaWindow now,
            Instant from,
            Instant to) {
        List<Point> points = new ArrayList<>(samples.size() + 2);
        QuotaSample last = earlier;
        if (earlier != null) {
            Instant anew = anew(earlier);
            points.add(new Point(from, anew != null && !anew.isAfter(from) ? 0 : earlier.usedPpm()));
        }
        for (QuotaSample sample : samples) {
            beginAnew(points, last, sample.at());
            points.add(new Point(sample.at(), sample.usedPpm()));
            last = sample;
        }
        beginAnew(points, last, to);
        if (now != null) {
            points.add(new Point(to, now.usedPpmAt(to)));
        }
        return points;
    }

    private static @Nullable Instant anew(QuotaSample sample) {
        return sample.beginsAnew() ? sample.resetsAt() : null;
    }

    private static void beginAnew(List<Point> points, @Nullable QuotaSample last, Instant before) {
        Instant anew = last == null ? null : anew(last);
        if (anew != null
                && !anew.isAfter(before)
                && !points.isEmpty()
                && anew.isAfter(points.getLast().at())) {
            points.add(new Point(anew, 0));
        }
    }
}

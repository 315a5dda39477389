package dev.headgate.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * How everything is at one instant. Immutable.
 *
 * @param known which metrics could be read; of the others nothing is judged
 */
public record Snapshot(Instant at, Set<AlertMetric> known, List<Reading> readings) {
    public Snapshot {
        known = Set.copyOf(known);
        readings = List.copyOf(readings);
    }

    /**
     * One value.
     *
     * @param subject what it is of, where a metric has many; else empty; cut to 300 characters
     * @param words the value in words for the operator
     */
    public record Reading(AlertMetric metric, String subject, long value, String words) {
        private static final int SUBJECT_MAX = 300;

        public Reading {
            subject = subject.length() <= SUBJECT_MAX ? subject : subject.substring(0, SUBJECT_MAX);
        }
    }
}

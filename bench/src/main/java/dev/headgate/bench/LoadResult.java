package dev.headgate.bench;

import java.util.Arrays;

/**
 * What a run of the load driver saw.
 *
 * @param answers complete answers with status 200
 * @param bad answers with another status, broken off, or of the wrong number of events
 * @param events events in the measured window, or in all answers where there was no window
 * @param cpuMicros CPU time of the measured processes over the same time
 * @param seconds length of that time
 * @param latencyNanos sorted times from the intended sending to the last byte
 */
record LoadResult(long answers, long bad, long events, long cpuMicros, double seconds, Latencies latencyNanos) {
    /** Sorted samples. */
    static final class Latencies {
        private final long[] sorted;

        Latencies(long[] samples, int count) {
            sorted = Arrays.copyOf(samples, count);
            Arrays.sort(sorted);
        }

        /** The sample below which the given share of samples lies; 0 without samples. */
        long at(double share) {
            return sorted.length == 0
                    ? 0
                    : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
        }
    }

    double cpuMicrosPerAnswer() {
        return answers == 0 ? Double.NaN : (double) cpuMicros / answers;
    }

    double cpuMicrosPerEvent() {
        return events == 0 ? Double.NaN : (double) cpuMicros / events;
    }
}

package dev.headgate.simulation;

import java.util.Arrays;

/** What is counted while the world runs. */
final class Tally {
    private long begun;
    private long ended;
    private long served;
    private long refused;
    private long refusedWithRoom;
    private long limited;
    private long left;
    private long givenUp;
    private long promptTokens;
    private long cachedTokens;
    private long homeWell;
    private long homeKept;
    private final Waits all = new Waits();
    private final Waits others = new Waits();

    private static final class Waits {
        private int[] millis = new int[1 << 12];
        private int size;

        void add(long wait) {
            if (size == millis.length) {
                millis = Arrays.copyOf(millis, millis.length * 2);
            }
            millis[size++] = (int) wait;
        }

        Outcome.Waits outcome() {
            int[] sorted = Arrays.copyOf(millis, size);
            Arrays.sort(sorted);
            return size == 0
                    ? new Outcome.Waits(0, 0)
                    : new Outcome.Waits(sorted[size / 2], sorted[(int) (size * 99L / 100)]);
        }
    }

    void begun() {
        begun++;
    }

    void ended() {
        ended++;
    }

    void served(Call call, int cached, long wait) {
        served++;
        all.add(wait);
        if (call.session().user() != Traffic.BURST_USER) {
            others.add(wait);
        }
        promptTokens += call.prompt().all();
        cachedTokens += cached;
    }

    void refused(boolean room) {
        refused++;
        refusedWithRoom += room ? 1 : 0;
    }

    void limited() {
        limited++;
    }

    void left() {
        left++;
    }

    void givenUp() {
        givenUp++;
    }

    void home(boolean kept, boolean well) {
        homeWell += well ? 1 : 0;
        homeKept += kept ? 1 : 0;
    }

    /** Calls that began and have not ended. */
    long open() {
        return begun - ended;
    }

    Outcome outcome(String policy, long wasted, int windows) {
        return new Outcome(
                policy,
                served,
                refused,
                refusedWithRoom,
                limited,
                left,
                givenUp,
                promptTokens,
                cachedTokens,
                all.outcome(),
                others.outcome(),
                wasted,
                windows,
                homeWell,
                homeKept);
    }
}

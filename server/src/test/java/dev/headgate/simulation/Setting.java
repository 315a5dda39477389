package dev.headgate.simulation;

import java.time.Duration;

/**
 * What is simulated.
 *
 * @param accounts how many, all of one kind
 * @param concurrency slots of each
 * @param users how many
 * @param peakCalls calls in flight that the busiest hour wants on average
 * @param length simulated time
 * @param windowUnits what a vendor's five-hour window holds, in tenths of an uncached input token
 * @param weekUnits the same of seven days
 * @param faults whether vendors fail now and then
 */
record Setting(
        int accounts,
        int concurrency,
        int users,
        double peakCalls,
        Duration length,
        long windowUnits,
        long weekUnits,
        boolean faults) {

    /** A week of a team, a quarter of a million calls: 8 accounts of 6 slots, a quarter of them in use at peak. */
    static final Setting WEEK = new Setting(8, 6, 20, 12, Duration.ofDays(7), 600_000_000L, 9_000_000_000L, true);

    /** The same on 6 accounts: a third of the slots in use at peak. */
    static final Setting NARROW = new Setting(6, 6, 20, 12, Duration.ofDays(7), 600_000_000L, 9_000_000_000L, true);

    /** The same on 4 accounts whose quota is about what the best policy needs. */
    static final Setting SCARCE = new Setting(4, 6, 20, 11, Duration.ofDays(7), 330_000_000L, 5_500_000_000L, true);

    /** One busy day of the same. */
    static final Setting DAY = WEEK.lasting(Duration.ofDays(1));

    Setting lasting(Duration time) {
        return new Setting(accounts, concurrency, users, peakCalls, time, windowUnits, weekUnits, faults);
    }

    /** One account without limits and faults: what a prompt cache could do at best. */
    Setting ideal() {
        return new Setting(1, 100_000, users, peakCalls, length, Long.MAX_VALUE / 4, Long.MAX_VALUE / 4, false);
    }
}

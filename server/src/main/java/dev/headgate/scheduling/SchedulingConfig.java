package dev.headgate.scheduling;

import dev.headgate.base.Check;
import dev.headgate.config.Doc;

/** How accounts are chosen. */
public record SchedulingConfig(
        @Doc("percent of every account's slots that only its own sessions take while other accounts have room; 0 to 90")
        int stickyReserve,

        @Doc(
                "sessions at once that an account is given a home to, counted over five minutes; 0 is no limit, at most 16,000")
        int sessionsPerAccount,

        @Doc("percent by which the warmth of a cache counts against load for a new conversation; 0 to 1,000")
        int warmthWeight) {
    public static final SchedulingConfig DEFAULTS = new SchedulingConfig(20, 0, 100);

    public SchedulingConfig {
        Check.range("sticky-reserve", stickyReserve, 0, 90);
        Check.range("sessions-per-account", sessionsPerAccount, 0, 16_000);
        Check.range("warmth-weight", warmthWeight, 0, 1_000);
    }
}

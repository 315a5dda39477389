package dev.headgate.limits;

import dev.headgate.config.Doc;
import java.time.DateTimeException;
import java.time.ZoneId;

/** How limits are counted. */
public record LimitsConfig(
        @Doc("time zone of days, weeks (from Monday) and months, e.g. Europe/Berlin")
        String timeZone,

        @Doc(
                "`calendar`: day, week and month are those of the time zone; `sliding`: the last 24 hours, 7 and 30 days; 5h always slides")
        SpendWindows spendWindows) {
    public static final LimitsConfig DEFAULTS = new LimitsConfig("UTC", SpendWindows.CALENDAR);

    public LimitsConfig {
        try {
            ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "time-zone: \"" + timeZone + "\" (expected: a time zone such as UTC or Europe/Berlin)", e);
        }
    }

    public ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    /** What a day, a week and a month of spending are. */
    public enum SpendWindows {
        CALENDAR,
        SLIDING
    }
}

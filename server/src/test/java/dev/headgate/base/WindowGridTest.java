package dev.headgate.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WindowGridTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Duration length(Window window) {
        return Duration.between(window.start(), window.end());
    }

    /** On days when clocks change a window still is one day of the calendar: never two quotas for it, and none left out. */
    @Test
    void aDayHas23Or25HoursWhenClocksChange() {
        WindowGrid grid = WindowGrid.calendar(BERLIN);

        Window spring = grid.window(Period.DAY, Instant.parse("2026-03-29T10:00:00Z"));
        assertThat(spring.start()).isEqualTo("2026-03-28T23:00:00Z");
        assertThat(length(spring)).isEqualTo(Duration.ofHours(23));
        Window autumn = grid.window(Period.DAY, Instant.parse("2026-10-25T01:30:00Z"));
        assertThat(length(autumn)).isEqualTo(Duration.ofHours(25));
    }

    @Test
    void weeksBeginOnMondayAndMonthsOnTheFirst() {
        WindowGrid grid = WindowGrid.calendar(BERLIN);
        Instant at = Instant.parse("2026-11-25T21:00:00Z");

        assertThat(grid.window(Period.WEEK, at).start()).isEqualTo("2026-11-22T23:00:00Z");
        assertThat(grid.window(Period.MONTH, at).start()).isEqualTo("2026-10-31T23:00:00Z");
        assertThat(grid.window(Period.MONTH, at).end()).isEqualTo("2026-11-30T23:00:00Z");
    }

    @Test
    void monthsFromTheLastDayDoNotDrift() {
        WindowGrid grid = WindowGrid.from(Instant.parse("2026-01-31T12:00:00Z"), ZoneId.of("UTC"));

        assertThat(grid.window(Period.MONTH, Instant.parse("2026-03-01T00:00:00Z")))
                .isEqualTo(new Window(Instant.parse("2026-02-28T12:00:00Z"), Instant.parse("2026-03-31T12:00:00Z")));
    }

    /** Samoa had no 30 December 2011. */
    @Test
    void aDayThatAZoneLeftOutHasNoWindow() {
        WindowGrid grid = WindowGrid.calendar(ZoneId.of("Pacific/Apia"));
        Window before = grid.window(Period.DAY, Instant.parse("2011-12-30T09:59:59Z"));
        Window after = grid.window(Period.DAY, Instant.parse("2011-12-30T10:00:00Z"));

        assertThat(before.end()).isEqualTo(after.start());
        assertThat(length(after)).isEqualTo(Duration.ofHours(24));
    }

    /** Any zone, anchor and instant: the windows lie side by side and the instant is in its own. */
    @Property(tries = 500)
    void windowsHaveNoGapAndNoOverlap(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> zones = List.of(
                "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia");
        ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
        Instant anchor = Instant.ofEpochSecond(1_300_000_000L + random.nextInt(500_000_000));
        WindowGrid grid = random.nextBoolean() ? WindowGrid.calendar(zone) : WindowGrid.from(anchor, zone);
        Instant at = Instant.ofEpochMilli(1_000_000_000_000L + (long) (random.nextDouble() * 1e12));
        for (Period period : Period.values()) {
            Window window = grid.window(period, at);
            assertThat(window.contains(at)).as("%s %s %s", period, zone, at).isTrue();
            assertThat(grid.window(period, window.start())).isEqualTo(window);
            assertThat(grid.window(period, window.end()).start()).isEqualTo(window.end());
            assertThat(grid.window(period, window.start().minusMillis(1)).end()).isEqualTo(window.start());
        }
    }
}

package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.QuotaForecast.Lasts;
import dev.headgate.accounts.QuotaForecast.Unknown;
import dev.headgate.accounts.QuotaForecast.UsedUp;
import dev.headgate.accounts.QuotaHistory.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A straight line from a while ago through now, and where it is at the reset. */
class QuotaForecastTest {
    private static final Instant BEGIN = Instant.parse("2026-11-26T10:00:00Z");
    private static final Duration FIVE_HOURS = Duration.ofHours(5);
    private static final Instant RESET = BEGIN.plus(FIVE_HOURS);

    private static QuotaWindow window(@Nullable Duration length, int percent, @Nullable Instant resets, Instant now) {
        return QuotaWindow.share("5h", length, percent * 10_000, resets, now);
    }

    private static QuotaForecast at(int minute, int percent, Point... before) {
        Instant now = minute(minute);
        return QuotaForecast.of(window(FIVE_HOURS, percent, RESET, now), List.of(before), now);
    }

    private static Instant minute(int minute) {
        return BEGIN.plus(Duration.ofMinutes(minute));
    }

    private static Point point(int minute, int percent) {
        return new Point(minute(minute), percent * 10_000);
    }

    @Test
    void aYoungWindowIsMeasuredFromItsBeginning() {
        assertThat(at(30, 20)).isEqualTo(new UsedUp(minute(150))); // 20 % in 30 min: 80 % in 120 more
        assertThat(at(60, 10)).isEqualTo(new Lasts(500_000));
    }

    /** What was used in the night says nothing about the morning: only the last quarter of the window counts. */
    @Test
    void anOldPaceIsForgotten() {
        assertThat(at(180, 60, point(20, 40), point(60, 50), point(120, 57))).isEqualTo(new Lasts(760_000));
        assertThat(at(180, 60, point(20, 60))).isEqualTo(new Lasts(600_000));
    }

    @Test
    void aWindowStandsBetweenTwoReadings() {
        // 105 is the begin of the last 75 min: it stood at 50 % since 60; 10 % in 75 min
        assertThat(at(180, 60, point(60, 50), point(150, 55))).isEqualTo(new Lasts(760_000));
    }

    @Test
    void whatWasUsedBeforeTheResetIsOfAnotherWindow() {
        Point[] before = {point(-30, 90), point(130, 20)};
        assertThat(at(150, 40, before)).isEqualTo(new UsedUp(minute(150 + 112).plusSeconds(30))); // 40 % in 75 min
    }

    /** The first look at a window that was half used already doesn't make that look's use a pace. */
    @Test
    void aWindowThatIsSeenLateIsMeasuredFromTheFirstReading() {
        assertThat(at(200, 50, point(196, 48))).isEqualTo(new Unknown());
        assertThat(at(200, 50, point(190, 48))).isEqualTo(new Lasts(700_000));
    }

    @Test
    void nothingIsSaidWithoutAResetOfShortWindowsAndTooEarly() {
        Instant now = minute(60);
        List<Point> before = List.of(point(0, 10), point(30, 20));
        assertThat(QuotaForecast.of(window(FIVE_HOURS, 30, null, now), before, now))
                .isEqualTo(new Unknown());
        assertThat(QuotaForecast.of(window(Duration.ofMinutes(1), 30, now.plusSeconds(40), now), before, now))
                .isEqualTo(new Unknown());
        assertThat(at(4, 10)).isEqualTo(new Unknown());
        assertThat(at(200, 10)).isEqualTo(new Unknown()); // never seen before
        assertThat(at(300, 70, point(100, 60))).isEqualTo(new Unknown()); // its reset has come
    }

    @Test
    void whatIsUsedUpIsSaidSo() {
        assertThat(at(100, 100, point(50, 80))).isEqualTo(new UsedUp(minute(100)));
    }

    @Test
    void withoutALengthTheLastHourCounts() {
        Instant now = minute(120);
        QuotaWindow window = window(null, 40, minute(240), now);
        assertThat(QuotaForecast.of(window, List.of(point(0, 0), point(50, 20)), now))
                .isEqualTo(new Lasts(800_000));
    }

    @Property(tries = 2_000)
    void aForecastNeverLiesBeforeNowOrBehindTheResetNorBelowWhatIsUsed(
            @ForAll @IntRange(max = 299) int minute,
            @ForAll @IntRange(max = 120) int percent,
            @ForAll List<@IntRange(min = -400, max = 299) Integer> minutes) {
        List<Point> before = new ArrayList<>();
        minutes.stream().sorted().forEach(one -> before.add(point(one, Math.floorMod(one * 7, 101))));
        Instant now = minute(minute);
        switch (QuotaForecast.of(window(FIVE_HOURS, percent, RESET, now), before, now)) {
            case UsedUp used -> assertThat(used.at()).isBetween(now, RESET);
            case Lasts lasts -> assertThat(lasts.usedPpm()).isBetween(percent * 10_000, 1_000_000);
            case Unknown unknown -> assertThat(percent).isLessThan(100);
        }
    }
}

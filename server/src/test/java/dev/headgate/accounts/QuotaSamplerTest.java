package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.QuotaHistory.Point;
import dev.headgate.base.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which readings are kept, and the course that is made of them. */
class QuotaSamplerTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final AccountId ACCOUNT = new AccountId(7);
    private static final Duration FIVE_HOURS = Duration.ofHours(5);

    private final QuotaSampler sampler = new QuotaSampler();

    private static Instant second(int second) {
        return START.plusSeconds(second);
    }

    private static QuotaSample reading(int second, int percent, @Nullable Instant resets) {
        return QuotaSample.of(
                ACCOUNT, "", QuotaWindow.share("5h", FIVE_HOURS, percent * 10_000, resets, second(second)));
    }

    private static QuotaSample reading(int second, int percent) {
        return reading(second, percent, START.plus(FIVE_HOURS));
    }

    private static QuotaSample minute(int second, int percent) {
        return QuotaSample.of(
                ACCOUNT,
                "m",
                QuotaWindow.counted(
                        "requests", Duration.ofMinutes(1), 100, 100 - percent, second(second + 40), second(second)));
    }

    @Test
    void ofFiveMinutesTheHighestIsKeptOnceTheyAreOver() {
        sampler.see(reading(0, 10));
        sampler.see(reading(100, 12));
        assertThat(sampler.due(second(200))).isEmpty();
        sampler.see(reading(250, 14));
        sampler.see(reading(310, 15));
        assertThat(sampler.due(second(310))).containsExactly(reading(250, 14));
        assertThat(sampler.due(second(310))).isEmpty();
        assertThat(sampler.due(null)).containsExactly(reading(310, 15)); // at the end nobody waits
    }

    @Test
    void whatWasToldBeforeTellsNothing() {
        sampler.see(reading(0, 10));
        assertThat(sampler.due(second(300))).hasSize(1);
        sampler.see(reading(0, 10)); // its account's other windows moved
        assertThat(sampler.due(second(900))).isEmpty();
        sampler.see(reading(1_000, 10));
        sampler.see(reading(1_400, 10, START.plus(FIVE_HOURS).plusSeconds(2))); // a reset that wavers
        assertThat(sampler.due(second(2_000))).isEmpty();
        sampler.see(reading(2_100, 10, START.plus(FIVE_HOURS.multipliedBy(2))));
        assertThat(sampler.due(second(3_000))).hasSize(1); // as full as before, but of the next window
    }

    @Test
    void aMinutesWindowShowsHowFullItCameToBe() {
        for (int second = 0; second < 300; second += 20) {
            sampler.see(minute(second, second == 140 ? 93 : 5));
        }
        assertThat(sampler.due(second(300))).containsExactly(minute(140, 93));
        for (int second = 300; second < 1_500; second += 20) {
            sampler.see(minute(second, 5));
        }
        assertThat(sampler.due(second(1_500))).hasSize(1); // 5 %, and then the same again
    }

    @Test
    void whatCouldNotBeKeptComesAgainAndRemovedAccountsDont() {
        sampler.see(reading(0, 10));
        List<QuotaSample> due = sampler.due(second(300));
        sampler.again(due);
        assertThat(sampler.due(second(300))).isEqualTo(due);
        sampler.see(reading(400, 20));
        sampler.only(Set.of(new AccountId(8)));
        assertThat(sampler.due(null)).isEmpty();
    }

    /** The bound of the table: whatever comes, one row a window and five minutes. */
    @Property(tries = 200)
    void noFiveMinutesAreKeptTwice(@ForAll long seed) {
        Random random = new Random(seed);
        QuotaSampler any = new QuotaSampler();
        List<Long> slots = new ArrayList<>();
        int second = 0;
        for (int i = 0; i < 200; i++) {
            second += random.nextInt(200);
            any.see(reading(second - random.nextInt(30), random.nextInt(100)));
            if (random.nextBoolean()) {
                any.due(second(second)).forEach(sample -> slots.add(sample.slot()));
            }
        }
        any.due(null).forEach(sample -> slots.add(sample.slot()));
        assertThat(slots).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aCourseFallsToNothingAtTheResetAndStandsAtItsEnds() {
        Instant reset = second(3_600);
        QuotaWindow now = QuotaWindow.share("5h", FIVE_HOURS, 30_000, second(20_000), second(5_000));
        assertThat(QuotaCourse.of(
                        reading(-600, 60, reset),
                        List.of(reading(600, 70, reset), reading(4_000, 2, second(20_000))),
                        now,
                        START,
                        second(6_000)))
                .containsExactly(
                        new Point(START, 600_000),
                        new Point(second(600), 700_000),
                        new Point(reset, 0),
                        new Point(second(4_000), 20_000),
                        new Point(second(6_000), 30_000));
        assertThat(QuotaCourse.of(reading(-600, 60, second(-300)), List.of(), null, START, second(6_000)))
                .containsExactly(new Point(START, 0));
        assertThat(QuotaCourse.of(null, List.of(), null, START, second(6_000))).isEmpty();
    }
}

package dev.headgate.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.alerts.AlertJudge.News;
import dev.headgate.alerts.AlertState.Phase;
import dev.headgate.alerts.AlertState.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fires, what is over, what is spoken: by tables of looks ten seconds apart, and for any order of them. */
class AlertJudgeTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final AlertRule.Targets ALL = new AlertRule.Targets(true, List.of(), true);

    private static AlertRule rule(int holdSeconds, int coolDownSeconds) {
        return new AlertRule(
                7,
                "lag",
                AlertMetric.JOURNAL_LAG,
                "",
                100,
                Duration.ofSeconds(holdSeconds),
                Duration.ofSeconds(coolDownSeconds),
                Severity.WARNING,
                ALL,
                true);
    }

    private static Snapshot at(Instant now, long lag) {
        return new Snapshot(
                now,
                EnumSet.allOf(AlertMetric.class),
                List.of(new Snapshot.Reading(AlertMetric.JOURNAL_LAG, "", lag, lag + " records")));
    }

    /** A letter a look: F fires and speaks, f fires silently, L speaks late, R is over and says so, r silently, . nothing. */
    private static String letters(List<News> news) {
        StringBuilder letters = new StringBuilder();
        for (News one : news) {
            letters.append(
                    switch (one) {
                        case News.Fired it -> it.spoken() ? "F" : "f";
                        case News.SpokenLate it -> "L";
                        case News.Resolved it -> it.spoken() ? "R" : "r";
                    });
        }
        return letters.isEmpty() ? "." : letters.toString();
    }

    /** Looks: x a breach, - none, ? can't be read; ten seconds apart. */
    @ParameterizedTest
    @CsvSource({
        // hold, cool-down, looks, what comes
        "0, 60, x-, FR",
        "0, 60, -x, .F",
        "20, 60, xxx-, ..FR", // so for 20 s from the first breach on
        "20, 60, xx-xx-, ......", // never for long enough
        "20, 60, xx-xxx, .....F", // a gap begins it anew
        "0, 60, xxxx, F...", // speaks once while it goes on
        "0, 60, x-x-x-x-x, FRfrfrFRf", // what flaps speaks once in each cool-down
        "0, 0, x-x-, FRFR", // without a cool-down each one speaks
        "0, 30, x-xxxx-, FRfL..R", // still firing when the cool-down is over: spoken of late
        "0, 60, x???-, F...R", // what can't be read goes on firing
        "20, 60, x??x, ...F", // and goes on counting its time
    })
    void looksAndWhatComesOfThem(int hold, int coolDown, String looks, String expected) {
        Map<Watched, AlertState> states = Map.of();
        StringBuilder came = new StringBuilder();
        for (int i = 0; i < looks.length(); i++) {
            Instant now = START.plusSeconds(10L * i);
            Snapshot snapshot = switch (looks.charAt(i)) {
                case 'x' -> at(now, 100);
                case '-' -> at(now, 99);
                default -> new Snapshot(now, Set.of(AlertMetric.DISK_FREE), List.of());
            };
            AlertJudge.Verdict verdict = AlertJudge.judge(List.of(rule(hold, coolDown)), states, snapshot);
            states = verdict.states();
            came.append(letters(verdict.news()));
        }
        assertThat(came.toString()).isEqualTo(expected);
    }

    @Test
    void lessIsWorseWhereTheMetricSaysSo() {
        AlertRule disk = new AlertRule(
                1,
                "disk",
                AlertMetric.DISK_FREE,
                "",
                1_024,
                Duration.ZERO,
                Duration.ZERO,
                Severity.CRITICAL,
                ALL,
                true);
        assertThat(AlertJudge.breaches(disk, new Snapshot.Reading(AlertMetric.DISK_FREE, "", 1_023, "")))
                .isTrue();
        assertThat(AlertJudge.breaches(disk, new Snapshot.Reading(AlertMetric.DISK_FREE, "", 1_024, "")))
                .isFalse();
        assertThat(AlertJudge.breaches(disk, new Snapshot.Reading(AlertMetric.JOURNAL_LAG, "", 0, "")))
                .isFalse();
    }

    private static Snapshot accounts(Instant now, String... sick) {
        List<Snapshot.Reading> readings = new ArrayList<>();
        for (String name : sick) {
            readings.add(new Snapshot.Reading(AlertMetric.ACCOUNT_ATTENTION, name, 1, name));
        }
        return new Snapshot(now, EnumSet.allOf(AlertMetric.class), readings);
    }

    private static AlertRule attention(String subject, boolean enabled) {
        return new AlertRule(
                9,
                "attention",
                AlertMetric.ACCOUNT_ATTENTION,
                subject,
                1,
                Duration.ZERO,
                Duration.ofHours(1),
                Severity.CRITICAL,
                ALL,
                enabled);
    }

    /** Each subject is judged for itself; one that is gone is over. */
    @Test
    void subjectsAreJudgedApart() {
        List<AlertRule> rules = List.of(attention("claude-*", true));
        var first = AlertJudge.judge(rules, Map.of(), accounts(START, "claude-1", "claude-2", "gpt-1"));
        assertThat(first.news()).extracting(news -> news.key().subject()).containsExactly("claude-1", "claude-2");
        var second = AlertJudge.judge(rules, first.states(), accounts(START.plusSeconds(10), "claude-2"));
        assertThat(letters(second.news())).isEqualTo("R");
        assertThat(second.news().getFirst().key().subject()).isEqualTo("claude-1");
    }

    @Test
    void whatARuleThatIsGoneOrDisabledHasFiringIsOver() {
        var firing = AlertJudge.judge(List.of(attention("", true)), Map.of(), accounts(START, "a"));
        for (List<AlertRule> rules : List.of(List.<AlertRule>of(), List.of(attention("", false)))) {
            var verdict = AlertJudge.judge(rules, firing.states(), accounts(START.plusSeconds(10), "a"));
            assertThat(letters(verdict.news())).isEqualTo("R");
            assertThat(verdict.states()).isEmpty();
        }
    }

    /** A clock that is set back delays, but neither repeats nor loses anything. */
    @Test
    void aClockSetBackOnlyDelays() {
        var firing = AlertJudge.judge(List.of(rule(0, 60)), Map.of(), at(START, 100));
        var back = AlertJudge.judge(List.of(rule(0, 60)), firing.states(), at(START.minusSeconds(3_600), 100));
        assertThat(back.news()).isEmpty();
        var over = AlertJudge.judge(List.of(rule(0, 60)), back.states(), at(START.minusSeconds(3_590), 0));
        assertThat(letters(over.news())).isEqualTo("R");
    }

    /**
     * For any values at any times: each firing is followed by its end before the next; it fires only after it was so for its time; within
     * a cool-down it is spoken of once; an end is spoken of exactly when its firing was; what isn't so doesn't fire.
     */
    @Property(tries = 500)
    void anyOrderOfLooksKeepsThePromises(@ForAll long seed) {
        Random random = new Random(seed);
        AlertRule rule = rule(random.nextInt(4) * 15, random.nextInt(5) * 40);
        Map<Watched, AlertState> states = new HashMap<>();
        Instant now = START;
        Instant breachSince = null;
        Instant spokenAt = null;
        Set<Watched> firing = new HashSet<>();
        boolean told = false;
        for (int i = 0; i < 200; i++) {
            now = now.plusSeconds(1 + random.nextInt(30));
            boolean breach = random.nextInt(100) < 60;
            breachSince = !breach ? null : breachSince == null ? now : breachSince;
            AlertJudge.Verdict verdict = AlertJudge.judge(List.of(rule), states, at(now, breach ? 500 : 5));
            states = verdict.states();
            for (News news : verdict.news()) {
                switch (news) {
                    case News.Fired one -> {
                        assertThat(breach).isTrue();
                        assertThat(Duration.between(breachSince, now)).isGreaterThanOrEqualTo(rule.holdFor());
                        assertThat(firing.add(one.key())).isTrue();
                        told = one.spoken();
                    }
                    case News.SpokenLate one -> {
                        assertThat(firing).contains(one.key());
                        assertThat(told).isFalse();
                        told = true;
                    }
                    case News.Resolved one -> {
                        assertThat(breach).isFalse();
                        assertThat(firing.remove(one.key())).isTrue();
                        assertThat(one.spoken()).isEqualTo(told);
                    }
                }
                boolean spoke = news instanceof News.SpokenLate || news instanceof News.Fired one && one.spoken();
                if (spoke) {
                    assertThat(spokenAt == null ? Duration.ofDays(1) : Duration.between(spokenAt, now))
                            .isGreaterThanOrEqualTo(rule.coolDown());
                    spokenAt = now;
                }
            }
            boolean held =
                    breachSince != null && Duration.between(breachSince, now).compareTo(rule.holdFor()) >= 0;
            assertThat(firing.isEmpty()).isEqualTo(!held);
            boolean shows = states.values().stream().anyMatch(state -> state.phase() == Phase.FIRING);
            assertThat(shows).isEqualTo(held);
        }
    }
}

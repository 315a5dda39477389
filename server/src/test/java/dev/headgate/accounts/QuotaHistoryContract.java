package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.accounts.QuotaHistory.Course;
import dev.headgate.accounts.QuotaHistory.Point;
import dev.headgate.base.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The history of quota windows on every database. */
abstract class QuotaHistoryContract {
    private static final Duration FIVE_HOURS = Duration.ofHours(5);

    private AccountScene scene;
    private Instant start;

    abstract String url();

    @BeforeEach
    void open() {
        scene = new AccountScene(url());
        scene.declare("a", "b");
        start = scene.clock.instant();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private AccountId id() {
        return scene.account("a").id();
    }

    /** As the keeper does it every few seconds. */
    private void tell(String model, int percent, Instant resets) {
        QuotaWindow window = QuotaWindow.share("5h", FIVE_HOURS, percent * 10_000, resets, scene.clock.instant());
        scene.health.told(id(), model.isEmpty() ? null : model, List.of(window));
        scene.keeper.write();
        scene.clock.advance(QuotaSample.SLOT);
        scene.keeper.write();
    }

    private List<Course> day(int points) {
        return scene.history.of(id(), start.minus(Duration.ofHours(1)), scene.clock.instant(), points);
    }

    private int rows() {
        return scene.store.read(handle -> handle.createQuery("select count(*) from account_quota_samples")
                .mapTo(int.class)
                .one());
    }

    @Test
    void whatMovedIsKeptOverARestartAndForetold() {
        Instant resets = start.plus(FIVE_HOURS);
        for (int percent : new int[] {1, 2, 2, 2, 4, 6}) {
            tell("", percent, resets);
        }
        assertThat(rows()).isEqualTo(4);
        scene.restart();

        Course course = day(100).getFirst();
        assertThat(course.name()).isEqualTo("5h");
        assertThat(course.model()).isEmpty();
        assertThat(course.length()).isEqualTo(FIVE_HOURS);
        assertThat(course.points())
                .containsExactly(
                        new Point(start, 10_000),
                        new Point(start.plusSeconds(300), 20_000),
                        new Point(start.plusSeconds(1_200), 40_000),
                        new Point(start.plusSeconds(1_500), 60_000),
                        new Point(start.plusSeconds(1_800), 60_000));
        assertThat(course.forecast()).isEqualTo(new QuotaForecast.Lasts(600_000)); // 6 % in the first 30 min
    }

    @Test
    void modelsHaveCoursesOfTheirOwn() {
        tell("", 10, start.plus(FIVE_HOURS));
        tell("opus", 50, start.plus(FIVE_HOURS));
        List<Course> courses = day(100);
        assertThat(courses.stream().map(Course::model).toList()).containsExactly("", "opus");
        assertThat(courses.getLast().now()).isNotNull();
    }

    @Test
    void aLongStretchIsThinnedToItsHighestReadings() {
        for (int i = 0; i < 100; i++) {
            tell("", i == 37 ? 90 : i % 7 + 1, start.plus(FIVE_HOURS.multipliedBy(10)));
        }
        Course course = day(10).getFirst();
        assertThat(course.points().size()).isBetween(8, 14);
        assertThat(course.points()).contains(new Point(start.plusSeconds(37 * 300), 900_000));
    }

    @Test
    void twoNodesKeepOneReadingOfTheSameFiveMinutesTheHigher() {
        QuotaSample low = QuotaSample.of(id(), "", QuotaWindow.share("5h", FIVE_HOURS, 10, null, start));
        QuotaSample high =
                QuotaSample.of(id(), "", QuotaWindow.share("5h", FIVE_HOURS, 30, null, start.plusSeconds(9)));
        for (QuotaSample sample : List.of(low, high, low)) {
            scene.store.write(handle -> {
                JdbcQuotaSamples.keep(handle, List.of(sample));
                return 0;
            });
        }
        assertThat(rows()).isEqualTo(1);
        scene.clock.advance(Duration.ofMinutes(1));
        assertThat(day(10).getFirst().points().getFirst().usedPpm()).isEqualTo(30);
    }

    private long cut(Duration age) {
        return QuotaHistory.cut(scene.store, scene.clock.instant(), age, () -> false);
    }

    @Test
    void readingsLeaveAtTheirAgeAndWithTheirAccount() {
        for (int i = 0; i < 30; i++) {
            tell("", i, start.plus(FIVE_HOURS));
        }
        assertThat(rows()).isEqualTo(30);
        assertThat(cut(Duration.ZERO)).isZero();
        assertThat(cut(Duration.ofHours(1))).isEqualTo(18);
        assertThat(rows()).isEqualTo(12);

        scene.accounts.save(List.of(AccountScene.draft("mine", AccountOptions.NONE)));
        AccountId mine = scene.account("mine").id();
        scene.health.told(mine, null, List.of(QuotaWindow.share("5h", FIVE_HOURS, 5, null, scene.clock.instant())));
        scene.keeper.write();
        scene.history.keepAll();
        assertThat(rows()).isEqualTo(13);
        scene.accounts.remove(mine);
        scene.history.keepAll();
        assertThat(rows()).isEqualTo(12);
    }

    @Test
    void theOperatorsOwnQuotasHaveAHistoryToo() {
        Allowance hundred = new Allowance(Allowance.Unit.TOKENS, Allowance.Period.DAY, 100);
        scene.declare(AccountScene.draft("a", new AccountOptions(null, Map.of(), null, null, List.of(hundred), "")));
        scene.health.spent(scene.account("a"), 25, 0);
        scene.keeper.write();
        scene.history.keepAll();
        Course course = day(10).getFirst();
        assertThat(course.name()).isEqualTo("own-tokens-day");
        assertThat(course.limit()).isEqualTo(100);
        assertThat(course.points().getFirst().usedPpm()).isEqualTo(250_000);
    }

    @Test
    void wrongStretchesAreRefused() {
        assertThatThrownBy(() -> scene.history.of(id(), start, start, 10)).hasMessageContaining("from");
        assertThatThrownBy(() -> scene.history.of(id(), start.minus(Duration.ofDays(401)), start, 10))
                .hasMessageContaining("at most 400 days");
        assertThatThrownBy(() -> day(1_001)).hasMessageContaining("points");
        assertThatThrownBy(() -> scene.history.of(new AccountId(1), start, start.plusSeconds(1), 10))
                .hasMessageContaining("a known account");
    }
}

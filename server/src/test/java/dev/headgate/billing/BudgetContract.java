package dev.headgate.billing;

import static dev.headgate.billing.Claim.Policy.NONE;
import static dev.headgate.billing.MoneyScene.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What budgets promise on every database. */
abstract class BudgetContract {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final BudgetOwner KEY = BudgetOwner.of(MoneyScene.KEY);
    private static final BudgetOwner OWNER = BudgetOwner.of(MoneyScene.USER);
    private static final BudgetOwner GROUP = BudgetOwner.of(MoneyScene.GROUP);

    private MoneyScene scene;

    abstract String url();

    @BeforeEach
    void open() {
        scene = new MoneyScene(Store.open(url()), new ManualClock(at("2026-11-25T10:00:00Z")));
        scene.crash();
    }

    @AfterEach
    void booksAndMemoryAgree() {
        assertThat(scene.differences()).isEmpty();
        scene.close();
    }

    private Budgets budgets() {
        return scene.billing().budgets();
    }

    private static Budgets.Wanted wanted(
            BudgetOwner owner, Period period, long nanos, boolean hard, Integer... alerts) {
        return new Budgets.Wanted(owner, period, ZONE, new Budget.Terms(new Money(nanos), hard, List.of(alerts), true));
    }

    private Funded.Refused refusal(long nanos) {
        return (Funded.Refused) scene.ask(NONE, nanos, nanos);
    }

    @Test
    void theNarrowestOfSeveralRefuses() {
        budgets().set(wanted(KEY, Period.DAY, 100, true));
        budgets().set(wanted(KEY, Period.MONTH, 150, true));
        budgets().set(wanted(OWNER, Period.DAY, 1_000, true));
        budgets().set(wanted(GROUP, Period.WEEK, 1_000, true));
        scene.spend(NONE, 100);

        Funded.Refused refused = refusal(1);
        assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refused.words()).contains("This key's budget", "per day", "2026-11-25T23:00:00Z");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(13));
        scene.clock.advance(Duration.ofHours(13));
        scene.spend(NONE, 50);
        assertThat(refusal(1).words()).contains("per month");
    }

    /** A refused call takes nothing from the budgets that had room. */
    @Test
    void aRefusalGivesBackWhatTheOthersHeld() {
        budgets().set(wanted(KEY, Period.DAY, 1_000, true));
        budgets().set(wanted(GROUP, Period.DAY, 10, true));
        for (int i = 0; i < 100; i++) {
            refusal(500);
        }
        budgets().remove(GROUP, Period.DAY);
        scene.spend(NONE, 1_000);
    }

    @Test
    void aBudgetMadeInTheMiddleCountsWhatWasSpent() {
        scene.spend(NONE, 80);
        scene.settle(1);
        budgets().set(wanted(OWNER, Period.DAY, 100, true));

        assertThat(refusal(21).words()).contains("This user's budget");
        scene.spend(NONE, 20);
    }

    @Test
    void aWarningLetsTheCallThrough() {
        budgets().set(wanted(OWNER, Period.DAY, 100, false, 50, 100));
        scene.spend(NONE, 300);
        scene.billing().round();

        assertThat(scene.events)
                .extracting(event -> ((MoneyEvent.BudgetReached) event).percent())
                .containsExactly(50, 100);
    }

    /** Each percentage once a window, also over a restart, and again in the next window. */
    @Test
    void alertsAreRaisedOnceAWindow() {
        budgets().set(wanted(GROUP, Period.DAY, 100, true, 50, 80));
        scene.spend(NONE, 49);
        scene.billing().round();
        assertThat(scene.events).isEmpty();
        scene.spend(NONE, 1);
        scene.spend(NONE, 10);
        scene.billing().round();
        scene.billing().round();
        assertThat(scene.events).hasSize(1);
        scene.crash();
        scene.billing().round();
        assertThat(scene.events).hasSize(1);
        scene.spend(NONE, 25);
        scene.crash(); // before it was told
        scene.billing().round();
        assertThat(scene.events).hasSize(2);
        scene.clock.advance(Duration.ofHours(24));
        scene.spend(NONE, 60);
        scene.billing().round();
        assertThat(scene.events).hasSize(3);
    }

    @Test
    void aRaiseEndsByItself() {
        budgets().set(wanted(KEY, Period.MONTH, 100, true));
        scene.spend(NONE, 100);
        budgets().raise(KEY, Period.MONTH, new Money(50), scene.clock.instant().plusSeconds(3_600));
        scene.spend(NONE, 40);
        scene.crash();
        scene.clock.advance(Duration.ofHours(1));

        assertThat(refusal(1).words()).contains("0.0000001 USD per month");
    }

    @Test
    void declaringAgainChangesNothingAndLeavingOutRemoves() {
        budgets().declare(List.of(wanted(KEY, Period.DAY, 100, true), wanted(OWNER, Period.DAY, 500, true)));
        scene.spend(NONE, 90);
        budgets().raise(KEY, Period.DAY, new Money(50), scene.clock.instant().plusSeconds(3_600));
        budgets().declare(List.of(wanted(KEY, Period.DAY, 100, true)));
        assertThat(budgets().all()).hasSize(1);
        scene.spend(NONE, 60);
        budgets().declare(List.of(wanted(KEY, Period.DAY, 200, true)));
        scene.spend(NONE, 100);

        assertThat(refusal(1).words()).contains("This key's");
        budgets().declare(List.of());
        scene.spend(NONE, 10_000);
    }

    @Test
    void budgetsOfAnotherProcessAreSeen() {
        scene.spend(NONE, 10);
        scene.settle(1);
        scene.beside().budgets().set(wanted(KEY, Period.DAY, 100, true));
        scene.billing().round();
        scene.spend(NONE, 90);

        assertThat(refusal(1).words()).contains("This key's");
    }

    /** A settlement that comes between the budget's making and the server's next look counts in it. */
    @Test
    void aBatchSettledBeforeTheServerHasLookedIsCounted() {
        scene.spend(NONE, 10);
        scene.beside().budgets().set(wanted(KEY, Period.DAY, 100, true));
        scene.settle(1);
        scene.crash();

        assertThat(refusal(91).words()).contains("This key's");
    }
}

package dev.headgate.billing;

import static dev.headgate.billing.Claim.Policy.BALANCE;
import static dev.headgate.billing.Claim.Policy.SUBSCRIPTION_THEN_BALANCE;
import static dev.headgate.billing.MoneyScene.USER;
import static dev.headgate.billing.MoneyScene.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.SubscriptionId;
import dev.headgate.store.Store;
import dev.headgate.testkit.FaultyDatabase;
import dev.headgate.testkit.ManualClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Fails the Nth call to the database, for N = 1 until nothing fails any more, once and for good, before a commit and after it.
 * Whoever called tries again under the same id, as all callers do. After each N the books balance, memory agrees with them, and
 * everything has happened once.
 */
abstract class FaultSweepContract {
    private final FaultyDatabase faults = new FaultyDatabase();
    private MoneyScene scene;
    private SubscriptionId subscription;

    abstract String url();

    @Test
    void everyFailingCallLeavesTheBooksRight() {
        scene = new MoneyScene(Store.open(url(), faults::wrap), new ManualClock(at("2026-11-25T10:00:00Z")));
        scene.crash();
        Plan plan = new Plan(
                0,
                "pro",
                MoneyScene.GROUP,
                new Money(10),
                Validity.parse("30d"),
                Map.of(Period.DAY, new Money(5_000_000)),
                Plan.Renewal.NONE,
                ZoneId.of("UTC"),
                true,
                true);
        scene.billing().subscriptions().save(List.of(plan));
        subscription = scene.billing().subscriptions().subscribe("s", USER, "pro", false);
        long expected = 0;
        int runs = 0;
        for (FaultyDatabase.Mode mode : FaultyDatabase.Mode.values()) {
            int n = 0;
            do {
                n++;
                String id = mode + "-" + n;
                String code = scene.billing()
                        .codes()
                        .make(
                                new CodeBatch(
                                        0,
                                        id,
                                        CodeBatch.Kind.REDEEM,
                                        new CodeBatch.Gift(new Money(7), 0, 0, 0),
                                        at("2027-01-01T00:00:00Z"),
                                        1,
                                        true),
                                1,
                                new SecureRandom())
                        .getFirst();
                faults.fail(n, mode);
                everything(id, code);
                faults.heal();
                expected += 1_000 - 10 - 30 - 200 + 50 + 7;
                runs++;
                assertThat(scene.differences()).as(id).isEmpty();
                assertThat(scene.billing().balances().available(USER)).as(id).isEqualTo(new Money(expected));
                assertThat(faults.hasFailed() || n > 20)
                        .as("the net catches something")
                        .isTrue();
            } while (faults.hasFailed());
        }
        assertThat(runs).isGreaterThan(60);
        scene.close();
    }

    /** One of each operation, and calls: +1000 granted, -10 renewed, -30 posted, -200 called, +50 refunded, +7 from a code. */
    private void everything(String id, String code) {
        Billing money = scene.billing();
        untilDone(() -> money.ledger().grant(id, USER, new Money(1_000), "sweep"));
        untilDone(() -> money.subscriptions().renew(id, subscription, true));
        untilDone(() -> money.budgets()
                .set(new Budgets.Wanted(
                        BudgetOwner.of(USER),
                        Period.DAY,
                        ZoneId.of("UTC"),
                        new Budget.Terms(new Money(100_000 + id.hashCode() % 1_000), false, List.of(1), false))));
        LongHold hold = new LongHold(
                id, USER, new Money(100), scene.clock.instant().plus(Duration.ofHours(1)), LongHold.State.OPEN);
        untilDone(() -> money.holds().hold(hold, "sweep"));
        scene.spend(BALANCE, 200);
        String call = scene.journal.getLast().requestId();
        scene.spend(SUBSCRIPTION_THEN_BALANCE, 70);
        untilDone(() -> scene.settle(scene.journal.size()));
        untilDone(() -> money.holds().post(id, new Money(30), ""));
        untilDone(() -> money.ledger().refund(id, call, new Money(50), "sweep"));
        untilDone(() -> money.codes().redeem(code, USER));
        untilDone(money::round);
    }

    private void untilDone(Runnable step) {
        for (int attempt = 1; ; attempt++) {
            try {
                step.run();
                return;
            } catch (RuntimeException e) {
                if (!faults.hasFailed() || attempt > 3) {
                    throw e;
                }
                if (attempt == 2) {
                    faults.heal();
                }
            }
        }
    }
}

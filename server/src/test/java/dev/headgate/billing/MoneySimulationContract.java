package dev.headgate.billing;

import static dev.headgate.billing.MoneyScene.USER;
import static dev.headgate.billing.MoneyScene.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.SubscriptionId;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Money is conserved whatever happens in whatever order: calls that begin, end and are settled late and twice, operations here and
 * in another process, renewals, time that passes, and crashes. {@code -Dheadgate.simulation.seed} repeats one run,
 * {@code -Dheadgate.simulation.runs} makes it long.
 */
abstract class MoneySimulationContract {
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    abstract String url();

    @Test
    void moneyIsConservedOverAnyOrderOfEvents() {
        int runs = Integer.getInteger("headgate.simulation.runs", 6);
        long first = Long.getLong("headgate.simulation.seed", System.nanoTime());
        for (int run = 0; run < runs; run++) {
            new Run(first + run, url()).go();
        }
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final MoneyScene scene;
        private final List<MoneyScene.Call> open = new ArrayList<>();
        private final List<String> holds = new ArrayList<>();
        private final SubscriptionId subscription;

        /** What the balance must be: grants and corrections less charges and what is held for others. */
        private long expected;

        private int step;

        Run(long seed, String url) {
            this.seed = seed;
            random = new Random(seed);
            scene = new MoneyScene(
                    Store.open(url), new ManualClock(at("2026-10-30T20:00:00Z"))); // clocks change on 1 November
            scene.crash();
            Plan plan = new Plan(
                    0,
                    "pro",
                    MoneyScene.GROUP,
                    new Money(500),
                    Validity.parse("3d"),
                    Map.of(
                            Period.FIVE_HOURS,
                            new Money(300),
                            Period.DAY,
                            new Money(800),
                            Period.WEEK,
                            new Money(3_000)),
                    Plan.Renewal.NONE,
                    ZONE,
                    true,
                    true);
            scene.billing().subscriptions().save(List.of(plan));
            subscription = scene.billing().subscriptions().subscribe("s", USER, "pro", false);
        }

        void go() {
            for (step = 0; step < 150; step++) {
                try {
                    act();
                } catch (GatewayException | IllegalArgumentException refused) {
                    assertThat(refused.getMessage()).isNotBlank(); // a refusal is an answer; it must change nothing
                }
            }
            crash();
            assertThat(scene.differences()).as("seed " + seed).isEmpty();
            assertThat(scene.billing().ledger().balance(USER))
                    .as("seed " + seed)
                    .isEqualTo(new Money(expected));
            scene.close();
        }

        private void act() {
            Billing money = random.nextInt(4) == 0 ? scene.beside() : scene.billing();
            String id = "step-" + step;
            switch (random.nextInt(16)) {
                case 0 -> {
                    long amount = 1L + random.nextInt(2_000);
                    money.ledger().grant(id, USER, new Money(amount), "");
                    money.ledger().grant(id, USER, new Money(amount), "");
                    expected += amount;
                }
                case 1 -> {
                    long amount = random.nextInt(400) - 200L;
                    money.ledger().adjust(id, USER, new Money(amount), "simulation");
                    expected += amount;
                }
                case 2 -> hold(money, id);
                case 3 -> endHold(money);
                case 4, 5, 6, 7 -> begin();
                case 8, 9, 10 -> end();
                case 11 -> scene.settle(1 + random.nextInt(5));
                case 12 -> {
                    List<Charge> again = List.copyOf(scene.journal);
                    scene.settle(scene.journal.size());
                    scene.deliver(again);
                }
                case 13 -> {
                    scene.clock.advance(Duration.ofMinutes(random.nextInt(1_200)));
                    scene.billing().round();
                }
                case 14 -> change(money, id);
                default -> {
                    if (random.nextInt(3) == 0) {
                        crash();
                        assertThat(scene.differences())
                                .as("seed " + seed + " step " + step)
                                .isEmpty();
                    }
                }
            }
        }

        private void crash() {
            open.clear(); // calls in flight are over, and cost nobody anything
            scene.crash();
        }

        private void begin() {
            Claim.Policy[] policies = Claim.Policy.values();
            long usual = random.nextInt(200);
            scene.tryCall(policies[random.nextInt(policies.length)], usual, usual + random.nextInt(200))
                    .ifPresent(open::add);
        }

        private void end() {
            if (!open.isEmpty()) {
                MoneyScene.Call call = open.remove(random.nextInt(open.size()));
                long cost = random.nextInt(300);
                scene.end(call, cost);
                expected -= call.reservation().fromBalance() ? cost : 0;
            }
        }

        private void hold(Billing money, String id) {
            long amount = 1L + random.nextInt(300);
            money.holds()
                    .hold(
                            new LongHold(
                                    id,
                                    USER,
                                    new Money(amount),
                                    scene.clock.instant().plus(Duration.ofDays(90)),
                                    LongHold.State.OPEN),
                            "");
            holds.add(id);
            expected -= amount;
        }

        private void endHold(Billing money) {
            if (holds.isEmpty()) {
                return;
            }
            String id = holds.remove(random.nextInt(holds.size()));
            long amount = money.holds().find(id).amount().nanos();
            if (random.nextBoolean()) {
                long actual = random.nextInt(400);
                money.holds().post(id, new Money(actual), "simulation");
                money.holds().post(id, new Money(actual), "simulation");
                expected += amount - actual;
            } else {
                money.holds().release(id, "");
                money.holds().release(id, "");
                expected += amount;
            }
        }

        /** Changes what limits calls; the balance only by a renewal that is paid. */
        private void change(Billing money, String id) {
            Subscriptions all = money.subscriptions();
            switch (random.nextInt(6)) {
                case 0 -> all.renew(id, subscription, false);
                case 1 -> {
                    all.renew(id, subscription, true);
                    expected -= 500;
                }
                case 2 -> all.suspend(id, subscription);
                case 3 -> all.resume(id, subscription);
                case 4 -> {
                    if (open.isEmpty() && scene.journal.isEmpty()) { // what is in flight is not seen by a new budget
                        money.budgets()
                                .set(new Budgets.Wanted(
                                        BudgetOwner.of(MoneyScene.KEY),
                                        List.of(Period.values()).get(random.nextInt(4)),
                                        ZONE,
                                        new Budget.Terms(
                                                new Money(1L + random.nextInt(3_000)),
                                                random.nextBoolean(),
                                                List.of(50),
                                                false)));
                    }
                }
                default -> all.extend(id, subscription, Validity.parse("1d"));
            }
        }
    }
}

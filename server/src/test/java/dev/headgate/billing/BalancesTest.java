package dev.headgate.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** However many calls start at once, they can't hold more than there is, and money is neither made nor lost. */
class BalancesTest {
    private static final UserId USER = new UserId(1);

    private static Balances with(long nanos) {
        Balances balances = new Balances();
        balances.load(Map.of(USER, new Money(nanos)));
        return balances;
    }

    private static Optional<Purse.Hold> hold(Balances balances, UserId user, long nanos) {
        return Optional.ofNullable(balances.hold(user, Estimate.exactly(new Money(nanos))));
    }

    @Test
    void aHoldTakesItsEstimateAndSettlingGivesTheRestBack() {
        Balances balances = with(100);
        Purse.Hold hold = hold(balances, USER, 60).orElseThrow();
        assertThat(balances.available(USER)).isEqualTo(new Money(40));

        hold.settle(new Money(10));
        assertThat(balances.available(USER)).isEqualTo(new Money(90));
    }

    @Test
    void whoHasLessThanTheEstimateOrNothingIsRefusedAndKeepsIt() {
        Balances balances = with(100);
        assertThat(hold(balances, USER, 101)).isEmpty();
        assertThat(balances.available(USER)).isEqualTo(new Money(100));
        assertThat(hold(with(0), USER, 0))
                .as("even a free call needs a balance")
                .isEmpty();
        assertThat(hold(with(100), new UserId(2), 1)).isEmpty();
    }

    /** Two ends of one hold (an answer and a lost connection) must count as one. */
    @Test
    void theFirstEndOfAHoldCounts() {
        Balances balances = with(100);
        Purse.Hold hold = hold(balances, USER, 60).orElseThrow();
        hold.settle(new Money(25));
        hold.release();
        hold.settle(new Money(50));

        assertThat(balances.available(USER)).isEqualTo(new Money(75));
    }

    @Test
    void onlyAShortEstimateTakesABalanceBelowZero() {
        Balances balances = with(100);
        hold(balances, USER, 100).orElseThrow().settle(new Money(130));

        assertThat(balances.available(USER)).isEqualTo(new Money(-30));
        assertThat(hold(balances, USER, 1)).isEmpty();
        balances.moved(USER, new Money(50));
        assertThat(balances.available(USER)).isEqualTo(new Money(20));
    }

    /** In any order of grants, holds and ends: available = granted - settled - held. */
    @Property(tries = 300)
    void moneyIsConserved(@ForAll long seed) {
        Random random = new Random(seed);
        Balances balances = with(1_000);
        long granted = 1_000;
        long settled = 0;
        long held = 0;
        List<Map.Entry<Purse.Hold, Long>> open = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            int what = random.nextInt(10);
            if (what == 0) {
                long amount = random.nextInt(500);
                balances.moved(USER, new Money(amount));
                granted += amount;
            } else if (what < 6 || open.isEmpty()) {
                long estimate = random.nextInt(300);
                Optional<Purse.Hold> hold = hold(balances, USER, estimate);
                assertThat(hold.isPresent())
                        .isEqualTo(granted - settled - held > 0 && granted - settled - held >= estimate);
                if (hold.isPresent()) {
                    open.add(Map.entry(hold.get(), estimate));
                    held += estimate;
                }
            } else {
                var ended = open.remove(random.nextInt(open.size()));
                long actual = random.nextBoolean() ? random.nextInt(400) : 0;
                ended.getKey().settle(new Money(actual));
                held -= ended.getValue();
                settled += actual;
            }
            assertThat(balances.available(USER)).isEqualTo(new Money(granted - settled - held));
        }
    }

    @Test
    void concurrentCallsNeverHoldMoreThanTheBalance() throws Exception {
        Balances balances = with(1_000_000);
        AtomicLong spent = new AtomicLong();
        List<Future<?>> threads = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (int t = 0; t < 8; t++) {
                int number = t;
                threads.add(pool.submit(() -> {
                    Random random = new Random(number);
                    for (int i = 0; i < 20_000; i++) {
                        long estimate = random.nextInt(200);
                        Optional<Purse.Hold> hold = hold(balances, USER, estimate);
                        assertThat(balances.available(USER).isNegative()).isFalse();
                        if (hold.isPresent()) {
                            long actual = random.nextLong(estimate + 1);
                            hold.get().settle(new Money(actual));
                            spent.addAndGet(actual);
                        }
                    }
                }));
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
        }
        assertThat(balances.available(USER)).isEqualTo(new Money(1_000_000 - spent.get()));
        assertThat(spent.get()).as("the balance was really fought over").isGreaterThan(999_000);
    }
}

package dev.headgate.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Money;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PurseTest {
    private static Estimate estimate(long usual, long most) {
        return new Estimate(new Money(usual), new Money(most));
    }

    @Test
    void whatFitsIsHeldToTheMostItCanCost() {
        Purse purse = new Purse(0);
        Purse.Hold hold = purse.take(estimate(10, 40), 100);

        assertThat(purse.taken()).isEqualTo(40);
        assertThat(hold.settle(new Money(15))).isEqualTo(15);
        assertThat(purse.taken()).isEqualTo(15);
        hold.settle(new Money(15)); // the first end counts
        assertThat(purse.taken()).isEqualTo(15);
    }

    /** Near its end a balance serves one call at a time, so it can be used up, and never by many at once. */
    @Test
    void whatDoesNotFitToItsMostGoesOneAtATime() {
        Purse purse = new Purse(0);
        Purse.Hold first = purse.take(estimate(10, 200), 100);

        assertThat(first).isNotNull();
        assertThat(purse.take(estimate(10, 200), 100)).isNull();
        assertThat(purse.fitsAlone(estimate(10, 200), 100)).isTrue();
        first.release();
        assertThat(purse.take(estimate(10, 200), 100)).isNotNull();
    }

    @Test
    void nothingIsLetInOnceItIsUsedUp() {
        assertThat(new Purse(100).take(estimate(0, 0), 100)).isNull();
        assertThat(new Purse(101).take(estimate(0, 0), 100)).isNull();
    }

    @Test
    void aThousandAtOnceGetWhatTheirEstimatesCover() throws InterruptedException {
        Purse purse = new Purse(-1_000);
        AtomicInteger let = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                callers.execute(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    if (purse.take(estimate(100, 100), 0) != null) {
                        let.incrementAndGet();
                    }
                });
            }
            go.countDown();
        }
        assertThat(let).hasValue(10);
        assertThat(purse.taken()).isZero();
    }

    /** Law 4, over any order of calls whose truth is at most their "most" (the input is any order, any size). */
    @Property(tries = 500)
    void theLimitIsPassedByNoMoreThanOneCallsError(@ForAll long seed) {
        Random random = new Random(seed);
        long limit = random.nextInt(2_000);
        Purse purse = new Purse(0);
        Deque<Object[]> inFlight = new ArrayDeque<>();
        long errorMax = 0;
        for (int i = 0; i < 300; i++) {
            if (inFlight.isEmpty() || random.nextInt(3) > 0) {
                long usual = random.nextInt(100);
                long most = usual + random.nextInt(300);
                Purse.Hold hold = purse.take(estimate(usual, most), limit);
                if (hold != null) {
                    long truth = (long) (random.nextDouble() * (most + 1));
                    inFlight.add(new Object[] {hold, truth});
                    errorMax = Math.max(errorMax, truth - usual);
                }
            } else {
                Object[] ended = random.nextBoolean() ? inFlight.pollFirst() : inFlight.pollLast();
                ((Purse.Hold) ended[0]).settle(new Money((long) ended[1]));
            }
            assertThat(purse.taken()).isLessThanOrEqualTo(limit + Math.max(0, errorMax));
        }
        inFlight.forEach(call -> ((Purse.Hold) call[0]).settle(new Money((long) call[1])));
        assertThat(purse.taken()).isEqualTo(purse.spent()).isLessThanOrEqualTo(limit + Math.max(0, errorMax));
    }
}

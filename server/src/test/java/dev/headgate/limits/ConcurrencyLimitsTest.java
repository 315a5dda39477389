package dev.headgate.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** No user has more calls in flight than allowed, at any instant, and nothing is left taken. */
class ConcurrencyLimitsTest {
    private static final UserId ONE = new UserId(1);
    private static final UserId TWO = new UserId(2);

    private final ConcurrencyLimits limits = new ConcurrencyLimits();

    @Test
    void theLimitHoldsForEachUserAlone() {
        List<ConcurrencyLimits.Permit> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            taken.add(limits.acquire(ONE, 3).orElseThrow());
        }
        assertThat(limits.acquire(ONE, 3)).isEmpty();
        assertThat(limits.acquire(TWO, 1)).isPresent();
        assertThat(limits.inFlight(ONE)).as("a refused call takes nothing").isEqualTo(3);

        taken.getFirst().close();
        assertThat(limits.acquire(ONE, 3)).isPresent();
    }

    /** A permit that could be given back twice would let one call too many in for ever. */
    @Test
    void aPermitIsGivenBackOnce() {
        ConcurrencyLimits.Permit first = limits.acquire(ONE, 2).orElseThrow();
        assertThat(limits.acquire(ONE, 2)).isPresent();
        first.close();
        first.close();

        assertThat(limits.inFlight(ONE)).isEqualTo(1);
        assertThat(limits.inFlight()).isEqualTo(1);
    }

    @Test
    void zeroIsNoLimitButIsCounted() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(limits.acquire(ONE, 0)).isPresent();
        }
        assertThat(limits.inFlight(ONE)).isEqualTo(1_000);
    }

    /** The limit may be lowered while calls are in flight: none is cut, none new starts until there is room. */
    @Test
    void aLoweredLimitWaitsForTheCallsInFlight() {
        ConcurrencyLimits.Permit first = limits.acquire(ONE, 5).orElseThrow();
        ConcurrencyLimits.Permit second = limits.acquire(ONE, 5).orElseThrow();
        assertThat(limits.acquire(ONE, 1)).isEmpty();
        first.close();
        assertThat(limits.acquire(ONE, 1)).isEmpty();
        second.close();
        assertThat(limits.acquire(ONE, 1)).isPresent();
    }

    @Test
    void manyThreadsNeverHoldMoreThanTheLimit() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger admitted = new AtomicInteger();
        List<Future<?>> threads = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (int t = 0; t < 8; t++) {
                threads.add(pool.submit(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        Optional<ConcurrencyLimits.Permit> permit = limits.acquire(ONE, 3);
                        if (permit.isPresent()) {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            admitted.incrementAndGet();
                            Thread.onSpinWait();
                            now.decrementAndGet();
                            permit.get().close();
                        }
                    }
                }));
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(admitted.get()).isPositive();
        assertThat(limits.inFlight()).isZero();
    }
}

package dev.headgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.headgate.cluster.Windows.Demand;
import dev.headgate.cluster.Windows.Outcome;
import dev.headgate.cluster.Windows.Past;
import dev.headgate.cluster.Windows.Period;
import dev.headgate.cluster.Windows.Quota;
import dev.headgate.cluster.Windows.Refused;
import dev.headgate.cluster.Windows.Reservation;
import dev.headgate.cluster.Windows.Sliding;
import dev.headgate.cluster.Windows.Slots;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of the seam keeps. Three processes share one state; time is moved by hand. An implementation over the
 * network is told the time by its caller, so that this suite can move it.
 */
abstract class ClusterContract {
    /** Silence after which a process is taken for dead; a process may take another tenth of it to notice. */
    static final Duration LEASE_TIME = Duration.ofSeconds(30);

    private static final Name SLOTS = Name.of("contract-slots", 7);
    private static final Sliding MINUTE = new Sliding(100, 60_000);
    private static final Period TODAY = new Period(100, 0, Long.MAX_VALUE);

    /** A minute after the start of a bucket of any length used here would be a coincidence; this instant starts a minute. */
    final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));

    private Cluster first;
    private Cluster second;
    private Cluster third;

    /** Fresh, empty state with three processes. */
    abstract List<Cluster> open();

    @BeforeEach
    void start() {
        List<Cluster> three = open();
        first = three.get(0);
        second = three.get(1);
        third = three.get(2);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        third.close();
    }

    static <T> T get(Answer<T> answer) {
        CompletableFuture<T> future = new CompletableFuture<>();
        answer.then(future::complete, future::completeExceptionally);
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Leases.Lease take(Cluster at, int max) {
        return get(at.leases().take(SLOTS, max)).orElseThrow();
    }

    private static boolean full(Cluster at, int max) {
        Optional<Leases.Lease> lease = get(at.leases().take(SLOTS, max));
        lease.ifPresent(Leases.Lease::close);
        return lease.isEmpty();
    }

    private static Demand demand(String space, Quota quota, long amount) {
        return new Demand(Name.of(space, 1), quota, amount);
    }

    private static Outcome reserve(Cluster at, Demand... demands) {
        return get(at.windows().reserve(List.of(demands)));
    }

    private static Reservation granted(Cluster at, Demand... demands) {
        Outcome outcome = reserve(at, demands);
        assertThat(outcome).isInstanceOf(Reservation.class);
        return (Reservation) outcome;
    }

    private static Refused refused(Cluster at, Demand... demands) {
        Outcome outcome = reserve(at, demands);
        assertThat(outcome).isInstanceOf(Refused.class);
        return (Refused) outcome;
    }

    private static long used(Cluster at, String space, Quota quota) {
        return get(at.windows().read(Name.of(space, 1), quota)).used();
    }

    /** Runs {@code work} on so many threads at once. */
    private static void race(int threads, IntConsumer work) {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            CompletableFuture<Void> done = new CompletableFuture<>();
            all.add(done);
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    start.await();
                    work.accept(number);
                    done.complete(null);
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
        }
        start.countDown();
        all.forEach(each -> each.orTimeout(60, TimeUnit.SECONDS).join());
    }

    /** A call that knows less of a cache's life than the one before must not end it sooner. */
    @Test
    void aBindingToTheSameValueIsNeverShortened() {
        Name name = Name.of("contract-life", 1);
        first.affinity().put(name, 7, Duration.ofHours(1));
        second.affinity().put(name, 7, Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(30));
        assertThat(get(third.affinity().get(name))).hasValue(7);
        second.affinity().put(name, 8, Duration.ofMinutes(5)); // another value begins anew
        clock.advance(Duration.ofMinutes(10));
        assertThat(get(third.affinity().get(name))).isEmpty();
    }

    @Test
    void slotsAreSharedAndGivenBackOnce() {
        Leases.Lease one = take(first, 2);
        Leases.Lease two = take(second, 2);
        assertThat(full(third, 2)).isTrue();
        assertThat(get(third.leases().held(SLOTS))).isEqualTo(2);

        one.close();
        one.close();

        assertThat(get(first.leases().held(SLOTS))).isEqualTo(1);
        take(third, 2);
        assertThat(full(first, 2)).isTrue();
        two.close();
    }

    @Test
    void aSmallerMaximumGivesNothingUntilEnoughAreBack() {
        List<Leases.Lease> three = List.of(take(first, 3), take(first, 3), take(second, 3));
        assertThat(full(first, 1)).isTrue();
        three.get(0).close();
        three.get(1).close();
        assertThat(full(first, 1)).isTrue();
        three.get(2).close();
        assertThat(full(first, 1)).isFalse();
    }

    @Test
    void slotsAreNeverOverUsedInARace() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger got = new AtomicInteger();
        List<Cluster> all = List.of(first, second, third);
        race(6, number -> {
            for (int i = 0; i < 2_000; i++) {
                get(all.get(number % 3).leases().take(SLOTS, 3)).ifPresent(lease -> {
                    got.incrementAndGet();
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    lease.close();
                });
            }
        });
        assertThat(most.get()).isBetween(1, 3);
        assertThat(got.get()).isGreaterThan(2_000);
        assertThat(get(first.leases().held(SLOTS))).isZero();
    }

    /** A process that crashes says nothing; its slots must come back by themselves, and only its. */
    @Test
    void theSlotsOfASilentProcessComeBackAndOnlyThose() {
        Leases.Lease lost = take(first, 2);
        Leases.Lease kept = take(second, 2);
        clock.advance(LEASE_TIME.dividedBy(2));
        second.beat();
        third.beat();
        assertThat(full(third, 2)).isTrue();

        clock.advance(LEASE_TIME.dividedBy(2).plusMillis(1));
        third.beat();

        assertThat(get(third.leases().held(SLOTS))).isEqualTo(1);
        take(third, 2);
        lost.close(); // the process was only slow: what it gives back has been given away since
        assertThat(get(third.leases().held(SLOTS))).isEqualTo(2);
        kept.close();
        assertThat(get(third.leases().held(SLOTS))).isEqualTo(1);
    }

    @Test
    void aProcessThatWasTakenForDeadCanTakeSlotsAgain() {
        take(first, 1);
        clock.advance(LEASE_TIME.plusMillis(1));
        first.beat();
        Leases.Lease again = take(first, 1);
        assertThat(full(second, 1)).isTrue();
        again.close();
        assertThat(full(second, 1)).isFalse();
    }

    @Test
    void aProcessThatLeavesGivesAllBack() {
        take(first, 2);
        granted(first, new Demand(SLOTS, new Slots(2), 1));
        first.close();
        assertThat(get(second.leases().held(SLOTS))).isZero();
    }

    @Test
    void aClaimTakesAllOrNothing() {
        granted(first, demand("calls", MINUTE, 1), demand("tokens", MINUTE, 60));

        Refused refused = refused(
                second, demand("slots", new Slots(5), 1), demand("calls", MINUTE, 1), demand("tokens", MINUTE, 41));

        assertThat(refused.demand()).isEqualTo(2);
        assertThat(refused.used()).isEqualTo(60);
        assertThat(used(third, "calls", MINUTE)).isEqualTo(1);
        assertThat(used(third, "tokens", MINUTE)).isEqualTo(60);
        assertThat(used(third, "slots", new Slots(5))).isZero();
        granted(second, demand("calls", MINUTE, 1), demand("tokens", MINUTE, 40));
    }

    @Test
    void theFirstDemandThatDoesNotFitIsNamed() {
        granted(first, demand("a", MINUTE, 100), demand("b", TODAY, 100));
        assertThat(refused(first, demand("c", MINUTE, 1), demand("b", TODAY, 1), demand("a", MINUTE, 1))
                        .demand())
                .isEqualTo(1);
    }

    @Test
    void settlingReplacesTheEstimateOnce() {
        Reservation call = granted(first, demand("tokens", MINUTE, 80), demand("usd", TODAY, 80));
        assertThat(call.used(0)).isEqualTo(80);

        call.settle(new long[] {30, 95});
        call.settle(new long[] {1, 1});
        call.release();

        assertThat(used(second, "tokens", MINUTE)).isEqualTo(30);
        assertThat(used(second, "usd", TODAY)).isEqualTo(95);
    }

    @Test
    void releasingLeavesNothing() {
        Reservation call =
                granted(first, demand("slots", new Slots(1), 1), demand("calls", MINUTE, 1), demand("usd", TODAY, 5));
        assertThat(reserve(second, demand("slots", new Slots(1), 1))).isInstanceOf(Refused.class);
        call.release();
        call.release();
        assertThat(used(second, "calls", MINUTE)).isZero();
        assertThat(used(second, "usd", TODAY)).isZero();
        granted(second, demand("slots", new Slots(1), 1)).release();
    }

    @Test
    void oneCounterNamedTwiceInAClaimCountsTwice() {
        assertThat(refused(first, demand("calls", MINUTE, 60), demand("calls", MINUTE, 60))
                        .demand())
                .isEqualTo(1);
        assertThat(used(first, "calls", MINUTE)).isZero();
        granted(first, demand("calls", MINUTE, 50), demand("calls", MINUTE, 50)).settle(new long[] {1, 2});
        assertThat(used(first, "calls", MINUTE)).isEqualTo(3);
    }

    @Test
    void limitsHoldInARaceOfClaimsWithSharedCounters() {
        AtomicInteger granted = new AtomicInteger();
        List<Cluster> all = List.of(first, second, third);
        race(6, number -> {
            for (int i = 0; i < 500; i++) {
                // the names in other orders, so that a naive locking order would deadlock
                Demand key = new Demand(Name.of("key", number % 2), new Sliding(700, 60_000), 1);
                Demand user = demand("user", new Sliding(1_000, 60_000), 1);
                Demand day = demand("day", new Period(1_000_000, 0, Long.MAX_VALUE), 10);
                Outcome outcome = reserve(
                        all.get(number % 3),
                        number % 2 == 0 ? new Demand[] {key, user, day} : new Demand[] {day, user, key});
                if (outcome instanceof Reservation reservation) {
                    granted.incrementAndGet();
                    reservation.settle(number % 2 == 0 ? new long[] {1, 1, 7} : new long[] {7, 1, 1});
                }
            }
        });
        assertThat(granted.get()).isEqualTo(1_000);
        assertThat(used(first, "user", new Sliding(1_000, 60_000))).isEqualTo(1_000);
        assertThat(used(first, "day", new Period(1_000_000, 0, Long.MAX_VALUE))).isEqualTo(7_000);
    }

    @Test
    void aSlidingWindowForgetsByAndBy() {
        granted(first, demand("tokens", MINUTE, 100));
        clock.advance(Duration.ofSeconds(60));
        assertThat(used(first, "tokens", MINUTE)).isEqualTo(100);
        clock.advance(Duration.ofSeconds(30));
        assertThat(used(first, "tokens", MINUTE)).isEqualTo(50);
        clock.advance(Duration.ofSeconds(30));
        assertThat(used(first, "tokens", MINUTE)).isZero();
        assertThat(get(first.windows().read(Name.of("tokens", 1), MINUTE)).emptyAtMillis())
                .isZero();
    }

    /** `retry-after` is taken from here: a client that comes back then must not be refused again, nor be told to wait too long. */
    @Test
    void aRefusalSaysWhenTheClaimWouldFit() {
        for (int used : new int[] {40, 90, 100}) {
            for (int amount : new int[] {15, 70, 100}) {
                String space = "t" + used + "-" + amount;
                clock.set(Instant.parse("2026-03-01T12:00:00Z"));
                granted(first, demand(space, MINUTE, used));
                clock.advance(Duration.ofSeconds(75));
                long before = used(first, space, MINUTE);
                if (before + amount <= 100) {
                    continue;
                }
                Refused refused = refused(first, demand(space, MINUTE, amount));
                clock.advance(Duration.ofMillis(refused.freesInMillis() - 1));
                refused(first, demand(space, MINUTE, amount));
                clock.advance(Duration.ofMillis(1));
                granted(first, demand(space, MINUTE, amount));
            }
        }
        assertThat(refused(first, demand("fresh", MINUTE, 101)).freesInMillis()).isEqualTo(Refused.NEVER);
        granted(first, demand("one", new Slots(1), 1));
        assertThat(refused(first, demand("one", new Slots(1), 1)).freesInMillis())
                .isEqualTo(Refused.UNKNOWN);
    }

    /** A long call's estimate has left the window when the truth comes; what it used beyond it must count somewhere. */
    @Test
    void whatWasUsedBeyondTheEstimateCountsFromNowOn() {
        Reservation call = granted(first, demand("tokens", MINUTE, 10));
        clock.advance(Duration.ofMinutes(10));
        call.settle(new long[] {70});
        assertThat(used(first, "tokens", MINUTE)).isEqualTo(60);

        Reservation less = granted(first, demand("other", MINUTE, 80));
        clock.advance(Duration.ofMinutes(10));
        less.settle(new long[] {1});
        assertThat(used(first, "other", MINUTE)).isZero();
    }

    @Test
    void aPeriodBeginsAtNothingAndIsNeverGivenTwice() {
        long day = 86_400_000;
        Period monday = new Period(100, 0, day);
        Period tuesday = new Period(100, day, 2 * day);
        clock.set(Instant.ofEpochMilli(day - 1));
        Reservation late = granted(first, demand("usd", monday, 100));
        assertThat(refused(second, demand("usd", monday, 1)).freesInMillis()).isEqualTo(1);

        clock.set(Instant.ofEpochMilli(day));
        granted(first, demand("usd", tuesday, 40));
        late.settle(new long[] {200}); // belongs to Monday
        assertThat(used(second, "usd", tuesday)).isEqualTo(40);
        refused(second, demand("usd", monday, 61)); // a process whose clock is behind
        granted(second, demand("usd", monday, 60));
        refused(first, demand("usd", tuesday, 1));
    }

    @Test
    void thePastIsAddedOnceAndOnlyWhatStillCounts() {
        Name name = Name.of("usd", 1);
        long now = clock.millis();
        granted(first, demand("usd", MINUTE, 5));
        List<Past> past = List.of(new Past(now, 10), new Past(now - 1_000, 20), new Past(now - 61_000, 40));
        assertThat(get(first.windows().restore(name, MINUTE, past))).isTrue();
        assertThat(get(second.windows().restore(name, MINUTE, past))).isFalse();
        assertThat(used(second, "usd", MINUTE)).isEqualTo(35);

        Period period = new Period(100, now - 500, now + 500);
        Name other = Name.of("other", 1);
        assertThat(get(first.windows().restore(other, period, past))).isTrue();
        assertThat(used(second, "other", period)).isEqualTo(10);

        first.windows().forget(other);
        assertThat(used(second, "other", period)).isZero();
    }

    @Test
    void bindingsPassAndCanBeRenewed() {
        Affinity affinity = first.affinity();
        Name name = new Name("session", 1, 2);
        affinity.put(name, 42, Duration.ofMinutes(5));
        assertThat(get(second.affinity().get(name))).hasValue(42);
        assertThat(get(second.affinity().get(new Name("session", 2, 2)))).isEmpty();
        assertThat(get(second.affinity().get(new Name("prefix", 1, 2)))).isEmpty();

        clock.advance(Duration.ofMinutes(4));
        assertThat(get(affinity.touch(name, 41, Duration.ofMinutes(5)))).isFalse();
        assertThat(get(affinity.touch(name, 42, Duration.ofMinutes(5)))).isTrue();
        clock.advance(Duration.ofMinutes(4));
        assertThat(get(affinity.get(name))).hasValue(42);
        clock.advance(Duration.ofMinutes(1));
        assertThat(get(affinity.get(name))).isEmpty();
        assertThat(get(affinity.touch(name, 42, Duration.ofMinutes(5)))).isFalse();
    }

    @Test
    void oneWinsARaceToBind() {
        Name name = new Name("session", 3, 4);
        ConcurrentLinkedQueue<Integer> winners = new ConcurrentLinkedQueue<>();
        List<Cluster> all = List.of(first, second, third);
        race(6, number -> {
            if (get(all.get(number % 3).affinity().putIf(name, OptionalLong.empty(), number, Duration.ofMinutes(1)))) {
                winners.add(number);
            }
        });
        assertThat(winners).hasSize(1);
        long winner = winners.element();
        assertThat(get(first.affinity().get(name))).hasValue(winner);
        assertThat(get(first.affinity().putIf(name, OptionalLong.of(winner + 1), 99, Duration.ofMinutes(1))))
                .isFalse();
        assertThat(get(first.affinity().putIf(name, OptionalLong.of(winner), 99, Duration.ofMinutes(1))))
                .isTrue();
        assertThat(get(second.affinity().get(name))).hasValue(99);
    }

    @Test
    void bindingsAreForgottenByNameByValueAndBySpace() {
        Affinity affinity = first.affinity();
        for (int i = 0; i < 100; i++) {
            affinity.put(new Name(i % 2 == 0 ? "even" : "odd", i, i), i % 5, Duration.ofHours(1));
        }
        affinity.remove(new Name("even", 0, 0), 1);
        assertThat(get(affinity.get(new Name("even", 0, 0)))).hasValue(0);
        affinity.remove(new Name("even", 0, 0), 0);
        assertThat(get(affinity.get(new Name("even", 0, 0)))).isEmpty();
        second.affinity().forgetValue(3);
        second.affinity().forgetSpace("odd");
        for (int i = 1; i < 100; i++) {
            boolean left = i % 2 == 0 && i % 5 != 3;
            assertThat(get(affinity.get(new Name(i % 2 == 0 ? "even" : "odd", i, i)))
                            .isPresent())
                    .as("binding %d", i)
                    .isEqualTo(left);
        }
    }

    @Test
    void marksPassByThemselvesAndTheLongerStays() {
        Name name = Name.of("cool-down", 5);
        Instant now = clock.instant();
        first.flags().raise(name, "rate limited", now.plusSeconds(60));
        second.flags().raise(name, "overloaded", now.plusSeconds(10));
        assertThat(get(third.flags().raised(name))).contains(new Flags.Flag("rate limited", now.plusSeconds(60)));
        second.flags().raise(name, "overloaded", now.plusSeconds(90));
        clock.advance(Duration.ofSeconds(89));
        assertThat(get(third.flags().raised(name)).orElseThrow().word()).isEqualTo("overloaded");
        clock.advance(Duration.ofSeconds(1));
        assertThat(get(third.flags().raised(name))).isEmpty();

        first.flags().raise(name, "again", clock.instant().plusSeconds(5));
        third.flags().lower(name);
        assertThat(get(first.flags().raised(name))).isEmpty();
    }

    @Test
    void messagesReachAllListenersInOrderUntilTheyLeave() {
        ConcurrentLinkedQueue<String> mine = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> others = new ConcurrentLinkedQueue<>();
        Events.Subscription own = first.events().subscribe("accounts", mine::add);
        second.events().subscribe("accounts", others::add);
        second.events().subscribe("accounts", message -> {
            throw new IllegalStateException("a listener that fails must not harm the others");
        });
        third.events().subscribe("other", message -> fail("told of another topic: " + message));
        for (int i = 0; i < 100; i++) {
            first.events().publish("accounts", "m" + i);
        }
        List<String> all =
                java.util.stream.IntStream.range(0, 100).mapToObj(i -> "m" + i).toList();
        until(() -> mine.size() == 100 && others.size() == 100);
        assertThat(mine).containsExactlyElementsOf(all);
        assertThat(others).containsExactlyElementsOf(all);

        own.close();
        second.events().publish("accounts", "last");
        until(() -> others.size() == 101);
        assertThat(mine).hasSize(100);
    }

    private static void until(java.util.function.BooleanSupplier holds) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!holds.getAsBoolean() && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }
}

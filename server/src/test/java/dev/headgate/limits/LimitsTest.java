package dev.headgate.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.CallLimits;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.UserId;
import dev.headgate.cluster.MemoryCluster;
import dev.headgate.cluster.Windows;
import dev.headgate.limits.Limits.Grant;
import dev.headgate.limits.Limits.Refused;
import dev.headgate.limits.Limits.Standing;
import dev.headgate.limits.Limits.Verdict;
import dev.headgate.limits.Limits.Who;
import dev.headgate.limits.LimitsConfig.SpendWindows;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a call takes of the limits of its key and user, and how a refusal explains itself. */
class LimitsTest {
    private static final Money CENT = Money.parseUsd("0.01");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-28T12:00:00Z"));

    private Limits limits(SpendWindows spending) {
        return new Limits(MemoryCluster.alone(clock).windows(), new LimitsConfig("Europe/Berlin", spending), clock);
    }

    private static Who who(CallLimits key, CallLimits user) {
        return new Who(new KeyId(1), key, new UserId(1), user, 0);
    }

    private static CallLimits spend(Period period, String usd) {
        return new CallLimits(0, 0, 0, Map.of(period, Money.parseUsd(usd)));
    }

    private static Verdict admit(Limits limits, Who who, long tokens, Money cost) {
        return limits.admit(who, tokens, cost).value();
    }

    private static Grant granted(Limits limits, Who who, long tokens, Money cost) {
        Verdict verdict = admit(limits, who, tokens, cost);
        assertThat(verdict).isInstanceOf(Grant.class);
        return (Grant) verdict;
    }

    private static Refused refused(Limits limits, Who who, long tokens, Money cost) {
        Verdict verdict = admit(limits, who, tokens, cost);
        assertThat(verdict).isInstanceOf(Refused.class);
        return (Refused) verdict;
    }

    private static Map<String, Long> used(Limits limits, Who who) {
        Map<String, Long> used = new java.util.TreeMap<>();
        for (Standing each : limits.standing(who).value()) {
            used.put(each.owner() + " " + each.name(), each.used());
        }
        return used;
    }

    @Test
    void theOrderIsConcurrencyThenRequestsThenTokensThenSpending() {
        Limits limits = limits(SpendWindows.CALENDAR);
        Who who = who(
                new CallLimits(1, 1, 10, Map.of(Period.DAY, CENT)), new CallLimits(1, 1, 10, Map.of(Period.DAY, CENT)));
        Grant first = granted(limits, who, 10, CENT);
        assertThat(refused(limits, who, 10, CENT).words()).startsWith("All 1 of this key's calls at once are in use");
        first.settle(10, CENT);
        assertThat(refused(limits, who, 10, CENT).words()).startsWith("The limit of 1 requests a minute of this key");
        clock.advance(Duration.ofMinutes(2));
        assertThat(refused(limits, who, 11, CENT).words())
                .startsWith("This call may need 11 tokens, more than the 10 that this key may use in a minute");
        assertThat(refused(limits, who, 10, CENT).words())
                .isEqualTo(
                        "The limit of 0.01 USD in a day of this key is reached (0.01 USD spent or reserved, this call "
                                + "may cost 0.01 USD); it fits again at 23:00:00 UTC.");
    }

    @Test
    void aRefusedCallTakesNothingOfAnyLimit() {
        Limits limits = limits(SpendWindows.SLIDING);
        Who who = who(new CallLimits(5, 5, 100, Map.of()), spend(Period.WEEK, "0.01"));
        granted(limits, who, 40, CENT).settle(40, CENT);
        Map<String, Long> before = used(limits, who);

        assertThat(refused(limits, who, 40, CENT).words()).contains("0.01 USD in a week of this user");

        assertThat(used(limits, who)).isEqualTo(before);
        assertThat(limits.inFlight()).isZero();
    }

    @Test
    void aGrantEndsOnce() {
        Limits limits = limits(SpendWindows.CALENDAR);
        Who who = who(new CallLimits(2, 9, 100, Map.of()), spend(Period.MONTH, "1"));
        Grant call = granted(limits, who, 50, CENT);
        assertThat(limits.inFlight()).isEqualTo(1);
        call.settle(7, Money.parseUsd("0.002"));
        call.settle(70, CENT);
        call.release();
        assertThat(limits.inFlight()).isZero();
        assertThat(used(limits, who))
                .containsEntry("key concurrency", 0L)
                .containsEntry("key requests_per_minute", 1L)
                .containsEntry("key tokens_per_minute", 7L)
                .containsEntry("user month", 2_000_000L);

        granted(limits, who, 50, CENT).release();
        assertThat(used(limits, who)).containsEntry("key requests_per_minute", 1L);
    }

    @Test
    void whoHasNoLimitCostsNothing() {
        Limits limits = limits(SpendWindows.CALENDAR);
        Who who = who(CallLimits.NONE, CallLimits.NONE);
        Grant one = granted(limits, who, 1, CENT);
        assertThat(one).isSameAs(granted(limits, who, 1_000_000, CENT));
        one.settle(1, CENT);
        assertThat(limits.inFlight()).isZero();
        assertThat(limits.standing(who).value()).isEmpty();
        assertThat(one.rates()).isEqualTo(Limits.Rates.NONE);
    }

    @Test
    void theTighterOfKeyAndUserIsTold() {
        Limits limits = limits(SpendWindows.CALENDAR);
        Who who = who(new CallLimits(0, 10, 0, Map.of()), new CallLimits(0, 3, 500, Map.of()));
        Limits.Rates rates = granted(limits, who, 100, Money.ZERO).rates();
        assertThat(rates.requests()).isNotNull().satisfies(rate -> {
            assertThat(rate.limit()).isEqualTo(3);
            assertThat(rate.remaining()).isEqualTo(2);
        });
        assertThat(rates.tokens())
                .isNotNull()
                .satisfies(rate -> assertThat(rate.remaining()).isEqualTo(400));
        assertThat(limits.rates(who).value()).isEqualTo(rates);
    }

    /** The day on which clocks change in Berlin has 23 hours: one quota for it, and the next begins at its midnight. */
    @Test
    void aDayOfTheCalendarIsTheZonesDay() {
        Limits limits = limits(SpendWindows.CALENDAR);
        Who who = who(spend(Period.DAY, "0.01"), CallLimits.NONE);
        clock.set(Instant.parse("2026-03-28T23:00:00Z"));
        granted(limits, who, 0, CENT);
        clock.set(Instant.parse("2026-03-29T21:59:59Z"));
        assertThat(refused(limits, who, 0, CENT).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        clock.set(Instant.parse("2026-03-29T22:00:00Z"));
        granted(limits, who, 0, CENT);
        assertThat(refused(limits, who, 0, CENT).retryAfter()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void aWaitOfDaysIsToldWithItsDate() {
        Limits limits = limits(SpendWindows.CALENDAR);
        Who who = who(spend(Period.MONTH, "0.01"), CallLimits.NONE);
        granted(limits, who, 0, CENT);
        assertThat(refused(limits, who, 0, CENT).words()).endsWith("it fits again at 2026-03-31 22:00:00 UTC.");
        assertThat(refused(limits, who, 0, Money.parseUsd("0.02")).never()).isTrue();
    }

    /** A limit that changes while calls run keeps what was used, and calls in flight end in the counters they began in. */
    @Test
    void changedLimitsKeepWhatWasUsed() {
        Limits limits = limits(SpendWindows.CALENDAR);
        Who before = who(new CallLimits(3, 5, 0, Map.of()), CallLimits.NONE);
        Grant call = granted(limits, before, 0, Money.ZERO);
        Who after = who(new CallLimits(1, 2, 0, Map.of()), CallLimits.NONE);
        assertThat(refused(limits, after, 0, Money.ZERO).words()).startsWith("All 1 of");
        call.settle(0, Money.ZERO);
        granted(limits, after, 0, Money.ZERO).settle(0, Money.ZERO);
        assertThat(refused(limits, after, 0, Money.ZERO).words()).startsWith("The limit of 2 requests");
    }

    @Test
    void theBooksAreReadOnceForEachLimitAndAgainWhenItComesBack() {
        Limits limits = limits(SpendWindows.CALENDAR);
        AtomicInteger reads = new AtomicInteger();
        List<Instant> since = new ArrayList<>();
        Limits.Books books = from -> {
            reads.incrementAndGet();
            since.add(from);
            return List.of(new Windows.Past(clock.millis() - 60_000, 4_000_000));
        };
        CallLimits day = spend(Period.DAY, "0.01");
        Who who = who(day, CallLimits.NONE);
        limits.restoreKey(who.key(), day, books);
        limits.restoreKey(who.key(), spend(Period.DAY, "0.02"), books);
        assertThat(reads.get()).isEqualTo(1);
        assertThat(since).containsExactly(Instant.parse("2026-03-27T23:00:00Z"));
        assertThat(used(limits, who)).containsEntry("key day", 4_000_000L);
        assertThat(refused(limits, who, 0, CENT).words()).contains("0.004 USD spent");

        limits.restoreKey(who.key(), CallLimits.NONE, books);
        limits.restoreKey(who.key(), day, books);
        assertThat(reads.get()).isEqualTo(2);
        assertThat(used(limits, who)).containsEntry("key day", 4_000_000L);
    }

    /** A sliding month reaches into two buckets of thirty days; both must be asked from the books. */
    @Test
    void slidingWindowsAskForTheirEarlierBucketToo() {
        Limits limits = limits(SpendWindows.SLIDING);
        List<Instant> since = new ArrayList<>();
        limits.restoreUser(new UserId(1), spend(Period.MONTH, "1"), from -> {
            since.add(from);
            return List.of();
        });
        assertThat(Duration.between(since.getFirst(), clock.instant()))
                .isBetween(Duration.ofDays(30), Duration.ofDays(60));
        assertThat(since.getFirst().toEpochMilli() % 3_600_000).isZero();
    }

    @Test
    void amountsOutOfRangeAreRefusedWithTheirName() {
        assertThatThrownBy(() -> new CallLimits(-1, 0, 0, Map.of())).hasMessageContaining("concurrency: -1");
        assertThatThrownBy(() -> new CallLimits(0, 0, 0, Map.of(Period.DAY, CENT.negated())))
                .hasMessageContaining("spend.day: -0.01 (expected: 0 or more)");
        assertThatThrownBy(() -> new LimitsConfig("Mars/Olympus", SpendWindows.CALENDAR))
                .hasMessageContaining("time-zone: \"Mars/Olympus\"");
    }

    /** Any order of calls, ends and refusals: when all calls have ended, the counters hold what was used and nothing else. */
    @Property(tries = 200)
    void countersHoldTheTruth(@ForAll long seed) {
        Random random = new Random(seed);
        Limits limits = limits(SpendWindows.CALENDAR);
        Who who = who(
                new CallLimits(1 + random.nextInt(4), 60, 5_000, Map.of(Period.DAY, CENT)),
                new CallLimits(1 + random.nextInt(4), 60, 5_000, Map.of(Period.MONTH, CENT)));
        List<Grant> running = new ArrayList<>();
        long requests = 0;
        long tokens = 0;
        long nanos = 0;
        for (int i = 0; i < 200; i++) {
            if (!running.isEmpty() && random.nextBoolean()) {
                Grant call = running.remove(random.nextInt(running.size()));
                if (random.nextInt(4) == 0) {
                    call.release();
                } else {
                    long used = random.nextInt(150);
                    call.settle(used, new Money(used * 3_000));
                    requests++;
                    tokens += used;
                    nanos += used * 3_000;
                }
            } else if (admit(limits, who, random.nextInt(150), new Money(random.nextInt(450_000)))
                    instanceof Grant call) {
                running.add(call);
            }
            assertThat(running.size()).isLessThanOrEqualTo(4);
        }
        running.forEach(Grant::release);
        assertThat(limits.inFlight()).isZero();
        Map<String, Long> used = used(limits, who);
        for (String owner : List.of("key ", "user ")) {
            assertThat(used.get(owner + "concurrency")).isZero();
            assertThat(used.get(owner + "requests_per_minute")).isEqualTo(requests);
            assertThat(used.get(owner + "tokens_per_minute")).isEqualTo(tokens);
        }
        assertThat(used.get("key day")).isEqualTo(nanos);
        assertThat(used.get("user month")).isEqualTo(nanos);
    }

    @Test
    void parallelCallsNeverPassALimitTogether() throws Exception {
        Limits limits = limits(SpendWindows.CALENDAR);
        Who who = who(new CallLimits(3, 0, 0, Map.of()), new CallLimits(0, 500, 0, Map.of()));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger passed = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(6);
        for (int t = 0; t < 6; t++) {
            Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < 2_000; i++) {
                    if (admit(limits, who, 0, Money.ZERO) instanceof Grant call) {
                        passed.incrementAndGet();
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                        call.settle(0, Money.ZERO);
                    }
                }
                done.countDown();
            });
        }
        assertThat(done.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(passed.get()).isEqualTo(500);
        assertThat(limits.inFlight()).isZero();
    }
}

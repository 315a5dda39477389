package dev.headgate.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountDirectory;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.ModelMap;
import dev.headgate.accounts.Provider;
import dev.headgate.accounts.Setback;
import dev.headgate.base.AccountId;
import dev.headgate.base.Dialect;
import dev.headgate.base.GroupId;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.cluster.MemoryCluster;
import dev.headgate.scheduling.WaitingRooms.Crowd;
import dev.headgate.scheduling.WaitingRooms.Entry;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls that wait for a slot get one as soon as there is one for them, in a fair order, and none is forgotten. */
class WaitingRoomsTest {
    private static final GroupId GROUP = new GroupId(1);
    private static final GroupId OTHER = new GroupId(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T12:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final List<Runnable> alarms = new ArrayList<>();
    private final List<Duration> alarmTimes = new ArrayList<>();
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final AccountHealth health = new AccountHealth(clock, random);
    private AccountDirectory directory = AccountDirectory.EMPTY;

    private WaitingRooms rooms(int max, Account... accounts) {
        directory = new AccountDirectory(List.of(), List.of(accounts), List.of());
        Homes homes = new Homes(MemoryCluster.alone(clock).affinity());
        WaitingRooms rooms = new WaitingRooms(
                new WaitingRooms.Parts(
                        new Lineups(() -> directory, health, homes),
                        health,
                        new AccountPicker(SchedulingConfig.DEFAULTS),
                        clock,
                        nanos::get,
                        random,
                        (time, action) -> {
                            alarmTimes.add(time);
                            alarms.add(action);
                        }),
                max);
        health.whenRoom(rooms::look);
        return rooms;
    }

    private static Account account(long id, int concurrency, String models, GroupId... groups) {
        return new Account(
                new AccountId(id),
                "a" + id,
                Provider.ANTHROPIC,
                BaseUrl.parse("https://api.anthropic.com"),
                new Credential.ApiKey(new Secret("k")),
                groups.length == 0 ? Set.of(GROUP) : Set.of(groups),
                concurrency,
                50,
                1,
                models.isEmpty() ? ModelMap.ALL : ModelMap.of(List.of(models)),
                AccountOptions.NONE,
                true,
                true);
    }

    /** What a call hears. */
    private static final class Heard implements WaitingRooms.Waiter {
        private final String name;
        private final List<String> log;
        private final CompletableFuture<AccountPulse.Lease> lease = new CompletableFuture<>();
        private @Nullable Account account;
        private Decision.@Nullable Why why;
        private boolean displaced;

        Heard(String name, List<String> log) {
            this.name = name;
            this.log = log;
        }

        @Override
        public void seated(Decision.Picked picked, AccountPulse.Lease taken) {
            account = picked.account();
            why = picked.why();
            log.add(name);
            lease.complete(taken);
        }

        @Override
        public void displaced(Crowd crowd) {
            displaced = true;
        }
    }

    private final List<String> order = new ArrayList<>();

    private Heard heard(String name) {
        return new Heard(name, order);
    }

    private static WaitingRooms.Guest guest(long user, String model, WaitingRooms.Waiter waiter, AccountId... tried) {
        return guest(GROUP, user, new Ask(model, Set.of(tried), Warmth.NONE, 100), waiter);
    }

    private static WaitingRooms.Guest guest(GroupId group, long user, Ask ask, WaitingRooms.Waiter waiter) {
        return new WaitingRooms.Guest(group, Dialect.ANTHROPIC, new UserId(user), 1, ask, PATIENCE, -1, waiter);
    }

    private AccountPulse.Lease lease(Account account) {
        return health.lease(account, "m").orElseThrow();
    }

    @Test
    void aFreedSlotGoesToTheNextInOrder() {
        Account account = account(1, 1, "");
        WaitingRooms rooms = rooms(10, account);
        AccountPulse.Lease taken = lease(account);
        for (String name : List.of("1a", "1b", "1c", "2a")) {
            rooms.enter(guest(name.charAt(0) - '0', "m", heard(name)));
        }
        assertThat(rooms.waiting()).isEqualTo(4);
        taken.close();
        assertThat(order).containsExactly("1a");
        assertThat(health.pulse(account.id()).inUse()).isEqualTo(1);
        assertThat(rooms.crowded(GROUP)).isTrue();
    }

    @Test
    void everySlotThatIsGivenBackFindsItsWaiter() {
        Account account = account(1, 2, "");
        WaitingRooms rooms = rooms(100, account);
        List<AccountPulse.Lease> leases = new ArrayList<>(List.of(lease(account), lease(account)));
        List<Heard> waiters = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Heard waiter = heard(i % 2 + "-" + i);
            waiters.add(waiter);
            rooms.enter(guest(i % 2, "m", waiter));
        }
        leases.forEach(AccountPulse.Lease::close);
        for (int i = 0; i < 6; i++) {
            waiters.get(i).lease.join().close();
        }
        assertThat(order).containsExactly("0-0", "1-1", "0-2", "1-3", "0-4", "1-5");
        assertThat(waiters).allMatch(waiter -> waiter.why == Decision.Why.FREED);
        assertThat(rooms.waiting()).isZero();
        assertThat(health.inUse()).isZero();
    }

    @Test
    void aSlotThatServesNoneOfThemPassesThemBy() {
        Account first = account(1, 1, "m");
        Account second = account(2, 1, "n");
        WaitingRooms rooms = rooms(10, first, second);
        AccountPulse.Lease one = lease(first);
        AccountPulse.Lease two = health.lease(second, "n").orElseThrow();
        rooms.enter(guest(1, "m", heard("m")));
        assertThat(rooms.enter(guest(1, "m", heard("m again"), first.id()))).isInstanceOf(Entry.Vain.class);
        two.close();
        assertThat(order).isEmpty();
        Heard free = heard("n");
        assertThat(rooms.enter(guest(2, "n", free))).isInstanceOf(Entry.Waits.class);
        assertThat(order).containsExactly("n");
        one.close();
        assertThat(order).containsExactly("n", "m");
        assertThat(rooms.waiting()).isZero();
    }

    /** The one who comes finds a slot free, but others came before it. */
    @Test
    void whoComesDoesNotOvertakeWhoWaits() {
        Account account = account(1, 1, "");
        WaitingRooms rooms = rooms(10, account);
        AccountPulse.Lease taken = lease(account);
        rooms.enter(guest(1, "m", heard("first")));
        health.whenRoom(nobody -> {}); // as if the one who frees the slot were on its way to tell
        taken.close();

        rooms.enter(guest(2, "m", heard("second")));

        assertThat(order).containsExactly("first");
        assertThat(rooms.waiting()).isEqualTo(1);
    }

    @Test
    void whoHasLeftGetsNothing() {
        Account account = account(1, 1, "");
        WaitingRooms rooms = rooms(10, account);
        AccountPulse.Lease taken = lease(account);
        Entry.Waits gone = (Entry.Waits) rooms.enter(guest(1, "m", heard("gone")));
        rooms.enter(guest(1, "m", heard("there")));

        assertThat(gone.stay().leave()).isTrue();
        assertThat(gone.stay().leave()).isFalse();
        taken.close();

        assertThat(order).containsExactly("there");
        assertThat(rooms.waiting()).isZero();
    }

    @Test
    void aFullRoomRefusesOrLetsTheRichestGiveWay() {
        Account account = account(1, 1, "");
        WaitingRooms rooms = rooms(2, account);
        lease(account);
        Heard first = heard("first");
        Heard last = heard("last");
        rooms.enter(guest(1, "m", first));
        rooms.enter(guest(1, "m", last));

        Entry same = rooms.enter(guest(1, "m", heard("same user")));
        Entry other = rooms.enter(guest(2, "m", heard("other user")));

        assertThat(same).isInstanceOf(Entry.Full.class);
        assertThat(((Entry.Full) same).crowd().waiting()).isEqualTo(2);
        assertThat(other).isInstanceOf(Entry.Waits.class);
        assertThat(last.displaced).isTrue();
        assertThat(first.displaced).isFalse();
        assertThat(rooms.waiting()).isEqualTo(2);
    }

    @Test
    void waitingInVainIsNotBegun() {
        Account account = account(1, 1, "m");
        WaitingRooms rooms = rooms(10, account);
        Heard heard = heard("x");
        assertThat(rooms.enter(guest(1, "unknown", heard))).isInstanceOf(Entry.Vain.class);
        health.failed(account, "m", new Setback(Setback.Kind.RATE_LIMITED, false, PATIENCE.plusSeconds(1), "limited"));
        assertThat(rooms.enter(guest(1, "m", heard))).isInstanceOf(Entry.Vain.class);
        assertThat(rooms.waiting()).isZero();
    }

    /** A rest that begins while calls wait is waited for, with one alarm. */
    @Test
    void aRestThatEndsWakesWhoWaits() {
        Account account = account(1, 2, "");
        WaitingRooms rooms = rooms(10, account);
        AccountPulse.Lease first = lease(account);
        AccountPulse.Lease second = lease(account);
        for (String name : List.of("one", "two", "three")) {
            assertThat(rooms.enter(guest(1, "m", heard(name)))).isInstanceOf(Entry.Waits.class);
        }
        health.failed(account, "m", new Setback(Setback.Kind.RATE_LIMITED, false, Duration.ofSeconds(7), "limited"));
        first.close();
        second.close();
        assertThat(alarmTimes).containsExactly(Duration.ofSeconds(7));
        alarms.removeFirst().run(); // a timer that is early
        assertThat(order).isEmpty();
        assertThat(alarms).hasSize(1);

        clock.advance(Duration.ofSeconds(7));
        alarms.removeFirst().run();

        assertThat(order).containsExactly("one", "two");
    }

    /** An account that begins to rest while calls wait for a slot of it. */
    @Test
    void aRestThatBeginsLaterIsWaitedForToo() {
        Account account = account(1, 1, "");
        WaitingRooms rooms = rooms(10, account);
        AccountPulse.Lease taken = lease(account);
        rooms.enter(guest(1, "m", heard("one")));
        assertThat(alarms).isEmpty();
        health.failed(account, "m", new Setback(Setback.Kind.RATE_LIMITED, false, Duration.ofSeconds(9), "limited"));
        taken.close();
        assertThat(order).isEmpty();
        assertThat(alarmTimes).containsExactly(Duration.ofSeconds(9));

        clock.advance(Duration.ofSeconds(9));
        alarms.removeFirst().run();

        assertThat(order).containsExactly("one");
    }

    @Test
    void anAccountThatIsWellAgainEarlyTakesWhoWaits() {
        Account account = account(1, 1, "");
        WaitingRooms rooms = rooms(10, account);
        AccountPulse.Lease taken = lease(account);
        rooms.enter(guest(1, "m", heard("one")));
        health.failed(account, "m", new Setback(Setback.Kind.RATE_LIMITED, false, Duration.ofSeconds(9), "limited"));
        taken.close();
        assertThat(order).isEmpty();
        health.recover(account.id());
        assertThat(order).containsExactly("one");
    }

    /** After a breaker, one call probes; its success lets the others in. */
    @Test
    void aClosedBreakerLetsAllIn() {
        Account account = account(1, 3, "");
        WaitingRooms rooms = rooms(10, account);
        List<AccountPulse.Lease> taken = List.of(lease(account), lease(account), lease(account));
        List<Heard> waiters = List.of(heard("one"), heard("two"), heard("three"));
        waiters.forEach(waiter -> rooms.enter(guest(1, "m", waiter)));
        for (int i = 0; i < 3; i++) {
            health.failed(account, "m", new Setback(Setback.Kind.UNREACHABLE, false, null, "refused"));
        }
        taken.forEach(AccountPulse.Lease::close);
        clock.advance(Duration.ofSeconds(30));
        alarms.removeFirst().run();
        assertThat(order).containsExactly("one");

        health.answered(account.id());

        assertThat(order).containsExactly("one", "two", "three");
    }

    @Test
    void moreSlotsAndNewAccountsTakeWhoWaits() {
        WaitingRooms rooms = rooms(10, account(1, 1, ""));
        lease(account(1, 1, ""));
        for (int i = 0; i < 4; i++) {
            rooms.enter(guest(i, "m", heard(String.valueOf(i))));
        }
        directory = new AccountDirectory(List.of(), List.of(account(1, 2, ""), account(2, 2, "")), List.of());

        rooms.lookAll();

        assertThat(order).containsExactly("0", "1", "2");
    }

    @Test
    void groupsOfOneAccountTakeTurns() {
        Account account = account(1, 1, "", GROUP, OTHER);
        WaitingRooms rooms = rooms(100, account);
        AccountPulse.Lease taken = lease(account);
        List<Heard> waiters = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Heard waiter = heard(i % 2 == 0 ? "group" : "other");
            waiters.add(waiter);
            rooms.enter(guest(i % 2 == 0 ? GROUP : OTHER, 1, new Ask("m", Set.of(), Warmth.NONE, 1), waiter));
        }
        taken.close();
        for (int i = 0; i < 19; i++) {
            waiters.stream()
                    .filter(waiter -> waiter.lease.isDone())
                    .forEach(waiter -> waiter.lease.join().close());
        }
        assertThat(order).hasSize(20);
        assertThat(order.subList(0, 10)).filteredOn("group"::equals).hasSizeBetween(4, 6);
    }

    /** A bound call waits for its account, whatever else is free. */
    @Test
    void aBoundCallWaitsForItsAccountAlone() {
        Account home = account(1, 1, "");
        Account free = account(2, 8, "");
        WaitingRooms rooms = rooms(10, home, free);
        AccountPulse.Lease taken = lease(home);
        Warmth hard = new Warmth(
                new Warmth.Hard(home.id(), "previous_response_id"), null, Warmth.HomeKind.SESSION, null, List.of());
        Heard bound = heard("bound");
        rooms.enter(guest(GROUP, 1, new Ask("m", Set.of(), hard, 1), bound));
        lease(free).close();
        assertThat(order).isEmpty();
        taken.close();
        assertThat(bound.account).isEqualTo(home);
    }

    @Test
    void theCrowdTellsHowFastCallsGetTheirTurn() {
        Account account = account(1, 1, "");
        WaitingRooms rooms = rooms(10, account);
        AccountPulse.Lease taken = lease(account);
        List<Heard> waiters = List.of(heard("1"), heard("2"), heard("3"), heard("4"));
        waiters.forEach(waiter -> rooms.enter(guest(1, "m", waiter)));
        assertThat(rooms.crowd(GROUP, new UserId(1)).expectedWait()).isNull();
        for (Heard waiter : waiters.subList(0, 2)) {
            nanos.addAndGet(2_000_000_000L);
            taken.close();
            taken = waiter.lease.join();
        }
        assertThat(rooms.crowd(GROUP, new UserId(1))).isEqualTo(new Crowd(2, 2, Duration.ofSeconds(2)));
        assertThat(rooms.crowd(GROUP, new UserId(1)).expectedWait()).isEqualTo(Duration.ofSeconds(6));
    }

    /** Many threads that come, wait, leave and give back at once: everyone gets a turn, no slot is taken twice or lost. */
    @Test
    void noWakeUpIsLostUnderThreads() throws Exception {
        Account first = account(1, 2, "");
        Account second = account(2, 1, "", GROUP, OTHER);
        WaitingRooms rooms = rooms(1_000, first, second);
        AtomicInteger held = new AtomicInteger();
        int threads = 8;
        int calls = 3_000;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Random chance = new Random(thread);
                int user = thread % 3;
                GroupId group = thread == 0 ? OTHER : GROUP;
                running.add(pool.submit(() -> {
                    for (int i = 0; i < calls; i++) {
                        Heard heard = new Heard("x", new ArrayList<>());
                        Ask ask = new Ask("m", Set.of(), Warmth.NONE, 1);
                        Entry.Waits waits = (Entry.Waits) rooms.enter(guest(group, user, ask, heard));
                        if (chance.nextInt(5) == 0 && waits.stay().leave()) {
                            continue;
                        }
                        AccountPulse.Lease lease = heard.lease.get(20, TimeUnit.SECONDS);
                        assertThat(held.incrementAndGet()).isLessThanOrEqualTo(3);
                        Thread.onSpinWait();
                        held.decrementAndGet();
                        lease.close();
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(rooms.waiting()).isZero();
        assertThat(health.inUse()).isZero();
    }
}

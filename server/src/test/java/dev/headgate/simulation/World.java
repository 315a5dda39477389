package dev.headgate.simulation;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.ModelMap;
import dev.headgate.accounts.Provider;
import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.Secret;
import dev.headgate.cluster.MemoryCluster;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Runs one policy on one traffic and checks after every event that nothing that must hold is broken. */
final class World {
    /*
     * Events stand in a queue by time, then by the order in which they were made, so a seed gives the same run to the last call.
     *
     * After each event:
     *   - the slots that Headgate counts as taken are those in which the vendor has a call, and no more than the account has
     *   - a call that waits is over within the queue's time
     *   - a call whose session or conversation has a home that was well and had a slot is there
     * and at the end no slot is taken, nobody waits, and every call has ended once.
     *
     * Sabotage breaks one of these on purpose, to see that it is noticed.
     */
    private static final long START = Instant.parse("2026-11-23T00:00:00Z").toEpochMilli(); // a Monday
    private static final long QUEUE_MILLIS = 30_000;
    private static final int ATTEMPTS_MAX = 3;
    private static final int RETRIES_MAX = 3;

    /** What a run does wrong on purpose. */
    enum Sabotage {
        NONE,
        /** One failed attempt in fifty keeps its slot. */
        LOSES_SLOTS,
        /** One waiting call in fifty is forgotten. */
        FORGETS_WAITERS,
        /** One call in a hundred goes anywhere. */
        STRAYS
    }

    /** Something that must hold did not. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what);
        }
    }

    private record Event(long at, long order, Runnable action) {}

    private final Setting setting;
    private final Sabotage sabotage;
    private final long seed;
    private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(START));
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Map<AccountId, Vendor> vendors = new HashMap<>();
    private final ArrayDeque<Call> queue = new ArrayDeque<>();
    private final AccountHealth health;
    private final Policy.Pool pool;
    private final Policy policy;
    private final Tally tally = new Tally();
    private long order;
    private long now;

    World(Setting setting, long seed, Policy.@Nullable Kind kind, SchedulingConfig config, Sabotage sabotage) {
        this.setting = setting;
        this.seed = seed;
        this.sabotage = sabotage;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        health = new AccountHealth(clock, random);
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < setting.accounts(); i++) {
            Account account = account(i + 1);
            accounts.add(account);
            vendors.put(account.id(), new Vendor(setting, seed * 31 + i));
        }
        pool = new Policy.Pool(accounts, health, clock);
        policy = kind == null
                ? new Ours(pool, MemoryCluster.alone(clock).affinity(), config, seed)
                : new Policy.Plain(kind, pool, seed);
    }

    private Account account(long id) {
        return new Account(
                new AccountId(id),
                "account-" + id,
                Provider.ANTHROPIC,
                BaseUrl.parse("https://vendor.example"),
                new Credential.ApiKey(new Secret("k")),
                Set.of(new GroupId(1)),
                setting.concurrency(),
                1,
                1,
                ModelMap.ALL,
                AccountOptions.NONE,
                true,
                true);
    }

    /** Runs to the end. */
    Outcome run() {
        for (Traffic.Session session : Traffic.of(setting, seed)) {
            at(session.startMillis(), () -> arrive(new Call(session, 0, now, 0)));
        }
        while (!events.isEmpty()) {
            Event event = events.poll();
            now = event.at();
            clock.set(Instant.ofEpochMilli(START + now));
            event.action().run();
            check();
        }
        if (!queue.isEmpty()) {
            throw broken(queue.size() + " calls wait for ever");
        }
        if (tally.begun != tally.ended) {
            throw broken(tally.begun + " calls began, " + tally.ended + " ended");
        }
        long wasted = 0;
        int windows = 0;
        for (Vendor vendor : vendors.values()) {
            wasted += vendor.wasted(now + Duration.ofDays(1).toMillis());
            windows += vendor.windows();
        }
        return tally.outcome(policy.name(), wasted, windows);
    }

    private void at(long when, Runnable action) {
        events.add(new Event(when, order++, action));
    }

    private Broken broken(String what) {
        return new Broken(what + " (at " + Duration.ofMillis(now) + ", seed " + seed + ", " + policy.name() + ")");
    }

    private void check() {
        for (Account account : pool.accounts()) {
            int taken = health.pulse(account.id()).inUse();
            int there = Objects.requireNonNull(vendors.get(account.id())).inFlight();
            if (taken != there) {
                throw broken(account.name() + ": " + taken + " slots taken, " + there + " calls at the vendor");
            }
            if (there > account.concurrency()) {
                throw broken(account.name() + ": " + there + " calls at once (allowed: " + account.concurrency() + ")");
            }
        }
        for (Call call : queue) {
            if (now > call.arrival() + QUEUE_MILLIS && call.attempts() == 0) {
                throw broken("a call waits longer than " + QUEUE_MILLIS + " ms");
            }
        }
    }

    private void arrive(Call call) {
        tally.begun++;
        place(call);
    }

    private void place(Call call) {
        Policy.Choice choice = policy.choose(call, call.tried());
        Account account = choice.account();
        if (account == null) {
            if (choice.busy() && call.attempts() == 0 && now < call.arrival() + QUEUE_MILLIS) {
                await(call);
            } else {
                refuse(call);
            }
            return;
        }
        if (sabotage == Sabotage.STRAYS && tally.begun % 100 == 0) {
            List<Account> open = pool.open(call.tried());
            account = open.get((int) (tally.begun / 100 % open.size()));
        }
        checkHome(call, account);
        AccountPulse.Lease lease = health.lease(account, "m").orElse(null);
        if (lease == null) {
            throw broken(account.name() + " was chosen and has no slot");
        }
        call.lease(lease);
        call.tried().add(account.id());
        send(call, account, lease);
    }

    private void checkHome(Call call, Account chosen) {
        AccountId home = call.home();
        if (home == null || call.tried().contains(home)) {
            return;
        }
        Account at = pool.accounts().get((int) home.value() - 1);
        boolean well = pool.well(at) && health.pulse(home).inUse() < at.concurrency();
        if (well && !chosen.id().equals(home)) {
            throw broken(
                    "session " + call.session().number() + " left " + at.name() + ", its home, for " + chosen.name());
        }
        tally.home(call, chosen.id().equals(home), well);
    }

    private void await(Call call) {
        if (call.waiting()) {
            return;
        }
        call.waiting(true);
        if (sabotage == Sabotage.FORGETS_WAITERS && tally.waited++ % 50 == 49) {
            return;
        }
        queue.add(call);
        at(call.arrival() + QUEUE_MILLIS, () -> {
            if (queue.remove(call)) {
                call.waiting(false);
                refuse(call);
            }
        });
    }

    private void send(Call call, Account account, AccountPulse.Lease lease) {
        int attempt = call.attempt();
        Vendor vendor = Objects.requireNonNull(vendors.get(account.id()));
        switch (vendor.call(call.prompt(), START + now)) {
            case Vendor.Reply.Served served -> {
                long start = now;
                at(
                        now + served.firstByteMillis(),
                        () -> health.firstByte(account.id(), served.firstByteMillis() * 1_000_000));
                at(now + served.totalMillis(), () -> {
                    vendor.ended();
                    lease.close();
                    health.told(account.id(), null, vendor.told(clock.instant()));
                    health.succeeded(account.id(), "m");
                    policy.answered(call, account);
                    tally.served(call, served.cached(), start - call.arrival());
                    ended(call, true);
                    wake();
                });
            }
            case Vendor.Reply.Failed failed ->
                at(now + failed.afterMillis(), () -> {
                    vendor.ended();
                    boolean lost = sabotage == Sabotage.LOSES_SLOTS && ++tally.failures % 50 == 0;
                    if (!lost) {
                        lease.close();
                    }
                    health.failed(account, "m", failed.setback());
                    if (attempt < ATTEMPTS_MAX) {
                        place(call);
                    } else {
                        refuse(call);
                    }
                    wake();
                });
        }
    }

    /** A slot is free or an account is away: those who wait longest look again. */
    private void wake() {
        int waiting = queue.size();
        for (int i = 0; i < waiting; i++) {
            Call call = queue.peek();
            if (call == null || pool.open(Set.of()).isEmpty()) {
                return;
            }
            queue.poll();
            call.waiting(false);
            place(call);
        }
    }

    /** The client sees an error; it comes back some times, then gives the session up. */
    private void refuse(Call call) {
        boolean room = !pool.open(call.tried()).isEmpty();
        tally.refused(room);
        if (call.retries() < RETRIES_MAX) {
            ended(call, false);
            at(
                    now + 60_000L * (1 + call.retries()),
                    () -> arrive(new Call(call.session(), call.turn(), now, call.retries() + 1)));
        } else {
            tally.givenUp++;
            ended(call, false);
        }
    }

    private void ended(Call call, boolean served) {
        tally.ended++;
        int next = call.turn() + 1;
        if (served && next < call.session().turns().size()) {
            long think = call.session().turns().get(call.turn()).thinkMillis();
            at(now + think, () -> arrive(new Call(call.session(), next, now, 0)));
        }
    }

    /** What is counted. */
    private static final class Tally {
        private long begun;
        private long ended;
        private long waited;
        private long failures;
        private long served;
        private long refused;
        private long refusedWithRoom;
        private long givenUp;
        private long promptTokens;
        private long cachedTokens;
        private long homeWell;
        private long homeKept;
        private int[] waits = new int[1 << 16];

        void served(Call call, int cached, long wait) {
            if (served == waits.length) {
                waits = Arrays.copyOf(waits, waits.length * 2);
            }
            waits[(int) served++] = (int) wait;
            promptTokens += call.prompt().all();
            cachedTokens += cached;
        }

        void refused(boolean room) {
            refused++;
            refusedWithRoom += room ? 1 : 0;
        }

        void home(Call call, boolean kept, boolean well) {
            homeWell += well && call.why() != Decision.Why.HARD ? 1 : 0;
            homeKept += kept ? 1 : 0;
        }

        Outcome outcome(String policy, long wasted, int windows) {
            int[] sorted = Arrays.copyOf(waits, (int) served);
            Arrays.sort(sorted);
            return new Outcome(
                    policy,
                    served,
                    refused,
                    refusedWithRoom,
                    givenUp,
                    promptTokens,
                    cachedTokens,
                    sorted.length == 0 ? 0 : sorted[sorted.length / 2],
                    sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)],
                    wasted,
                    windows,
                    homeWell,
                    homeKept);
        }
    }
}

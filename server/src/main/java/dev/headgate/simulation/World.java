package dev.headgate.simulation;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.base.AccountId;
import dev.headgate.base.CallLimits;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.cluster.MemoryCluster;
import dev.headgate.limits.Limits;
import dev.headgate.limits.LimitsConfig;
import dev.headgate.scheduling.SchedulingConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Runs one policy on one traffic and checks after every event that nothing that must hold is broken. */
final class World implements Policy.Desk {
    /*
     * Events stand in a queue by time, then by the order in which they were made, so a seed gives the same run to the last call.
     *
     * After each event:
     *   - the slots that Headgate counts as taken are those in which the vendor has a call, and no more than the account has
     *   - no user is beyond its limits by more than their bound (UserLog)
     *   - a call that waits is over within the queue's time, and no slot that it could have stays free meanwhile
     *   - a call whose session or conversation has a home that was well and had a slot is there
     * and at the end no slot and no limit is taken, nobody waits, and every call has ended once.
     */
    static final long START = Instant.parse("2026-11-23T00:00:00Z").toEpochMilli(); // a Monday

    /** What a token costs where spending is limited. */
    static final long TOKEN_NANOS = 1_000;

    private static final int RETRIES_MAX = 3;
    private static final long RETRY_MILLIS = 60_000;
    private static final int LEAVES_ONE_IN = 20;
    private static final long LATE_MILLIS = 1_000;
    private static final long IDLE_MILLIS = 1_000;

    /** Something that must hold did not. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what);
        }
    }

    private record Event(long at, long order, Runnable action) {}

    private final Setting setting;
    private final List<Traffic.Session> sessions;
    private final long seed;
    private final InstantSource clock;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Map<AccountId, Vendor> vendors = new HashMap<>();
    private final Map<Integer, UserLog> users = new HashMap<>();
    private final AccountHealth health;
    private final Limits limits;
    private final CallLimits promised;
    private final Policy.Pool pool;
    private final Policy policy;
    private final SplittableRandom clients;
    private final Tally tally = new Tally();
    private final Set<Call> waiting = new HashSet<>();
    private Consumer<Band> bands = band -> {};
    private long idleSince = -1;
    private long order;
    private long now;

    /** {@code promised} are the limits that must hold; those of the setting are enforced. */
    World(Setting setting, List<Traffic.Session> sessions, long seed, Policy.Maker maker, CallLimits promised) {
        this.setting = setting;
        this.sessions = sessions;
        this.seed = seed;
        this.promised = promised;
        clock = () -> Instant.ofEpochMilli(START + now);
        SplittableRandom random = new SplittableRandom(seed);
        clients = random.split();
        health = new AccountHealth(clock, random);
        limits = new Limits(MemoryCluster.alone(clock).windows(), LimitsConfig.DEFAULTS, clock);
        for (Account account : setting.accounts()) {
            vendors.put(
                    account.id(),
                    new Vendor(setting.quota(), seed * 31 + account.id().value()));
        }
        pool = new Policy.Pool(setting, health, clock);
        policy = maker.make(pool, this);
        health.whenRoom(policy::look);
    }

    /** The real thing. */
    static Policy.Maker ours(SchedulingConfig config, long seed) {
        return (pool, desk) ->
                new Ours(pool, desk, MemoryCluster.alone(pool.clock()).affinity(), config, seed);
    }

    /** Who wants to know where each answered call was. */
    World telling(Consumer<Band> listener) {
        bands = listener;
        return this;
    }

    /** Runs to the end. */
    Outcome run() {
        for (Traffic.Session session : sessions) {
            at(session.startMillis(), () -> arrive(new Call(session, 0, now, 0)));
        }
        try {
            while (!events.isEmpty()) {
                Event event = events.poll();
                now = event.at();
                event.action().run();
                check();
                if (!waiting.isEmpty()) {
                    checkWakes();
                }
            }
            checkEnd();
        } catch (Broken broken) {
            throw new Broken(broken.getMessage() + " (at " + Duration.ofMillis(now) + ", seed " + seed + ", "
                    + policy.name() + ")");
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

    @Override
    public void after(long millis, Runnable action) {
        at(now + millis, action);
    }

    @Override
    public long nowMillis() {
        return now;
    }

    private void check() {
        for (Account account : setting.accounts()) {
            int taken = health.pulse(account.id()).inUse();
            int there = vendor(account).inFlight();
            if (taken != there) {
                throw new Broken(account.name() + ": " + taken + " slots taken, " + there + " calls at the vendor");
            }
            if (there > account.concurrency()) {
                throw new Broken(
                        account.name() + ": " + there + " calls at once (allowed: " + account.concurrency() + ")");
            }
        }
    }

    /** Wakes are at once, but for those by the clock, which may come some milliseconds late. */
    private void checkWakes() {
        waiting.removeIf(call -> !call.isWaiting());
        boolean idle = false;
        for (Call call : waiting) {
            idle |= !pool.open(call).isEmpty();
        }
        if (!idle) {
            idleSince = -1;
        } else if (idleSince < 0) {
            idleSince = now;
        } else if (now - idleSince > IDLE_MILLIS) {
            throw new Broken("a call waits although an account has had room for " + (now - idleSince) + " ms");
        }
    }

    private void checkEnd() {
        if (tally.open() != 0) {
            throw new Broken(tally.open() + " calls never ended");
        }
        if (limits.inFlight() != 0) {
            throw new Broken(limits.inFlight() + " calls still hold their limits");
        }
    }

    private Vendor vendor(Account account) {
        return Objects.requireNonNull(vendors.get(account.id()));
    }

    private void arrive(Call call) {
        tally.begun();
        int user = call.session().user();
        Limits.Who who =
                new Limits.Who(new KeyId(user + 1), CallLimits.NONE, new UserId(user + 1), setting.userLimits(), 0);
        long atMost = call.tokensAtMost();
        Limits.Verdict verdict =
                limits.admit(who, atMost, new Money(atMost * TOKEN_NANOS)).value();
        switch (verdict) {
            case Limits.Refused refused -> {
                tally.limited();
                tally.ended();
                retry(call, Math.clamp(refused.retryAfter().toMillis(), 1_000, 10 * RETRY_MILLIS));
            }
            case Limits.Grant grant -> {
                UserLog log = users.computeIfAbsent(user, id -> new UserLog(promised));
                call.admitted(grant, log.admitted(now, atMost));
                place(call);
            }
        }
    }

    private void place(Call call) {
        policy.place(call);
        if (!call.isWaiting()) {
            return;
        }
        waiting.add(call);
        int stay = call.stays();
        long late = pool.patienceMillis(call) + LATE_MILLIS;
        after(late, () -> {
            if (call.isWaiting() && call.stays() == stay) {
                throw new Broken("a call waits longer than " + setting.gate().queueTimeout());
            }
        });
        if (clients.nextInt(LEAVES_ONE_IN) == 0) {
            after(clients.nextInt(20_000), () -> {
                if (call.stays() == stay && policy.leave(call)) {
                    tally.left();
                    over(call, -1);
                }
            });
        }
    }

    private void checkHome(Call call, Account chosen) {
        AccountId home = call.home();
        if (home == null || call.tried().contains(home)) {
            return;
        }
        Account at = setting.accounts().stream()
                .filter(account -> account.id().equals(home))
                .findFirst()
                .orElseThrow();
        boolean kept = chosen.id().equals(home);
        boolean well = kept || pool.hasRoom(at);
        if (well && !kept) {
            throw new Broken(
                    "session " + call.session().number() + " left " + at.name() + ", its home, for " + chosen.name());
        }
        tally.home(kept, well);
    }

    @Override
    public void seated(Call call, Account account, AccountPulse.Lease lease) {
        checkHome(call, account);
        call.tried().add(account.id());
        int attempt = call.attempt();
        Vendor vendor = vendor(account);
        switch (vendor.call(call.prompt(), now)) {
            case Vendor.Reply.Served served -> {
                long start = now;
                after(
                        served.firstByteMillis(),
                        () -> health.firstByte(account.id(), served.firstByteMillis() * 1_000_000));
                after(served.totalMillis(), () -> {
                    vendor.ended();
                    health.told(account.id(), null, vendor.told(clock.instant()));
                    health.succeeded(account.id(), Policy.Pool.upstream(account, call));
                    policy.answered(call, account);
                    tally.served(call, served.cached(), start - call.arrival());
                    bands.accept(new Band(account.id(), call.session().number(), start, now));
                    lease.close();
                    over(call, call.tokens());
                    next(call);
                });
            }
            case Vendor.Reply.Failed failed ->
                after(failed.afterMillis(), () -> {
                    vendor.ended();
                    health.failed(account, Policy.Pool.upstream(account, call), failed.setback());
                    lease.close();
                    if (attempt < setting.gate().attemptsMax()) {
                        place(call);
                    } else {
                        refused(call);
                    }
                });
        }
    }

    /** The client sees an error; it comes back some times, then gives the session up. */
    @Override
    public void refused(Call call) {
        boolean more = call.tried().size() < setting.gate().attemptsMax();
        tally.refused(more && !pool.open(call).isEmpty());
        over(call, -1);
        retry(call, RETRY_MILLIS * (1 + call.retries()));
    }

    private void retry(Call call, long millis) {
        if (call.retries() < RETRIES_MAX) {
            after(millis, () -> arrive(new Call(call.session(), call.turn(), now, call.retries() + 1)));
        } else {
            tally.givenUp();
        }
    }

    /** An admitted call is over; -1: nothing was used. */
    private void over(Call call, long tokens) {
        tally.ended();
        if (tokens < 0) {
            call.grant().release();
        } else {
            call.grant().settle(tokens, new Money(tokens * TOKEN_NANOS));
        }
        Objects.requireNonNull(users.get(call.session().user())).ended(call.logged(), tokens);
    }

    private void next(Call call) {
        int next = call.turn() + 1;
        if (next < call.session().turns().size()) {
            long think = call.session().turns().get(call.turn()).thinkMillis();
            after(think, () -> arrive(new Call(call.session(), next, now, 0)));
        }
    }
}

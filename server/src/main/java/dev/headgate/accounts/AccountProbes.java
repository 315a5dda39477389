package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.base.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes test calls on accounts that rest or need attention, each on a virtual thread. A success makes an account well again, a
 * failure counts as any other. Blocks; thread-safe.
 */
public final class AccountProbes implements AutoCloseable {
    /*
     * When: an account is first probed an interval after it was found unwell, and an interval after each probe has ended; each
     * interval is spread by a fifth, so that accounts which fell ill together don't come back together. An account that recovers by
     * itself before that is not probed. What is exhausted is left alone: a probe would be refused until the quota's reset.
     *
     * Storms: at most so many probes run at once; who waited longest goes first. An account has one probe at a time, which takes one
     * of its slots, so that no account gets more calls than it may have.
     */
    private static final Logger log = LoggerFactory.getLogger(AccountProbes.class);
    private static final long LOOK_MILLIS = 500;

    private final Accounts accounts;
    private final AccountHealth health;
    private final AccountCare care;
    private final ProbesConfig config;
    private final Parts parts;
    private final Semaphore places;
    private final Map<AccountId, Instant> due = new HashMap<>();
    private final Set<AccountId> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Time and chance. */
    public record Parts(InstantSource clock, RandomGenerator random) {}

    public AccountProbes(Accounts accounts, AccountHealth health, AccountCare care, ProbesConfig config, Parts parts) {
        this.accounts = accounts;
        this.health = health;
        this.care = care;
        this.config = config;
        this.parts = parts;
        this.places = new Semaphore(config.atOnce());
    }

    /** Looks after accounts in the background. */
    public void start() {
        Thread.ofVirtual().name("account-probes").start(this::loop);
    }

    private void loop() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts the probes that are due now and tells how many. Called by one thread. */
    int look() {
        Instant now = parts.clock().instant();
        Set<AccountId> wanting = new HashSet<>();
        List<Account> ready = new ArrayList<>();
        for (Account account : accounts.directory().accounts()) {
            if (!wants(account) || running.contains(account.id())) {
                continue;
            }
            wanting.add(account.id());
            Instant at = due.computeIfAbsent(account.id(), first -> now.plus(spread(interval(account))));
            if (!at.isAfter(now)) {
                ready.add(account);
            }
        }
        due.keySet().retainAll(wanting);
        ready.sort(Comparator.comparing(account -> due.getOrDefault(account.id(), now)));
        int started = 0;
        for (Account account : ready) {
            if (!places.tryAcquire()) {
                break; // the others stay due
            }
            running.add(account.id());
            due.remove(account.id());
            started++;
            Thread.ofVirtual().name("probe-" + account.name()).start(() -> probe(account));
        }
        return started;
    }

    private boolean wants(Account account) {
        ProbePlan plan = account.options().probe();
        if (!account.enabled() || !(plan == null ? config.enabled() : plan.enabled())) {
            return false;
        }
        Status status = health.state(account).status();
        return status == Status.COOLING
                || status == Status.NEEDS_ATTENTION
                || status == Status.ACTIVE && config.active();
    }

    private Duration interval(Account account) {
        ProbePlan plan = account.options().probe();
        Duration own = plan == null ? null : plan.interval();
        return own == null ? config.interval() : own;
    }

    private Duration spread(Duration interval) {
        return Duration.ofMillis(interval.toMillis() * (80 + parts.random().nextInt(41)) / 100);
    }

    private void probe(Account account) {
        try {
            ProbePlan plan = account.options().probe();
            Status before = health.state(account).status();
            TestReport report = care.test(account.id(), model(plan), step -> {});
            if (before != Status.ACTIVE || !report.good()) {
                log.info("account {} was {} and was probed: {}", account.name(), before.id(), report.outcome());
            }
        } catch (IllegalArgumentException e) {
            log.debug("account {} is not probed now: {}", account.name(), e.getMessage());
        } catch (RuntimeException e) {
            log.warn("the probe of account {} failed inside", account.name(), e);
        } finally {
            running.remove(account.id());
            places.release();
        }
    }

    private static @Nullable String model(@Nullable ProbePlan plan) {
        return plan == null ? null : plan.model();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}

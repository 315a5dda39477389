package dev.headgate.accounts;

import dev.headgate.base.AccountId;
import dev.headgate.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes windows and rests down in the background, every few seconds, and brings them and what stands still back after a restart. Blocks. */
public final class HealthKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HealthKeeper.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Store store;
    private final AccountHealth health;
    private final Standstills standstills;
    private final QuotaHistory history;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread writer;

    public HealthKeeper(
            Store store, AccountHealth health, Standstills standstills, QuotaHistory history, InstantSource clock) {
        this.store = store;
        this.health = health;
        this.standstills = standstills;
        this.history = history;
        this.clock = clock;
    }

    /** Brings back what was written, then writes on. */
    public void start() {
        store.read(JdbcAccountMarks::load)
                .forEach((id, marks) -> health.pulse(id).restore(marks, clock.instant()));
        standstills.takeOver();
        writer = Thread.ofVirtual().name("account-health").start(this::loop);
    }

    private void loop() {
        try {
            while (!closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                health.look();
                write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what has changed since the last time; what can't be written is tried again with the next. */
    void write() {
        Map<AccountId, AccountMarks> changed = new HashMap<>();
        health.pulses().forEach((id, pulse) -> {
            AccountMarks marks = pulse.changedMarks(clock.instant());
            if (marks != null) {
                changed.put(id, marks);
                history.see(id, marks.windows());
            }
        });
        keepHistory(history::keep);
        if (changed.isEmpty()) {
            return;
        }
        try {
            store.write(handle -> {
                changed.forEach((id, marks) -> JdbcAccountMarks.replace(handle, id, marks));
                return 0;
            });
        } catch (RuntimeException e) {
            changed.keySet().forEach(id -> health.pulse(id).touch());
            log.warn(
                    "windows of {} accounts could not be written and are tried again: {}",
                    changed.size(),
                    e.toString());
        }
    }

    private static void keepHistory(Runnable keeping) {
        try {
            keeping.run();
        } catch (RuntimeException e) {
            log.warn("readings of quota windows could not be kept and are tried again: {}", e.toString());
        }
    }

    /** Writes the last; one that never started knows nothing that is worth writing. */
    @Override
    public void close() {
        closed.countDown();
        Thread thread = writer;
        if (thread == null) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
        keepHistory(history::keepAll);
        try {
            standstills.write();
        } catch (RuntimeException e) {
            log.warn("refused credentials could not be written: {}", e.toString());
        }
    }
}

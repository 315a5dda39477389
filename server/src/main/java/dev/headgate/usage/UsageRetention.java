package dev.headgate.usage;

import dev.headgate.store.Store;
import dev.headgate.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes calls out of the log at their age, and makes room for the next month ahead of it; once an hour, on its own virtual thread.
 * Sums are left alone. On SQLite rows go in small pieces, so that settlement never waits long for the one writer.
 */
public final class UsageRetention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UsageRetention.class);
    private static final int PIECE = 2_000;

    private final Store store;
    private final Supplier<Duration> age;
    private final InstantSource clock;
    private final CountDownLatch stopSignal = new CountDownLatch(1);
    private final Thread thread;

    /** @param age zero = never; asked before each run, may block */
    public UsageRetention(Store store, Supplier<Duration> age, InstantSource clock) {
        this.store = store;
        this.age = age;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("usage-retention").unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    private void loop() {
        try {
            do {
                try {
                    long gone = runOnce();
                    if (gone > 0) {
                        log.info("{} {} left the log of calls", gone, store.postgresql() ? "months" : "calls");
                    }
                } catch (StoreException | org.jdbi.v3.core.JdbiException e) {
                    log.warn("old calls could not be removed, will be tried again: {}", e.getMessage());
                }
            } while (!stopSignal.await(1, TimeUnit.HOURS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is due now; returns how many calls (SQLite) or months (PostgreSQL) were removed. */
    public long runOnce() {
        Instant now = clock.instant();
        Duration keep = age.get();
        Instant cut = keep.isZero() ? Instant.EPOCH : now.minus(keep);
        return store.postgresql() ? months(now, cut) : rows(cut.truncatedTo(ChronoUnit.DAYS));
    }

    private long months(Instant now, Instant cut) {
        YearMonth first = YearMonth.from(cut.atOffset(ZoneOffset.UTC));
        return store.write(handle -> {
            YearMonth next = YearMonth.from(now.atOffset(ZoneOffset.UTC)).plusMonths(1);
            JdbcUsageLayout.addMonth(handle, next);
            long dropped = 0;
            for (YearMonth month : JdbcUsageLayout.months(handle)) {
                if (month.isBefore(first)) {
                    JdbcUsageLayout.dropMonth(handle, month);
                    dropped++;
                }
            }
            return dropped;
        });
    }

    private long rows(Instant cut) {
        long gone = 0;
        if (cut.toEpochMilli() > 0) {
            int piece;
            do {
                piece = store.write(handle -> JdbcUsageLayout.deleteSome(handle, cut.toEpochMilli(), PIECE));
                gone += piece;
            } while (piece == PIECE && stopSignal.getCount() > 0);
        }
        return gone;
    }

    @Override
    public void close() {
        stopSignal.countDown();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.headgate.accounts;

import dev.headgate.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes kept readings of quota windows out at their age, in small pieces; once an hour, on its own virtual thread. */
public final class QuotaRetention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QuotaRetention.class);
    private static final int PIECE = 2_000;

    private final Store store;
    private final Supplier<Duration> age;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("quota-retention").unstarted(this::loop);

    /** @param age zero = never; asked before each run, may block */
    public QuotaRetention(Store store, Supplier<Duration> age, InstantSource clock) {
        this.store = store;
        this.age = age;
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    private void loop() {
        try {
            do {
                try {
                    runOnce();
                } catch (RuntimeException e) {
                    log.warn("old quota readings could not be removed, will be tried again: {}", e.getMessage());
                }
            } while (!closed.await(1, TimeUnit.HOURS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is due now; returns how many readings were removed. */
    public long runOnce() {
        Duration keep = age.get();
        if (keep.isZero()) {
            return 0;
        }
        long before = Math.floorDiv(clock.instant().minus(keep).toEpochMilli(), QuotaSample.SLOT.toMillis());
        long gone = 0;
        int piece;
        do {
            piece = store.write(handle -> JdbcQuotaSamples.cut(handle, before, PIECE));
            gone += piece;
        } while (piece > 0 && closed.getCount() > 0);
        return gone;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

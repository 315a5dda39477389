package dev.headgate.identity;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells changes whose process died before it could, and takes entries out at their age; every ten minutes, on its own virtual thread. */
public final class AuditRetention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditRetention.class);

    private final AuditLog audit;
    private final Supplier<Duration> age;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("audit-retention").unstarted(this::loop);

    /** @param age zero = never; asked before each run, may block */
    public AuditRetention(AuditLog audit, Supplier<Duration> age) {
        this.audit = audit;
        this.age = age;
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
                        log.info("{} entries left the audit log", gone);
                    }
                } catch (RuntimeException e) {
                    log.warn("the audit log could not be seen to, will be tried again: {}", e.getMessage());
                }
            } while (!closed.await(10, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is due now; returns how many entries were removed. */
    public long runOnce() {
        int untold = audit.tellUnfinished();
        if (untold > 0) {
            log.warn("{} changes were begun and their end is not known; the audit log tells which", untold);
        }
        Duration keep = age.get();
        return keep.isZero() ? 0 : audit.removeOlderThan(keep, () -> closed.getCount() == 0);
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

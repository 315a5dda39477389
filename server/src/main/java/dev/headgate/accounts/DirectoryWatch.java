package dev.headgate.accounts;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees within seconds what other processes, a command or another node, change about accounts, and lets them see the same of this one. Blocks. */
public final class DirectoryWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DirectoryWatch.class);
    private static final long LOOK_SECONDS = 2;

    private final Accounts accounts;
    private final Standstills standstills;
    private final CountDownLatch closed = new CountDownLatch(1);

    public DirectoryWatch(Accounts accounts, Standstills standstills) {
        this.accounts = accounts;
        this.standstills = standstills;
    }

    /** Looks in the background. */
    public void start() {
        Thread.ofVirtual().name("account-directory").start(this::loop);
    }

    private void loop() {
        try {
            while (!closed.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                try {
                    look();
                } catch (RuntimeException e) {
                    log.debug("accounts stay as they are: {}", e.toString()); // whoever needs the database says so
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look. */
    void look() {
        accounts.reloadIfChanged();
        standstills.round();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}

package dev.headgate.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from the journal into the database, in batches, on its own virtual thread. While the database is away it tries
 * again, slower each time up to 5 s; the journal keeps everything.
 */
public final class Settler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Settler.class);
    private static final int BATCH = 1_000;
    private static final long WAIT_MILLIS = 100;

    /** Under load a batch is worth waiting for: each costs a transaction, whatever is in it. */
    private static final long GATHER_MILLIS = 400;

    private static final int LOAD = 50;
    private static final long BACKOFF_MAX_MILLIS = 5_000;

    private final UsageJournal journal;
    private final UsageBook book;
    private final Thread thread;
    private final CountDownLatch stopSignal = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean healthy = true;

    public Settler(UsageJournal journal, UsageBook book) {
        this.journal = journal;
        this.book = book;
        this.thread = Thread.ofVirtual().name("settler").unstarted(this::loop);
    }

    /** Settles what an earlier run left, then goes on in the background. Blocks until the left-overs are settled. */
    public void start() {
        try {
            int count = 0;
            for (int settled = settleBatch(); settled > 0; settled = settleBatch()) {
                count += settled;
            }
            if (count > 0) {
                log.info("settled {} records left in the journal", count);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("journal: not readable", e);
        }
        thread.start();
    }

    /**
     * The same, and before it what an operator asked for of files that were kept aside. Only before money is taken into memory.
     *
     * @param folder the journal's
     */
    public void start(Path folder) {
        KeptAside.settle(folder, book);
        start();
    }

    /** Whether the last batch could be settled. */
    public boolean healthy() {
        return healthy;
    }

    private int settleBatch() throws IOException {
        List<UsageRecord> records = journal.read(BATCH);
        if (!records.isEmpty()) {
            book.settle(records);
            journal.settled(records.size());
        }
        return records.size();
    }

    private void loop() {
        long backoffMillis = WAIT_MILLIS;
        while (true) {
            try {
                boolean last = stopping;
                int count = settleBatch();
                healthy = true;
                backoffMillis = WAIT_MILLIS;
                if (last && count == 0) {
                    return;
                }
                if (count < BATCH) {
                    pause(count < LOAD ? WAIT_MILLIS : GATHER_MILLIS); // never woken by a record
                }
            } catch (IOException | RuntimeException e) {
                if (healthy) {
                    log.error("usage can't be settled, will be tried again: {}", e.getMessage());
                }
                healthy = false;
                journal.unread();
                if (stopping) {
                    return;
                }
                backoffMillis = Math.min(BACKOFF_MAX_MILLIS, backoffMillis * 2);
                pause(backoffMillis);
            }
        }
    }

    private void pause(long millis) {
        try {
            stopping |= stopSignal.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    /** Settles what the journal holds, then stops; what can't be settled now stays in the journal. */
    @Override
    public void close() {
        stopping = true;
        stopSignal.countDown();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

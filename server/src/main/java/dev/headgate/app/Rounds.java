package dev.headgate.app;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is due now and then and never urgent, one job after the other on one virtual thread. What fails is told and tried again with
 * the next round, whatever the others do.
 */
final class Rounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    private final Duration period;
    private final List<Job> jobs;
    private final Set<Job> failed = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("rounds").unstarted(this::loop);
    private long round;

    /** A piece of work; blocks. Long ones ask {@code stop} now and then whether to leave the rest for later. */
    @FunctionalInterface
    interface Work {
        void run(BooleanSupplier stop);
    }

    /**
     * A job.
     *
     * @param name what it does, in words for the log: "… failed"
     * @param every it runs in the first round and in each so manieth after it
     */
    record Job(String name, int every, Work work) {}

    Rounds(Duration period, List<Job> jobs) {
        this.period = period;
        this.jobs = List.copyOf(jobs);
    }

    /** The first round begins at once. */
    void start() {
        thread.start();
    }

    private void loop() {
        try {
            do {
                once();
            } while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round. */
    void once() {
        for (Job job : jobs) {
            if (!stopped() && (round % job.every() == 0 || failed.contains(job))) {
                run(job);
            }
        }
        round++;
    }

    private void run(Job job) {
        try {
            job.work().run(this::stopped);
            failed.remove(job);
        } catch (RuntimeException e) {
            failed.add(job);
            log.warn("{} failed and is tried again in {}: {}", job.name(), period, e.getMessage());
        }
    }

    private boolean stopped() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        if (!thread.isAlive()) {
            return; // never started
        }
        try {
            thread.join(STOP_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.headgate.billing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something over and over on a virtual thread; a failure is told once and tried again. */
final class Upkeep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private final Runnable round;
    private final Duration pause;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private boolean failing;

    Upkeep(String name, Runnable round, Duration pause) {
        this.round = round;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    private void loop() {
        try {
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            round.run();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.error("{} failed, will be tried again: {}", thread.getName(), e.getMessage());
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

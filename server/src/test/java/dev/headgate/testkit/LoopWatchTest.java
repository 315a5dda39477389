package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The watch itself: a detector that can't find anything would let every other test pass. */
class LoopWatchTest {
    @Test
    void aWaitingLoopIsFoundWithItsStack() throws Exception {
        LoopWatch watch = new LoopWatch("watched-waiting");
        CountDownLatch never = new CountDownLatch(1);
        Thread loop = Thread.ofPlatform().name("watched-waiting").daemon(true).start(() -> awaitQuietly(never));
        while (loop.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        for (int i = 0; i < 5; i++) {
            watch.look();
        }

        assertThat(watch.drain())
                .singleElement()
                .asString()
                .contains("watched-waiting waits")
                .contains("awaitQuietly");
        never.countDown();
        loop.join();
    }

    @Test
    void everyTestClassIsWatched() {
        assertThat(LoopWatch.registered()).isTrue();
    }

    @Test
    void aBusyLoopIsNot() throws Exception {
        LoopWatch watch = new LoopWatch("watched-busy");
        CountDownLatch stop = new CountDownLatch(1);
        Thread loop = Thread.ofPlatform().name("watched-busy").daemon(true).start(() -> {
            while (stop.getCount() > 0) {
                Thread.onSpinWait();
            }
        });

        for (int i = 0; i < 20; i++) {
            watch.look();
        }

        assertThat(watch.drain()).isEmpty();
        stop.countDown();
        loop.join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.headgate.nodes;

import dev.headgate.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateways that share the store, this one first. Where none can share it (SQLite) nothing is written. Blocking; thread-safe.
 */
public final class Nodes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Nodes.class);
    private static final long BEAT_SECONDS = 10;

    /** Three beats and then some: one that missed that many is gone, or can't reach the store. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(35);

    private static final Duration KEPT = Duration.ofHours(1);

    private final Store store;
    private final InstantSource clock;
    private final Supplier<Node> self;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("nodes").unstarted(this::loop);

    /** @param self asked for each time, since it may become ready */
    public Nodes(Store store, InstantSource clock, Supplier<Node> self) {
        this.store = store;
        this.clock = clock;
        this.self = self;
    }

    /** Says from now on that this one is there. */
    public void start() {
        if (store.postgresql()) {
            thread.start();
        }
    }

    private void loop() {
        try {
            do {
                try {
                    beat();
                } catch (RuntimeException e) {
                    log.debug(
                            "others don't see this node for now: {}",
                            e.toString()); // whoever needs the database says so
                }
            } while (!closed.await(BEAT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says once that this one is there. */
    void beat() {
        long now = clock.millis();
        store.write(handle -> {
            JdbcNodeStore.beat(handle, self.get(), now);
            JdbcNodeStore.forget(handle, now - KEPT.toMillis(), "");
            return 0;
        });
    }

    /** This one as it is now, then the others that said lately that they are there, the oldest first. */
    public List<Node> all() {
        Node own = self.get();
        List<Node> all = new ArrayList<>(List.of(own));
        if (store.postgresql()) {
            long since = clock.millis() - SILENCE_MAX.toMillis();
            store.read(handle -> JdbcNodeStore.seen(handle, since)).stream()
                    .filter(other -> !other.id().equals(own.id()))
                    .forEach(all::add);
        }
        return all;
    }

    /** Says that this one goes. */
    @Override
    public void close() {
        closed.countDown();
        if (!store.postgresql()) {
            return;
        }
        try {
            if (thread.isAlive()) {
                thread.join(Duration.ofSeconds(5));
            }
            store.write(handle -> {
                JdbcNodeStore.forget(handle, 0, self.get().id());
                return 0;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.debug("others see this node for some seconds more: {}", e.toString());
        }
    }
}

package dev.headgate.nodes;

import dev.headgate.store.Store;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Something that one of the gateways on a store does for all of them. Whoever has it keeps it by asking every few seconds; it passes on
 * {@value #SECONDS} s after the last time, or at once when its gateway ends in order. On SQLite there is one gateway, and nothing is
 * written. Clocks that differ by some seconds only make it pass on sooner or later. Blocking; thread-safe.
 */
public final class Duty implements AutoCloseable {
    private static final int SECONDS = 20;

    private final Store store;
    private final InstantSource clock;
    private final String name;
    private final String node;

    /** @param node tells this gateway from the others */
    public Duty(Store store, InstantSource clock, String name, String node) {
        this.store = store;
        this.clock = clock;
        this.name = name;
        this.node = node;
    }

    /** Whether it is this gateway's for now. */
    public boolean mine() {
        if (!store.postgresql()) {
            return true;
        }
        long now = clock.millis();
        long until = now + Duration.ofSeconds(SECONDS).toMillis();
        return store.write(handle -> JdbcDutyStore.claim(handle, name, node, now, until));
    }

    /** Lets another one have it. */
    @Override
    public void close() {
        if (store.postgresql()) {
            store.write(handle -> {
                JdbcDutyStore.release(handle, name, node);
                return 0;
            });
        }
    }
}

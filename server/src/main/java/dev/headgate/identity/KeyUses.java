package dev.headgate.identity;

import dev.headgate.base.KeyId;
import dev.headgate.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When and from where each key was last used, to the minute. {@link #due} and {@link #note} never block; what was noted is written down every half minute. What was not written when the process dies is lost: nothing is
 * charged or refused by it.
 */
public final class KeyUses implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyUses.class);
    private static final long NOTED_EVERY_MILLIS = 60_000;
    private static final Duration WRITTEN_EVERY = Duration.ofSeconds(30);

    private final Store store;
    private final InstantSource clock;
    private final ConcurrentHashMap<KeyId, Use> last = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<KeyId, Use> unwritten = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public KeyUses(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * One use.
     *
     * @param at milliseconds since 1970
     */
    record Use(long at, String from) {}

    /** Whether a use now is to be noted; false for most of those that come close behind each other. */
    public boolean due(KeyId key) {
        Use before = last.get(key);
        return before == null || clock.millis() - before.at() >= NOTED_EVERY_MILLIS;
    }

    /** Notes a use now. */
    public void note(KeyId key, String from) {
        Use use = new Use(clock.millis(), from);
        last.put(key, use);
        unwritten.put(key, use);
    }

    /** Begins to write down; ends with {@link #close}. */
    public void start() {
        Thread.ofVirtual().name("key uses").start(() -> {
            try {
                while (!closed.await(WRITTEN_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    write();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Writes down what was noted since the last time, and forgets what is older than a minute: so it grows with the keys in use only. */
    public synchronized void write() {
        Map<KeyId, Use> fresh = new HashMap<>(unwritten);
        long old = clock.millis() - NOTED_EVERY_MILLIS;
        last.values().removeIf(use -> use.at() < old);
        if (fresh.isEmpty()) {
            return;
        }
        try {
            store.write(handle -> {
                JdbcKeyStore.used(handle, fresh);
                return 0;
            });
            fresh.forEach(unwritten::remove);
        } catch (RuntimeException e) {
            log.warn("the last uses of keys could not be written: {}", e.toString());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        write();
    }
}

package dev.headgate.limits;

import dev.headgate.base.UserId;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Calls in flight of each user, over all their keys. Entries exist only while calls do. */
public final class ConcurrencyLimits {
    private final ConcurrentHashMap<UserId, Integer> inFlight = new ConcurrentHashMap<>();

    /** A place for one call; ends once. */
    public final class Permit implements AutoCloseable {
        private final UserId user;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Permit(UserId user) {
            this.user = user;
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                inFlight.computeIfPresent(user, (id, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /**
     * Takes a place.
     *
     * @param max calls at once, 0 = no limit
     */
    public Optional<Permit> acquire(UserId user, int max) {
        boolean[] admitted = new boolean[1];
        inFlight.compute(user, (id, count) -> {
            int now = count == null ? 0 : count;
            admitted[0] = max == 0 || now < max;
            return admitted[0] ? now + 1 : count;
        });
        return admitted[0] ? Optional.of(new Permit(user)) : Optional.empty();
    }

    /** Calls of one user in flight. */
    public int inFlight(UserId user) {
        return inFlight.getOrDefault(user, 0);
    }

    /** Calls in flight over all users. */
    public int inFlight() {
        return inFlight.values().stream().mapToInt(Integer::intValue).sum();
    }
}

package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How operations on money reach memory: each notes what it changed in its own transaction, under a number; whoever keeps money in
 * memory takes over what has a higher number than the last it saw. So a change made here, by another process or before a crash
 * arrives exactly once. Operations are few and happen one after another; calls are not operations. Blocking; thread-safe.
 */
final class Changes {
    private static final Logger log = LoggerFactory.getLogger(Changes.class);
    private static final long NOT_YET = -1;

    private final Store store;
    private final Listener listener;
    private long seen = NOT_YET;

    Changes(Store store, Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Reads what a committed change needs; what it returns takes it over into memory and can't fail. */
    @FunctionalInterface
    interface Listener {
        Runnable prepare(Handle handle, Change change);
    }

    /** What an operation does in its transaction. */
    @FunctionalInterface
    interface Operation<T> {
        T run(Tx tx);
    }

    /** The transaction of one operation. */
    record Tx(Handle handle, long seq) {
        void note(Change.Kind kind, long subject, Money amount) {
            JdbcChangeStore.note(handle, new Change(seq, kind, subject, amount));
        }

        void balanceMoved(UserId user, Money amount) {
            note(Change.Kind.BALANCE, user.value(), amount);
        }
    }

    /** Runs an operation, then takes over what it changed. */
    <T> T operate(Operation<T> operation) {
        T result = store.write(handle -> operation.run(new Tx(handle, JdbcChangeStore.begin(handle))));
        try {
            catchUp();
        } catch (JdbiException e) {
            log.warn(
                    "money: a change is taken over later: {}",
                    e.getMessage()); // it is committed; the next look finds it
        }
        return result;
    }

    /** Memory has been loaded as of {@code seq}. */
    synchronized void loaded(long seq) {
        seen = seq;
    }

    synchronized boolean isLoaded() {
        return seen != NOT_YET;
    }

    /** Takes over what was committed since the last look. */
    void catchUp() {
        if (isLoaded()) {
            store.read(handle -> {
                catchUp(handle);
                return 0;
            });
        }
    }

    /** The same within a transaction that must go by the newest state. */
    synchronized void catchUp(Handle handle) {
        if (seen == NOT_YET) {
            return;
        }
        List<Change> changes = JdbcChangeStore.since(handle, seen);
        List<Runnable> prepared =
                changes.stream().map(change -> listener.prepare(handle, change)).toList();
        prepared.forEach(Runnable::run);
        if (!changes.isEmpty()) {
            seen = changes.getLast().seq();
        }
    }

    /** For settlement: no operation ends before this transaction does, and memory knows all that ended before it. */
    void holdStill(Handle handle) {
        long seq = JdbcChangeStore.seqShared(handle, store.postgresql());
        synchronized (this) {
            if (seen != NOT_YET && seen < seq) {
                catchUp(handle);
                seen = seq;
            }
        }
    }
}

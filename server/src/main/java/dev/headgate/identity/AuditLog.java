package dev.headgate.identity;

import dev.headgate.base.IdSource;
import dev.headgate.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The record of every change and every privileged look: only added to, and trimmed at an age that operators set. Blocking; thread-safe. */
public final class AuditLog {
    private static final int PIECE = 2_000;

    private final Store store;
    private final IdSource ids;
    private final InstantSource clock;

    public AuditLog(Store store, IdSource ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param before JSON without secrets, or empty
     * @param after JSON without secrets, or empty
     */
    public record Deed(String action, String subject, String before, String after) {}

    /**
     * Which entries to list.
     *
     * @param before entries older than that id; null from the newest on
     * @param limit at most so many
     */
    public record Filter(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long before,
            int limit) {}

    public void add(String actor, Deed deed, AuditEntry.Origin origin) {
        AuditEntry entry = new AuditEntry(
                ids.next(), clock.instant(), actor, deed.action(), deed.subject(), deed.before(), deed.after(), origin);
        store.write(handle -> {
            JdbcAuditStore.insert(handle, entry);
            return 0;
        });
    }

    /** Takes out what is older than {@code age}, in small pieces, until {@code stopped}; returns how many entries. */
    long removeOlderThan(Duration age, BooleanSupplier stopped) {
        long cut = IdSource.firstAt(clock.instant().minus(age));
        long gone = 0;
        int piece;
        do {
            piece = store.write(handle -> JdbcAuditStore.deleteSome(handle, cut, PIECE));
            gone += piece;
        } while (piece == PIECE && !stopped.getAsBoolean());
        return gone;
    }

    /** Entries, the newest first. */
    public List<AuditEntry> list(Filter filter) {
        return store.read(handle -> JdbcAuditStore.list(handle, filter));
    }
}

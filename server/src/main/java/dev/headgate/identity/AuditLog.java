package dev.headgate.identity;

import dev.headgate.base.IdSource;
import dev.headgate.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The append-only record of every change and every privileged look. Blocking; thread-safe. */
public final class AuditLog {
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

    /** Entries, the newest first. */
    public List<AuditEntry> list(Filter filter) {
        return store.read(handle -> JdbcAuditStore.list(handle, filter));
    }
}

package dev.headgate.identity;

import dev.headgate.base.IdSource;
import dev.headgate.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The record of every change and every privileged look. What somebody is about to do is written in the change's own
 * transaction ({@link Watch}), so that no change goes untold; what it came to is written after it. It is only added to, and
 * trimmed at an age that operators set. Blocking; thread-safe.
 */
public final class AuditLog {
    private static final Duration UNFINISHED_AFTER = Duration.ofMinutes(10);
    private static final int PIECE = 1_000;
    private static final String BROKE = "{\"outcome\":\"failed\"}";
    private static final String UNKNOWN = "{\"outcome\":\"unknown\"}";

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
     * @param subject one thing, e.g. {@code key:1234}, or all of a kind where it ends with the colon
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

    /** Writes down what was done without a {@link Watch}. */
    public void add(String actor, Deed deed, AuditEntry.Origin origin) {
        watch(actor, deed.action(), deed.subject(), origin).done(List.of(deed));
    }

    /**
     * Watches over what somebody is about to do.
     *
     * @param action what it is called
     * @param subject what it is done to, as far as that is known beforehand
     */
    public Watch watch(String actor, String action, String subject, AuditEntry.Origin origin) {
        return new Watch(new AuditEntry(ids.next(), clock.instant(), actor, action, subject, "", "", origin));
    }

    /** One thing done. Confined to its thread. */
    public final class Watch {
        private final AuditEntry intent;
        private boolean written;

        private Watch(AuditEntry intent) {
            this.intent = intent;
        }

        /** Does it; that it was begun is written with the first change that it makes. */
        public <T extends @Nullable Object> T over(Supplier<T> work) {
            return store.accompanied(
                    handle -> {
                        JdbcAuditStore.begin(handle, intent);
                        written = true;
                        return 0;
                    },
                    work);
        }

        /** It was done, or refused after some of it was done: these deeds. */
        public void done(List<Deed> deeds) {
            if (!written && deeds.isEmpty()) {
                return;
            }
            store.write(handle -> {
                for (Deed deed : deeds) {
                    JdbcAuditStore.insert(handle, entry(deed));
                }
                JdbcAuditStore.end(handle, intent.id());
                return 0;
            });
        }

        /** It broke; where it had changed something, that is told with the deeds known so far. */
        public void broke(List<Deed> deeds) {
            if (written) {
                List<Deed> all = new ArrayList<>(deeds);
                all.add(new Deed(intent.action(), intent.subject(), "", BROKE));
                done(all);
            }
        }

        private AuditEntry entry(Deed deed) {
            return new AuditEntry(
                    ids.next(),
                    clock.instant(),
                    intent.actor(),
                    deed.action(),
                    deed.subject(),
                    deed.before(),
                    deed.after(),
                    intent.origin());
        }
    }

    /**
     * Tells what was begun so long ago that nobody is at it any more: its process died after the change, before it could say more.
     * Returns how many there were.
     */
    public int tellUnfinished() {
        long before = clock.instant().minus(UNFINISHED_AFTER).toEpochMilli();
        return store.write(handle -> {
            List<AuditEntry> begun = JdbcAuditStore.begunBefore(handle, before);
            for (AuditEntry one : begun) {
                JdbcAuditStore.insert(
                        handle,
                        new AuditEntry(
                                one.id(),
                                one.at(),
                                one.actor(),
                                one.action(),
                                one.subject(),
                                "",
                                UNKNOWN,
                                one.origin()));
                JdbcAuditStore.end(handle, one.id());
            }
            return begun.size();
        });
    }

    /** Takes out what is older than {@code age}, zero = nothing, in small pieces, until {@code stopped}; returns how many entries. */
    public long removeOlderThan(Duration age, BooleanSupplier stopped) {
        if (age.isZero()) {
            return 0;
        }
        Instant cut = clock.instant().minus(age);
        long gone = 0;
        int piece;
        do {
            piece = store.write(handle -> JdbcAuditStore.forgetSome(handle, cut, PIECE));
            gone += piece;
        } while (piece == PIECE && !stopped.getAsBoolean());
        return gone;
    }

    /** Gives entries to {@code taker}, the newest first, however many: they are read page by page. */
    public void each(Filter filter, Consumer<AuditEntry> taker) {
        Long before = filter.before();
        int left = filter.limit();
        while (left > 0) {
            int wanted = Math.min(left, PIECE);
            List<AuditEntry> page = list(new Filter(
                    filter.actor(), filter.action(), filter.subject(), filter.from(), filter.to(), before, wanted));
            page.forEach(taker);
            if (page.size() < wanted) {
                return;
            }
            before = page.getLast().id();
            left -= wanted;
        }
    }

    /** Entries, the newest first. */
    public List<AuditEntry> list(Filter filter) {
        return store.read(handle -> JdbcAuditStore.list(handle, filter));
    }
}

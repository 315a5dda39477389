package dev.headgate.announcements;

import dev.headgate.announcements.Announcement.Reader;
import dev.headgate.base.IdSource;
import dev.headgate.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes, shows and removes announcements. Blocking; thread-safe. */
public final class Announcements {
    /** Of those shown at one time, users see the newest; more nobody would read. */
    private static final int SHOWN_MAX = 500;

    private final Store store;
    private final IdSource ids;
    private final InstantSource clock;

    public Announcements(Store store, IdSource ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** One before and after a change. */
    public record Changed(Announcement before, Announcement after) {}

    /** One as an operator sees it: by how many it was read. */
    public record Listed(Announcement announcement, int readers) {}

    /** One as a user sees it. */
    public record Shown(Announcement announcement, boolean read) {}

    /** Tells something; id, author and time of {@code wanted} are not looked at. */
    public Announcement create(Announcement wanted, String author) {
        Instant now = clock.instant();
        Announcement made = with(wanted, ids.next(), author, now);
        return store.write(handle -> {
            JdbcAnnouncementStore.save(handle, made, now.toEpochMilli());
            return made;
        });
    }

    private static Announcement with(Announcement one, long id, String author, Instant at) {
        return new Announcement(
                id, one.title().strip(), one.text(), one.level(), one.audience(), one.from(), one.until(), author, at);
    }

    /** Changes one; empty when there is none. Who has read it has read it. */
    public Optional<Changed> change(long id, UnaryOperator<Announcement> edit) {
        return store.write(handle -> JdbcAnnouncementStore.find(handle, id).map(before -> {
            Announcement after = with(edit.apply(before), id, before.createdBy(), before.createdAt());
            JdbcAnnouncementStore.save(handle, after, clock.millis());
            return new Changed(before, after);
        }));
    }

    /** Removes one, also from those who have read it; empty when there is none. */
    public Optional<Announcement> delete(long id) {
        return store.write(handle -> {
            Optional<Announcement> found = JdbcAnnouncementStore.find(handle, id);
            JdbcAnnouncementStore.delete(handle, id);
            return found;
        });
    }

    /** One with how many have read it. */
    public Optional<Listed> find(long id) {
        return store.read(handle -> JdbcAnnouncementStore.find(handle, id)
                .map(one -> new Listed(one, JdbcAnnouncementStore.readers(handle, id))));
    }

    /** All, past and coming ones too, the newest first. */
    public List<Listed> list(long beforeId, int limit) {
        return store.read(handle -> JdbcAnnouncementStore.list(handle, beforeId, limit).stream()
                .map(one -> new Listed(one, JdbcAnnouncementStore.readers(handle, one.id())))
                .toList());
    }

    /** What somebody is shown now, the newest first. */
    public List<Shown> shown(Reader reader) {
        return store.read(handle -> {
            Set<Long> read = JdbcAnnouncementStore.read(handle, reader.user());
            return JdbcAnnouncementStore.shown(handle, clock.millis(), SHOWN_MAX).stream()
                    .filter(one -> one.audience().includes(reader))
                    .map(one -> new Shown(one, read.contains(one.id())))
                    .toList();
        });
    }

    /** Somebody has read one; false when it isn't shown to them. */
    public boolean markRead(Reader reader, long id) {
        boolean theirs =
                shown(reader).stream().anyMatch(one -> one.announcement().id() == id);
        if (theirs) {
            mark(reader, List.of(id));
        }
        return theirs;
    }

    /** Somebody has read all that is shown to them. */
    public void markAllRead(Reader reader) {
        mark(
                reader,
                shown(reader).stream()
                        .filter(one -> !one.read())
                        .map(one -> one.announcement().id())
                        .toList());
    }

    private void mark(Reader reader, List<Long> ids) {
        store.write(handle -> {
            for (long id : ids) {
                JdbcAnnouncementStore.mark(handle, id, reader.user(), clock.millis());
            }
            return 0;
        });
    }
}

package dev.headgate.announcements;

import dev.headgate.base.GroupId;
import dev.headgate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The SQL of announcements. */
final class JdbcAnnouncementStore {
    private static final String COLUMNS =
            "select id, title, body, level, roles, group_ids, from_at, until_at, created_by, created_at from announcements";

    /** When an operator looks; primary key. */
    private static final String LIST = COLUMNS + " where id < :before order by id desc limit :limit";

    private static final String ONE = COLUMNS + " where id = :id";

    /** When a user looks; announcements_until. Of those shown at one time the newest count. */
    private static final String SHOWN = COLUMNS
            + " where (until_at = 0 or until_at > :now) and from_at <= :now order by from_at desc, id desc limit :limit";

    private static final String SAVE = """
            insert into announcements (id, title, body, level, roles, group_ids, from_at, until_at, created_by, created_at, changed_at)
            values (:id, :title, :body, :level, :roles, :groups, :from, :until, :by, :created, :now)
            on conflict (id) do update set title = excluded.title, body = excluded.body, level = excluded.level,
                roles = excluded.roles, group_ids = excluded.group_ids, from_at = excluded.from_at, until_at = excluded.until_at,
                changed_at = excluded.changed_at""";
    private static final String DELETE = "delete from announcements where id = :id";
    private static final String DELETE_READS = "delete from announcement_reads where announcement_id = :id";

    /** When a user looks; announcement_reads_by_user. */
    private static final String READ = "select announcement_id from announcement_reads where user_id = :user";

    /** For each of a page of an operator's list; primary key. */
    private static final String READERS = "select count(*) from announcement_reads where announcement_id = :id";

    private static final String MARK = """
            insert into announcement_reads (announcement_id, user_id, read_at) values (:id, :user, :now)
            on conflict (announcement_id, user_id) do nothing""";

    private JdbcAnnouncementStore() {}

    static List<Announcement> list(Handle handle, long before, int limit) {
        return handle.createQuery(LIST)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, ctx) -> announcement(row))
                .list();
    }

    static Optional<Announcement> find(Handle handle, long id) {
        return handle.createQuery(ONE)
                .bind("id", id)
                .map((row, ctx) -> announcement(row))
                .findOne();
    }

    static List<Announcement> shown(Handle handle, long now, int limit) {
        return handle.createQuery(SHOWN)
                .bind("now", now)
                .bind("limit", limit)
                .map((row, ctx) -> announcement(row))
                .list();
    }

    static void save(Handle handle, Announcement one, long now) {
        Instant until = one.until();
        handle.createUpdate(SAVE)
                .bind("id", one.id())
                .bind("title", one.title())
                .bind("body", one.text())
                .bind("level", one.level().id())
                .bind("roles", String.join(",", one.audience().roles()))
                .bind(
                        "groups",
                        one.audience().groups().stream()
                                .map(group -> Long.toString(group.value()))
                                .collect(Collectors.joining(",")))
                .bind("from", one.from().toEpochMilli())
                .bind("until", until == null ? 0 : until.toEpochMilli())
                .bind("by", one.createdBy())
                .bind("created", one.createdAt().toEpochMilli())
                .bind("now", now)
                .execute();
    }

    static void delete(Handle handle, long id) {
        handle.createUpdate(DELETE_READS).bind("id", id).execute();
        handle.createUpdate(DELETE).bind("id", id).execute();
    }

    static Set<Long> read(Handle handle, UserId user) {
        return new HashSet<>(handle.createQuery(READ)
                .bind("user", user.value())
                .mapTo(Long.class)
                .list());
    }

    static int readers(Handle handle, long id) {
        return handle.createQuery(READERS).bind("id", id).mapTo(Integer.class).one();
    }

    static void mark(Handle handle, long id, UserId user, long now) {
        handle.createUpdate(MARK)
                .bind("id", id)
                .bind("user", user.value())
                .bind("now", now)
                .execute();
    }

    private static Announcement announcement(ResultSet row) throws SQLException {
        long until = row.getLong("until_at");
        return new Announcement(
                row.getLong("id"),
                row.getString("title"),
                row.getString("body"),
                Announcement.Level.of(row.getString("level")),
                new Announcement.Audience(
                        Set.copyOf(split(row.getString("roles"))),
                        split(row.getString("group_ids")).stream()
                                .map(id -> new GroupId(Long.parseLong(id)))
                                .toList()),
                Instant.ofEpochMilli(row.getLong("from_at")),
                until == 0 ? null : Instant.ofEpochMilli(until),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }
}

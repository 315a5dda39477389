package dev.headgate.identity;

import dev.headgate.base.IdSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of the audit log. */
final class JdbcAuditStore {
    private static final String INSERT = """
            insert into audit_entries (id, at, actor, action, subject, before_json, after_json, address, request_id)
            values (:id, :at, :actor, :action, :subject, :before, :after, :address, :request)""";

    /** When somebody reads the log; primary key, newest first, or one of the audit_by_ indices. */
    private static final String LIST = """
            select id, at, actor, action, subject, before_json, after_json, address, request_id from audit_entries
            where id < :before and at >= :from and at < :to
                and (:actor = '' or actor = :actor) and (:action = '' or action = :action)
                and (:subject = '' or subject = :subject or :kind <> '' and subject like :kind escape '!')
            order by id desc limit :limit""";

    /** Once for each call that changes something; primary key. */
    private static final String BEGIN = """
            insert into audit_begun (id, at, actor, action, subject, address, request_id)
            values (:id, :at, :actor, :action, :subject, :address, :request)""";

    /** Once in ten minutes where old entries are to go; primary key, whose order is that of time. */
    private static final String FORGET_SOME = """
            delete from audit_entries where id in
                (select id from audit_entries where id < :id and at < :at order by id limit :limit)""";

    private JdbcAuditStore() {}

    static void begin(Handle handle, AuditEntry intent) {
        handle.createUpdate(BEGIN)
                .bind("id", intent.id())
                .bind("at", intent.at().toEpochMilli())
                .bind("actor", intent.actor())
                .bind("action", intent.action())
                .bind("subject", intent.subject())
                .bind("address", intent.origin().address())
                .bind("request", intent.origin().requestId())
                .execute();
    }

    static void end(Handle handle, long id) {
        handle.execute("delete from audit_begun where id = ?", id);
    }

    /** Every ten minutes; the table holds what is being done now. */
    static List<AuditEntry> begunBefore(Handle handle, long at) {
        return handle.createQuery("select id, at, actor, action, subject, '' as before_json, '' as after_json, address,"
                        + " request_id from audit_begun where at < :at order by id")
                .bind("at", at)
                .map((row, ctx) -> entry(row))
                .list();
    }

    /** The only way for entries to leave: the store refuses to delete any that isn't older than the cut that stands there. */
    static int forgetSome(Handle handle, Instant cut, int limit) {
        handle.execute("update audit_retention set before_at = ?", cut.toEpochMilli());
        return handle.createUpdate(FORGET_SOME)
                .bind("id", IdSource.firstAt(cut))
                .bind("at", cut.toEpochMilli())
                .bind("limit", limit)
                .execute();
    }

    static void insert(Handle handle, AuditEntry entry) {
        handle.createUpdate(INSERT)
                .bind("id", entry.id())
                .bind("at", entry.at().toEpochMilli())
                .bind("actor", entry.actor())
                .bind("action", entry.action())
                .bind("subject", entry.subject())
                .bind("before", entry.before())
                .bind("after", entry.after())
                .bind("address", entry.origin().address())
                .bind("request", entry.origin().requestId())
                .execute();
    }

    static List<AuditEntry> list(Handle handle, AuditLog.Filter filter) {
        String subject = orEmpty(filter.subject());
        String kind = subject.endsWith(":")
                ? subject.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
                : "";
        return handle.createQuery(LIST)
                .bind("before", filter.before() == null ? Long.MAX_VALUE : (long) filter.before())
                .bind("from", millis(filter.from(), 0))
                .bind("to", millis(filter.to(), Long.MAX_VALUE))
                .bind("actor", orEmpty(filter.actor()))
                .bind("action", orEmpty(filter.action()))
                .bind("subject", subject)
                .bind("kind", kind)
                .bind("limit", filter.limit())
                .map((row, ctx) -> entry(row))
                .list();
    }

    private static long millis(@Nullable Instant instant, long otherwise) {
        return instant == null ? otherwise : instant.toEpochMilli();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("before_json"),
                row.getString("after_json"),
                new AuditEntry.Origin(row.getString("address"), row.getString("request_id")));
    }
}

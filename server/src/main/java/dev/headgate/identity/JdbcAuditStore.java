package dev.headgate.identity;

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
                and (:subject = '' or subject = :subject)
            order by id desc limit :limit""";

    /** Once an hour where old entries are to go; primary key, whose order is that of time. */
    private static final String DELETE_SOME = """
            delete from audit_entries where id in
                (select id from audit_entries where id < :cut order by id limit :limit)""";

    private JdbcAuditStore() {}

    static int deleteSome(Handle handle, long cut, int limit) {
        return handle.createUpdate(DELETE_SOME)
                .bind("cut", cut)
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
        return handle.createQuery(LIST)
                .bind("before", filter.before() == null ? Long.MAX_VALUE : (long) filter.before())
                .bind("from", millis(filter.from(), 0))
                .bind("to", millis(filter.to(), Long.MAX_VALUE))
                .bind("actor", orEmpty(filter.actor()))
                .bind("action", orEmpty(filter.action()))
                .bind("subject", orEmpty(filter.subject()))
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

package dev.headgate.mail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of the outbox. */
final class JdbcMailStore {
    private static final String INSERT = """
            insert into mail_outbox (id, recipient, subject, sealed_text, dead, tries, next_try_at, created_at, error)
            values (:id, :to, :subject, :text, :no, 0, :now, :now, '')""";

    /** Every few seconds; mail_outbox_due. */
    private static final String DUE = """
            select id, recipient, subject, sealed_text, tries, next_try_at from mail_outbox
            where dead = :no and next_try_at <= :now order by next_try_at, id limit 20""";

    /** Only who finds the row as it was seen may send it. */
    private static final String CLAIM =
            "update mail_outbox set next_try_at = :until, tries = tries + 1 where id = :id and next_try_at = :seen and dead = :no";

    private static final String DELETE = "delete from mail_outbox where id = :id";
    private static final String DELETE_DEAD = "delete from mail_outbox where id = :id and dead = :yes";
    private static final String LATER =
            "update mail_outbox set next_try_at = :next, error = :error, dead = :dead where id = :id";
    private static final String REVIVE =
            "update mail_outbox set next_try_at = :now, tries = 0, dead = :no where id = :id and dead = :yes";

    /** When an operator looks; mail_outbox_due. */
    private static final String DEAD = """
            select id, recipient, subject, tries, created_at, error from mail_outbox
            where dead = :yes and id < :before order by id desc limit :limit""";

    private static final String WAITING = "select count(*) from mail_outbox where dead = :no";

    private JdbcMailStore() {}

    /** A letter that is due. */
    record Due(long id, String to, String subject, String sealed, int tries, long nextTryAt) {}

    static void insert(Handle handle, long id, Letter letter, String sealed, long now) {
        handle.createUpdate(INSERT)
                .bind("id", id)
                .bind("to", letter.to())
                .bind("subject", letter.subject())
                .bind("text", sealed)
                .bind("no", false)
                .bind("now", now)
                .execute();
    }

    static List<Due> due(Handle handle, long now) {
        return handle.createQuery(DUE)
                .bind("no", false)
                .bind("now", now)
                .map((row, ctx) -> new Due(
                        row.getLong("id"),
                        row.getString("recipient"),
                        row.getString("subject"),
                        row.getString("sealed_text"),
                        row.getInt("tries"),
                        row.getLong("next_try_at")))
                .list();
    }

    static boolean claim(Handle handle, Due due, long until) {
        return handle.createUpdate(CLAIM)
                        .bind("until", until)
                        .bind("id", due.id())
                        .bind("seen", due.nextTryAt())
                        .bind("no", false)
                        .execute()
                > 0;
    }

    static void sent(Handle handle, long id) {
        handle.createUpdate(DELETE).bind("id", id).execute();
    }

    static void later(Handle handle, long id, long next, String error, boolean dead) {
        handle.createUpdate(LATER)
                .bind("id", id)
                .bind("next", next)
                .bind("error", error)
                .bind("dead", dead)
                .execute();
    }

    static boolean revive(Handle handle, long id, long now) {
        return handle.createUpdate(REVIVE)
                        .bind("id", id)
                        .bind("now", now)
                        .bind("no", false)
                        .bind("yes", true)
                        .execute()
                > 0;
    }

    static Optional<DeadLetter> dead(Handle handle, long id) {
        return dead(handle, id + 1, 1).stream().filter(one -> one.id() == id).findFirst();
    }

    static List<DeadLetter> dead(Handle handle, long before, int limit) {
        return handle.createQuery(DEAD)
                .bind("yes", true)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, ctx) -> new DeadLetter(
                        row.getLong("id"),
                        row.getString("recipient"),
                        row.getString("subject"),
                        row.getInt("tries"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        row.getString("error")))
                .list();
    }

    static void deleteDead(Handle handle, long id) {
        handle.createUpdate(DELETE_DEAD).bind("id", id).bind("yes", true).execute();
    }

    static int waiting(Handle handle) {
        return handle.createQuery(WAITING)
                .bind("no", false)
                .mapTo(Integer.class)
                .one();
    }
}

package dev.headgate.billing;

import dev.headgate.base.Money;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL of operations' order and of what they changed. */
final class JdbcChangeStore {
    /** First statement of every operation: its lock orders them, and settlement's batches between them. */
    private static final String BEGIN = "update billing_state set seq = seq + 1 where id = 1";

    private static final String SEQ = "select seq from billing_state where id = 1";

    /** PostgreSQL: settlement goes on beside other settlements, not beside an operation. SQLite has one writer anyway. */
    private static final String SEQ_SHARED = SEQ + " for share";

    /** Two changes of one operation to one balance are one. */
    private static final String NOTE = """
            insert into billing_changes (seq, kind, subject, nanos) values (:seq, :kind, :subject, :nanos)
            on conflict (seq, kind, subject) do update set nanos = billing_changes.nanos + excluded.nanos""";

    /** Twice a second; the front of the primary key. */
    private static final String SINCE = """
            select seq, kind, subject, nanos from billing_changes where seq > :seen order by seq, kind, subject""";

    private JdbcChangeStore() {}

    static long begin(Handle handle) {
        handle.execute(BEGIN);
        return seq(handle);
    }

    static long seq(Handle handle) {
        return handle.createQuery(SEQ).mapTo(long.class).one();
    }

    static long seqShared(Handle handle, boolean postgresql) {
        return handle.createQuery(postgresql ? SEQ_SHARED : SEQ)
                .mapTo(long.class)
                .one();
    }

    static void note(Handle handle, Change change) {
        handle.createUpdate(NOTE)
                .bind("seq", change.seq())
                .bind("kind", change.kind().name())
                .bind("subject", change.subject())
                .bind("nanos", change.amount().nanos())
                .execute();
    }

    static List<Change> since(Handle handle, long seen) {
        return handle.createQuery(SINCE)
                .bind("seen", seen)
                .map((row, ctx) -> new Change(
                        row.getLong("seq"),
                        Change.Kind.valueOf(row.getString("kind")),
                        row.getLong("subject"),
                        new Money(row.getLong("nanos"))))
                .list();
    }
}

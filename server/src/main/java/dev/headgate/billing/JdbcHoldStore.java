package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of holds made by systems outside. */
final class JdbcHoldStore {
    /** A new hold; primary key. */
    private static final String INSERT = """
            insert into ledger_holds (id, user_id, amount_nanos, created_at, expires_at, state, note)
            values (:id, :user, :amount, :at, :expires, 'open', :note)
            on conflict (id) do nothing""";

    /** The end of a hold; primary key. */
    private static final String FIND = """
            select id, user_id, amount_nanos, expires_at, state from ledger_holds where id = :id""";

    /** The end of a hold; primary key. */
    private static final String END = "update ledger_holds set state = :state where id = :id and state = 'open'";

    /** Every few seconds; ledger_holds_open. */
    private static final String EXPIRED = """
            select id, user_id, amount_nanos, expires_at, state from ledger_holds
            where state = 'open' and expires_at <= :now order by expires_at limit 100""";

    private JdbcHoldStore() {}

    static boolean insert(Handle handle, LongHold hold, long atMillis, String note) {
        return handle.createUpdate(INSERT)
                        .bind("id", hold.id())
                        .bind("user", hold.user().value())
                        .bind("amount", hold.amount().nanos())
                        .bind("at", atMillis)
                        .bind("expires", hold.expiresAt().toEpochMilli())
                        .bind("note", note)
                        .execute()
                > 0;
    }

    static Optional<LongHold> find(Handle handle, String id) {
        return handle.createQuery(FIND)
                .bind("id", id)
                .map((row, ctx) -> hold(row))
                .findOne();
    }

    private static LongHold hold(java.sql.ResultSet row) throws java.sql.SQLException {
        return new LongHold(
                row.getString("id"),
                new UserId(row.getLong("user_id")),
                new Money(row.getLong("amount_nanos")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                LongHold.State.of(row.getString("state")));
    }

    /** Ends an open hold; false when it had ended. */
    static boolean end(Handle handle, String id, LongHold.State state) {
        return handle.createUpdate(END).bind("id", id).bind("state", state.id()).execute() > 0;
    }

    static List<LongHold> expired(Handle handle, Instant now) {
        return handle.createQuery(EXPIRED)
                .bind("now", now.toEpochMilli())
                .map((row, ctx) -> hold(row))
                .list();
    }
}

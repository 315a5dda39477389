package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.PastState.Of;
import dev.headgate.base.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of past states of accounts. */
final class JdbcPastStates {
    /** Every few seconds, for those that began, went on or ended. */
    private static final String KEEP = """
            insert into account_past_states (account_id, model, state, from_at, until_at, reason, times)
            values (:id, :model, :state, :from, :until, :reason, :times)
            on conflict (account_id, model, state, from_at) do update set
                until_at = excluded.until_at, reason = excluded.reason, times = excluded.times""";

    private static final String ROWS =
            "select account_id, model, state, from_at, until_at, reason, times from account_past_states";

    private static final String TOUCHING = " where from_at < :to and (until_at is null or until_at > :from)";

    private static final String NEWEST_FIRST = " order by from_at desc, account_id, model limit :limit";

    /** When somebody looks at the overview; account_past_states_from. */
    private static final String OF_ALL = ROWS + TOUCHING + NEWEST_FIRST;

    /** When somebody looks at an account; the front of the primary key. */
    private static final String OF_ONE = ROWS + TOUCHING + " and account_id = :id" + NEWEST_FIRST;

    /** When a gateway begins to look; account_past_states_until. */
    private static final String LASTING = ROWS + " where until_at is null or until_at > :late";

    private static final String FORGET = "delete from account_past_states where account_id = :id";

    /** Retention, in pieces; account_past_states_until. */
    private static final String CUT = """
            delete from account_past_states where until_at < :before and until_at <= (
                select max(until_at) from (
                    select until_at from account_past_states where until_at < :before order by until_at limit :piece) as oldest)""";

    private JdbcPastStates() {}

    static void keep(Handle handle, List<PastState> states) {
        PreparedBatch batch = handle.prepareBatch(KEEP);
        for (PastState state : states) {
            Instant until = state.until();
            batch.bind("id", state.of().account().value())
                    .bind("model", state.of().model())
                    .bind("state", state.status().id())
                    .bind("from", state.from().toEpochMilli())
                    .bind("until", until == null ? null : (Long) until.toEpochMilli())
                    .bind("reason", state.reason())
                    .bind("times", state.times())
                    .add();
        }
        batch.execute();
    }

    static List<PastState> between(Handle handle, @Nullable AccountId id, Instant from, Instant to, int limit) {
        Query query = handle.createQuery(id == null ? OF_ALL : OF_ONE)
                .bind("from", from.toEpochMilli())
                .bind("to", to.toEpochMilli())
                .bind("limit", limit);
        if (id != null) {
            query.bind("id", id.value());
        }
        return query.map((row, ctx) -> state(row)).list();
    }

    /** Those that last, or did at that instant. */
    static List<PastState> lasting(Handle handle, Instant late) {
        return handle.createQuery(LASTING)
                .bind("late", late.toEpochMilli())
                .map((row, ctx) -> state(row))
                .list();
    }

    private static PastState state(ResultSet row) throws SQLException {
        long until = row.getLong("until_at");
        boolean lasts = row.wasNull();
        return new PastState(
                new Of(new AccountId(row.getLong("account_id")), row.getString("model")),
                Status.valueOf(row.getString("state").replace('-', '_').toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong("from_at")),
                lasts ? null : Instant.ofEpochMilli(until),
                row.getString("reason"),
                row.getInt("times"));
    }

    static void forget(Handle handle, AccountId id) {
        handle.createUpdate(FORGET).bind("id", id.value()).execute();
    }

    /** Removes some {@code piece} of those that ended before an instant, the earliest; returns how many. */
    static int cut(Handle handle, Instant before, int piece) {
        return handle.createUpdate(CUT)
                .bind("before", before.toEpochMilli())
                .bind("piece", piece)
                .execute();
    }
}

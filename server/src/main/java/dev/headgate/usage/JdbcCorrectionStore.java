package dev.headgate.usage;

import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.store.RowBatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of corrections. */
final class JdbcCorrectionStore {
    private static final String CALL = """
            select u.request_id, u.created_at, u.user_id, u.key_id, u.group_id, u.account_id, u.model, u.upstream_model,
                u.input_tokens, u.output_tokens, u.cache_read_tokens, u.cache_write_5m_tokens, u.cache_write_1h_tokens,
                u.reasoning_tokens, u.rating, u.from_balance, u.subscription_id,
                u.list_cost_nanos + coalesce((select sum(c.list_cost_delta_nanos) from usage_corrections c
                    where c.request_id = u.request_id), 0) as list_nanos,
                u.charged_nanos + coalesce((select sum(c.charged_delta_nanos) from usage_corrections c
                    where c.request_id = u.request_id), 0) as charged_nanos,
                (select count(*) from usage_corrections c
                    where c.request_id = u.request_id and c.rerating_id = :rerating) as corrected
            from usage u
            """;

    /** A re-rating, page by page; walks usage_created, each call's corrections by primary key. */
    private static final String PAGE = CALL + """
            where (u.created_at, u.request_id) > (:at, :id) and u.created_at < :to
            order by u.created_at, u.request_id limit :rows""";

    /** When somebody looks at one: usage_pk. */
    private static final String ONE = CALL + "where u.request_id = :id";

    /** A re-rating; primary key. */
    private static final String INSERT = """
            insert into usage_corrections (request_id, rerating_id, created_at, user_id, key_id, group_id, account_id, model,
                list_cost_delta_nanos, charged_delta_nanos, price_version, corrected_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing""";

    private JdbcCorrectionStore() {}

    static List<RatedCall> page(
            Handle handle, String reratingId, JdbcUsageStore.Position after, long toMillis, int rows) {
        return handle.createQuery(PAGE)
                .bind("rerating", reratingId)
                .bind("at", after.atMillis())
                .bind("id", after.id())
                .bind("to", toMillis)
                .bind("rows", rows)
                .map((row, ctx) -> call(row))
                .list();
    }

    /** One call, by itself and not as a part of a re-rating. */
    static Optional<RatedCall> find(Handle handle, String requestId) {
        return handle.createQuery(ONE)
                .bind("rerating", "")
                .bind("id", requestId)
                .map((row, ctx) -> call(row))
                .findOne();
    }

    private static RatedCall call(ResultSet row) throws SQLException {
        Rating.Read rated = Rating.parse(row.getString("rating"));
        long subscription = row.getLong("subscription_id");
        return new RatedCall(
                row.getString("request_id"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                new UserId(row.getLong("user_id")),
                row.getLong("key_id"),
                row.getLong("group_id"),
                row.getLong("account_id"),
                row.getString("model"),
                row.getString("upstream_model"),
                new TokenUsage(
                        row.getLong("input_tokens"),
                        row.getLong("output_tokens"),
                        row.getLong("cache_read_tokens"),
                        row.getLong("cache_write_5m_tokens"),
                        row.getLong("cache_write_1h_tokens"),
                        row.getLong("reasoning_tokens"),
                        rated.extras()),
                rated.rating(),
                new Money(row.getLong("list_nanos")),
                new Money(row.getLong("charged_nanos")),
                row.getBoolean("from_balance"),
                subscription == 0 ? null : new SubscriptionId(subscription),
                row.getLong("corrected") > 0);
    }

    static List<Correction> add(Handle handle, String reratingId, List<Correction> corrections, long nowMillis) {
        List<Correction> added = new ArrayList<>();
        try (RowBatch batch = new RowBatch(handle, INSERT)) {
            for (Correction correction : corrections) {
                RatedCall call = correction.call();
                batch.text(call.requestId())
                        .text(reratingId)
                        .number(call.createdAt().toEpochMilli())
                        .number(call.user().value())
                        .number(call.key())
                        .number(call.group())
                        .number(call.account())
                        .text(call.model())
                        .number(correction.list().nanos())
                        .number(correction.charged().nanos())
                        .text(correction.priceVersion())
                        .number(nowMillis)
                        .add();
            }
            int[] counts = batch.execute();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    added.add(corrections.get(i));
                }
            }
        }
        List<JdbcRollupStore.Addition> additions = new ArrayList<>();
        for (Correction correction : added) {
            RatedCall call = correction.call();
            long list = correction.list().nanos();
            additions.add(new JdbcRollupStore.Addition(
                    call.createdAt().toEpochMilli(),
                    call.user().value(),
                    call.key(),
                    call.group(),
                    call.account(),
                    call.model(),
                    new UsageSums(
                            0, 0, 0, 0, 0, 0, 0, list, correction.charged().nanos(), list)));
        }
        JdbcRollupStore.add(handle, additions);
        return added;
    }
}

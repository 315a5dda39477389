package dev.headgate.usage;

import dev.headgate.base.KeyId;
import dev.headgate.base.SubscriptionId;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.store.RowBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/** The SQL of usage rows, their attempts, and sums by the hour. One statement set for both databases. */
final class JdbcUsageStore {
    private static final long HOUR_MILLIS = 3_600_000;

    /** Settlement, once per batch; primary key. A repeated delivery inserts nothing. */
    private static final String INSERT = """
            insert into usage (request_id, created_at, user_id, key_id, group_id, account_id, protocol, model,
                upstream_model, stream, status, error_code, input_tokens, output_tokens, cache_read_tokens,
                cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens, list_cost_nanos, charged_nanos,
                from_balance, subscription_id, estimated, price_version, first_byte_ms, duration_ms, attempts, trace,
                rating, upstream_cost_nanos)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (request_id) do nothing""";

    /** Settlement, for rows just inserted; primary key. */
    private static final String INSERT_ATTEMPT = """
            insert into usage_attempts (request_id, ordinal, account_id, outcome, status, input_tokens, output_tokens,
                cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens,
                upstream_cost_nanos, duration_ms)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** Settlement, one row for each sum that a batch touches; primary key. */
    private static final String ADD_TO_HOUR = """
            insert into usage_hourly (hour_start, user_id, key_id, account_id, model, calls, input_tokens, output_tokens,
                cache_read_tokens, cache_write_tokens, list_cost_nanos, charged_nanos)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (key_id, hour_start, user_id, account_id, model) do update set
                calls = usage_hourly.calls + excluded.calls,
                input_tokens = usage_hourly.input_tokens + excluded.input_tokens,
                output_tokens = usage_hourly.output_tokens + excluded.output_tokens,
                cache_read_tokens = usage_hourly.cache_read_tokens + excluded.cache_read_tokens,
                cache_write_tokens = usage_hourly.cache_write_tokens + excluded.cache_write_tokens,
                list_cost_nanos = usage_hourly.list_cost_nanos + excluded.list_cost_nanos,
                charged_nanos = usage_hourly.charged_nanos + excluded.charged_nanos""";

    /** The export; walks usage_created. What a row names may be gone: then its id is shown. */
    private static final String EXPORT = """
            select u.request_id, u.created_at, coalesce(users.email, cast(u.user_id as varchar(20))) as user_name,
                coalesce(api_keys.name, cast(u.key_id as varchar(20))) as key_name,
                coalesce(groups.name, cast(u.group_id as varchar(20))) as group_name,
                coalesce(accounts.name, cast(u.account_id as varchar(20))) as account_name,
                u.protocol, u.model, u.upstream_model, u.stream, u.status, u.error_code, u.input_tokens,
                u.output_tokens, u.cache_read_tokens, u.cache_write_5m_tokens, u.cache_write_1h_tokens,
                u.reasoning_tokens, u.list_cost_nanos, u.charged_nanos, u.estimated, u.first_byte_ms, u.duration_ms,
                u.attempts
            from usage u
            left join users on users.id = u.user_id
            left join api_keys on api_keys.id = u.key_id
            left join groups on groups.id = u.group_id
            left join accounts on accounts.id = u.account_id
            where u.created_at >= :from and u.created_at < :to
            order by u.created_at, u.request_id""";

    /** A key's own totals for GET /v1/usage; the front of usage_hourly's primary key. */
    private static final String TOTALS = """
            select coalesce(sum(calls), 0) as calls, coalesce(sum(input_tokens), 0) as input,
                coalesce(sum(output_tokens), 0) as output, coalesce(sum(cache_read_tokens), 0) as cache_read,
                coalesce(sum(cache_write_tokens), 0) as cache_write, coalesce(sum(charged_nanos), 0) as charged
            from usage_hourly where key_id = :key and hour_start >= :from""";

    private JdbcUsageStore() {}

    /** Inserts what isn't there yet; returns the records that were really inserted. */
    static List<UsageRecord> insert(Handle handle, List<UsageRecord> records) {
        List<UsageRecord> inserted = new ArrayList<>(records.size());
        try (RowBatch batch = new RowBatch(handle, INSERT)) {
            for (UsageRecord record : records) {
                addRow(batch, record);
            }
            int[] counts = batch.execute();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    inserted.add(records.get(i));
                }
            }
        }
        insertAttempts(handle, inserted);
        addToHours(handle, inserted);
        return inserted;
    }

    private static void addRow(RowBatch batch, UsageRecord record) {
        SubscriptionId subscription = record.subscription();
        batch.text(record.requestId())
                .number(record.createdAt().toEpochMilli())
                .number(record.user().value())
                .number(record.key().value())
                .number(record.group().value())
                .number(record.account().value())
                .text(record.protocol().id())
                .text(record.model())
                .text(record.upstreamModel())
                .flag(record.stream())
                .number(record.status())
                .text(record.errorCode());
        tokens(batch, record.tokens())
                .number(record.listCost().nanos())
                .number(record.charged().nanos())
                .flag(record.fromBalance())
                .number(subscription == null ? 0 : subscription.value())
                .flag(record.estimated())
                .text(record.priceVersion())
                .number(record.firstByteMillis())
                .number(record.durationMillis())
                .number(record.attempts().size())
                .text(record.trace())
                .text(record.rating().text(record.tokens().extras()))
                .number(record.upstreamCost().nanos())
                .add();
    }

    private static RowBatch tokens(RowBatch batch, TokenUsage tokens) {
        return batch.number(tokens.input())
                .number(tokens.output())
                .number(tokens.cacheRead())
                .number(tokens.cacheWrite5m())
                .number(tokens.cacheWrite1h())
                .number(tokens.reasoning());
    }

    private static void insertAttempts(Handle handle, List<UsageRecord> inserted) {
        try (RowBatch batch = new RowBatch(handle, INSERT_ATTEMPT)) {
            for (UsageRecord record : inserted) {
                int ordinal = 0;
                for (AttemptRecord attempt : record.attempts()) {
                    batch.text(record.requestId())
                            .number(ordinal++)
                            .number(attempt.account().value())
                            .text(attempt.outcome())
                            .number(attempt.status());
                    tokens(batch, attempt.tokens())
                            .number(attempt.upstreamCost().nanos())
                            .number(attempt.durationMillis())
                            .add();
                }
            }
            batch.execute();
        }
    }

    private record Hour(long start, long user, long key, long account, String model) {}

    private static void addToHours(Handle handle, List<UsageRecord> inserted) {
        Map<Hour, long[]> sums = new LinkedHashMap<>(); // the sums stand in the order of the statement's columns
        for (UsageRecord record : inserted) {
            long at = record.createdAt().toEpochMilli();
            Hour hour = new Hour(
                    at - at % HOUR_MILLIS,
                    record.user().value(),
                    record.key().value(),
                    record.account().value(),
                    record.model());
            long[] sum = sums.computeIfAbsent(hour, made -> new long[7]);
            TokenUsage tokens = record.tokens();
            sum[0]++;
            sum[1] += tokens.input();
            sum[2] += tokens.output();
            sum[3] += tokens.cacheRead();
            sum[4] += tokens.cacheWrite5m() + tokens.cacheWrite1h();
            sum[5] = Math.addExact(sum[5], record.listCost().nanos());
            sum[6] = Math.addExact(sum[6], record.charged().nanos());
        }
        try (RowBatch batch = new RowBatch(handle, ADD_TO_HOUR)) {
            sums.forEach((hour, sum) -> {
                batch.number(hour.start())
                        .number(hour.user())
                        .number(hour.key())
                        .number(hour.account())
                        .text(hour.model());
                for (long part : sum) {
                    batch.number(part);
                }
                batch.add();
            });
            batch.execute();
        }
    }

    /** Hands each exported row to {@code consumer}, one at a time. */
    static void export(
            Handle handle, @Nullable Instant from, @Nullable Instant to, Consumer<Map<String, Object>> consumer) {
        try (ResultIterator<Map<String, Object>> rows = handle.createQuery(EXPORT)
                .bind("from", from == null ? Long.MIN_VALUE : from.toEpochMilli())
                .bind("to", to == null ? Long.MAX_VALUE : to.toEpochMilli())
                .setFetchSize(1_000)
                .mapToMap()
                .iterator()) {
            while (rows.hasNext()) {
                consumer.accept(rows.next());
            }
        }
    }

    static UsageTotals totals(Handle handle, KeyId key, Instant from) {
        return handle.createQuery(TOTALS)
                .bind("key", key.value())
                .bind("from", from.toEpochMilli())
                .map((row, ctx) -> new UsageTotals(
                        row.getLong("calls"),
                        row.getLong("input"),
                        row.getLong("output"),
                        row.getLong("cache_read"),
                        row.getLong("cache_write"),
                        row.getLong("charged")))
                .one();
    }
}

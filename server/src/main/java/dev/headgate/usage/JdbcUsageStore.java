package dev.headgate.usage;

import dev.headgate.base.AccountId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.store.RowBatch;
import dev.headgate.usage.JdbcRollupStore.Addition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The SQL of usage rows and their attempts. One statement set for both databases. */
final class JdbcUsageStore {
    /** Settlement, once per batch; primary key. A repeated delivery inserts nothing. */
    private static final String INSERT = """
            insert into usage (request_id, created_at, user_id, key_id, group_id, account_id, protocol, model,
                upstream_model, stream, status, error_code, input_tokens, output_tokens, cache_read_tokens,
                cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens, list_cost_nanos, charged_nanos,
                from_balance, subscription_id, estimated, price_version, first_byte_ms, duration_ms, attempts, trace,
                rating, upstream_cost_nanos)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing""";

    /** Settlement, for rows just inserted; primary key. */
    private static final String INSERT_ATTEMPT = """
            insert into usage_attempts (request_id, ordinal, account_id, outcome, status, input_tokens, output_tokens,
                cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens,
                upstream_cost_nanos, duration_ms, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** The export; walks usage_created. What a row names may be gone: then its id is shown. */
    private static final String EXPORT = """
            select u.request_id, u.created_at, coalesce(users.email, case u.user_id when 0 then '(test)' else cast(u.user_id as varchar(20)) end) as user_name,
                coalesce(api_keys.name, case u.key_id when 0 then '(test)' else cast(u.key_id as varchar(20)) end) as key_name,
                coalesce(groups.name, case u.group_id when 0 then '(test)' else cast(u.group_id as varchar(20)) end) as group_name,
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
            where (u.created_at, u.request_id) > (:at, :id) and u.created_at < :to
            order by u.created_at, u.request_id limit :rows""";

    /** A key's own totals for GET /v1/usage; usage_daily_keys_key. */
    private static final String TOTALS = """
            select coalesce(sum(calls), 0) as calls, coalesce(sum(input_tokens), 0) as input,
                coalesce(sum(output_tokens), 0) as output, coalesce(sum(cache_read_tokens), 0) as cache_read,
                coalesce(sum(cache_write_tokens), 0) as cache_write, coalesce(sum(charged_nanos), 0) as charged
            from usage_daily_keys where key_id = :key and day_start >= :from""";

    /** At start and when a limit is new, for each key whose spending is limited; usage_hourly_key. */
    private static final String KEY_HOURS = """
            select hour_start, sum(charged_nanos) as charged from usage_hourly
            where key_id = :id and hour_start >= :from group by hour_start""";

    /** The same for a user; usage_hourly_user. */
    private static final String USER_HOURS = """
            select hour_start, sum(charged_nanos) as charged from usage_hourly
            where user_id = :id and hour_start >= :from group by hour_start""";

    /** Only for windows that don't begin with an hour; walks less than an hour of usage_created. */
    private static final String KEY_PART = """
            select coalesce(sum(charged_nanos), 0) from usage
            where created_at >= :from and created_at < :to and key_id = :id""";

    private static final String USER_PART = """
            select coalesce(sum(charged_nanos), 0) from usage
            where created_at >= :from and created_at < :to and user_id = :id""";

    private JdbcUsageStore() {}

    /** Charges of one key (or user) since {@code from}: by the hour, and exact for a begun hour at the front. */
    static List<Spent> spent(Handle handle, boolean ofKey, long id, long from) {
        List<Spent> spent = new ArrayList<>();
        long hour = Math.ceilDiv(from, Rollup.HOURLY.spanMillis()) * Rollup.HOURLY.spanMillis();
        if (hour > from) {
            long part = handle.createQuery(ofKey ? KEY_PART : USER_PART)
                    .bind("id", id)
                    .bind("from", from)
                    .bind("to", hour)
                    .mapTo(long.class)
                    .one();
            spent.add(new Spent(Instant.ofEpochMilli(from), new Money(part)));
        }
        handle.createQuery(ofKey ? KEY_HOURS : USER_HOURS)
                .bind("id", id)
                .bind("from", hour)
                .map((row, ctx) ->
                        new Spent(Instant.ofEpochMilli(row.getLong("hour_start")), new Money(row.getLong("charged"))))
                .forEach(spent::add);
        return spent;
    }

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
        JdbcRollupStore.add(handle, additions(inserted));
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
                            .number(record.createdAt().toEpochMilli())
                            .add();
                }
            }
            batch.execute();
        }
    }

    /** Calls and tokens at the account that answered, costs at the accounts that made them. */
    private static List<Addition> additions(List<UsageRecord> inserted) {
        List<Addition> additions = new ArrayList<>(inserted.size() + inserted.size() / 8);
        for (UsageRecord record : inserted) {
            TokenUsage tokens = record.tokens();
            long ownCost = 0;
            for (AttemptRecord attempt : record.attempts()) {
                long cost = attempt.upstreamCost().nanos();
                if (attempt.account().equals(record.account())) {
                    ownCost = Math.addExact(ownCost, cost);
                } else {
                    UsageSums sums = new UsageSums(0, 0, 0, 0, 0, 0, 0, 0, 0, cost);
                    additions.add(addition(record, attempt.account(), sums));
                }
            }
            UsageSums sums = new UsageSums(
                    1,
                    record.errorCode().isEmpty() ? 0 : 1,
                    tokens.input(),
                    tokens.output(),
                    tokens.cacheRead(),
                    tokens.cacheWrite5m() + tokens.cacheWrite1h(),
                    tokens.reasoning(),
                    record.listCost().nanos(),
                    record.charged().nanos(),
                    ownCost);
            additions.add(addition(record, record.account(), sums));
        }
        return additions;
    }

    private static Addition addition(UsageRecord record, AccountId account, UsageSums sums) {
        return new Addition(
                record.createdAt().toEpochMilli(),
                record.user().value(),
                record.key().value(),
                record.group().value(),
                account.value(),
                record.model(),
                sums);
    }

    /** Where an export stands: behind the row of that time and id. */
    record Position(long atMillis, String id) {
        /** Before all rows from {@code fromMillis} on. */
        static Position before(long fromMillis) {
            return new Position(fromMillis, "");
        }
    }

    /**
     * Hands the next {@code rows} exported rows to {@code consumer}; returns where they end, nothing when there were none. A page is
     * a statement of its own, so that a long export neither fills the memory nor holds up the database's own upkeep.
     */
    static Optional<Position> export(
            Handle handle, Position from, long toMillis, int rows, Consumer<Map<String, Object>> consumer) {
        Position[] last = new Position[1];
        handle.createQuery(EXPORT)
                .bind("at", from.atMillis)
                .bind("id", from.id)
                .bind("to", toMillis)
                .bind("rows", rows)
                .mapToMap()
                .forEach(row -> {
                    consumer.accept(row);
                    last[0] = new Position(
                            ((Number) Objects.requireNonNull(row.get("created_at"))).longValue(),
                            String.valueOf(row.get("request_id")));
                });
        return Optional.ofNullable(last[0]);
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

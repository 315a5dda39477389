package dev.headgate.usage;

import dev.headgate.base.GroupId;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.usage.RequestLog.Filter;
import dev.headgate.usage.RequestLog.Found;
import dev.headgate.usage.RequestLog.Place;
import dev.headgate.usage.RequestRow.Named;
import dev.headgate.usage.RequestRow.Try;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of looking at finished calls. */
final class JdbcRequestStore {
    private static final String ROW = """
            select u.request_id, u.created_at, u.user_id, u.key_id, u.group_id, u.account_id,
                coalesce(users.email, case u.user_id when 0 then '(test)' else cast(u.user_id as varchar(20)) end) as user_name,
                coalesce(api_keys.name, case u.key_id when 0 then '(test)' else cast(u.key_id as varchar(20)) end) as key_name,
                coalesce(groups.name, case u.group_id when 0 then '(test)' else cast(u.group_id as varchar(20)) end) as group_name,
                coalesce(accounts.name, cast(u.account_id as varchar(20))) as account_name,
                u.protocol, u.model, u.upstream_model, u.stream, u.status, u.error_code, u.input_tokens, u.output_tokens,
                u.cache_read_tokens, u.cache_write_5m_tokens, u.cache_write_1h_tokens, u.reasoning_tokens,
                u.list_cost_nanos, u.charged_nanos, u.from_balance, u.subscription_id, u.upstream_cost_nanos, u.estimated,
                u.price_version, u.first_byte_ms, u.duration_ms, u.attempts
            """;

    private static final String NAMES = """
            left join users on users.id = u.user_id
            left join api_keys on api_keys.id = u.key_id
            left join groups on groups.id = u.group_id
            left join accounts on accounts.id = u.account_id
            """;

    /** A stretch of the log, newest first: usage_created, or usage_by_user where one user's is looked at. */
    private static final String STRETCH =
            "select * from usage where (created_at, request_id) < (:at, :id) and created_at >= :from and created_at < :to";

    /** When somebody looks at one: usage_pk. */
    private static final String ONE = ROW + ", u.trace from usage u " + NAMES + " where u.request_id = :id";

    /** The front of usage_attempts_pk. */
    private static final String TRIES = """
            select a.account_id, coalesce(accounts.name, cast(a.account_id as varchar(20))) as account_name, a.outcome, a.status,
                a.input_tokens, a.output_tokens, a.cache_read_tokens, a.cache_write_5m_tokens, a.cache_write_1h_tokens,
                a.reasoning_tokens, a.upstream_cost_nanos, a.duration_ms
            from usage_attempts a left join accounts on accounts.id = a.account_id
            where a.request_id = :id order by a.ordinal""";

    /** A stretch's calls of one group: usage_created. */
    private static final String ANSWERED = """
            select created_at, user_id, protocol, model, input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens,
                cache_write_1h_tokens, first_byte_ms, duration_ms, trace
            from (select * from usage where created_at >= :from and created_at < :to order by created_at desc limit :look) u
            where u.group_id = :group and u.error_code = '' and u.output_tokens > 0
            order by created_at desc limit :max""";

    private static final String CONVERSATION = "\"conversation\":\"";
    private static final int CONVERSATION_DIGITS = 16;

    private JdbcRequestStore() {}

    static List<PastCall> answered(Handle handle, GroupId group, Instant from, Instant to, int max) {
        return handle.createQuery(ANSWERED)
                .bind("from", from.toEpochMilli())
                .bind("to", to.toEpochMilli())
                .bind("look", RequestLog.PLAYED_MAX)
                .bind("group", group.value())
                .bind("max", max)
                .map((row, ctx) -> past(row))
                .list()
                .reversed();
    }

    private static PastCall past(ResultSet row) throws SQLException {
        TokenUsage tokens = new TokenUsage(
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("cache_read_tokens"),
                row.getLong("cache_write_5m_tokens"),
                row.getLong("cache_write_1h_tokens"),
                0);
        return new PastCall(
                Instant.ofEpochMilli(row.getLong("created_at")),
                new UserId(row.getLong("user_id")),
                Protocol.of(row.getString("protocol")),
                row.getString("model"),
                conversation(row.getString("trace")),
                tokens.input() + tokens.cacheRead() + tokens.cacheWrite5m() + tokens.cacheWrite1h(),
                tokens.cacheRead(),
                tokens.output(),
                row.getInt("first_byte_ms"),
                row.getInt("duration_ms"));
    }

    /** The word of a trace, which the gateway writes in one form only. */
    static long conversation(@Nullable String trace) {
        int at = trace == null ? -1 : trace.indexOf(CONVERSATION);
        int from = at + CONVERSATION.length();
        return trace == null || at < 0 || from + CONVERSATION_DIGITS > trace.length()
                ? 0
                : HexFormat.fromHexDigitsToLong(trace, from, from + CONVERSATION_DIGITS);
    }

    /** Conditions of a search and what they are bound to; their texts are constants. */
    private static Map<String, Object> conditions(Filter filter) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        put(
                conditions,
                "u.key_id = :key",
                filter.key() == null ? null : filter.key().value());
        put(
                conditions,
                "u.group_id = :group",
                filter.group() == null ? null : filter.group().value());
        put(
                conditions,
                "u.account_id = :account",
                filter.account() == null ? null : filter.account().value());
        put(conditions, "u.model = :model", filter.model());
        put(conditions, "u.error_code = :error", filter.errorCode());
        put(conditions, "u.status = :status", filter.status());
        put(conditions, "(u.error_code <> '') = :failed", filter.failed());
        put(conditions, "u.estimated = :estimated", filter.estimated());
        put(conditions, "u.duration_ms >= :slow", filter.slowerThanMillis());
        put(conditions, "u.charged_nanos >= :dear", filter.dearerThanNanos());
        return conditions;
    }

    private static void put(Map<String, Object> conditions, String text, @Nullable Object value) {
        if (value != null) {
            conditions.put(text, value);
        }
    }

    static Found list(Handle handle, Filter filter, Place place, int limit) {
        Map<String, Object> conditions = conditions(filter);
        String stretch = STRETCH + (filter.user() == null ? "" : " and user_id = :user")
                + " order by created_at desc, request_id desc limit " + RequestLog.LOOKED_AT_MAX;
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions.keySet());
        Query query = bind(
                handle.createQuery(ROW + " from (" + stretch + ") u " + NAMES + where
                        + " order by u.created_at desc, u.request_id desc limit :limit"),
                filter,
                place);
        conditions.forEach((text, value) -> query.bind(text.substring(text.indexOf(':') + 1), value));
        List<RequestRow> rows = query.bind("limit", limit)
                .map((row, ctx) -> row(row, List.of(), ""))
                .list();
        if (rows.size() == limit) {
            RequestRow last = rows.getLast();
            return new Found(rows, new Place(last.createdAt().toEpochMilli(), last.requestId()));
        }
        return new Found(rows, end(handle, filter, place, stretch));
    }

    /** Where the stretch that was looked at ends, null when there is nothing behind it. */
    private static @Nullable Place end(Handle handle, Filter filter, Place place, String stretch) {
        String last = stretch.replace("select *", "select created_at, request_id")
                .replace("limit " + RequestLog.LOOKED_AT_MAX, "limit 1 offset " + (RequestLog.LOOKED_AT_MAX - 1));
        return bind(handle.createQuery(last), filter, place)
                .map((row, ctx) -> new Place(row.getLong("created_at"), row.getString("request_id")))
                .findOne()
                .orElse(null);
    }

    private static Query bind(Query query, Filter filter, Place place) {
        query.bind("at", place.atMillis())
                .bind("id", place.requestId())
                .bind(
                        "from",
                        filter.from() == null ? Long.MIN_VALUE : filter.from().toEpochMilli())
                .bind("to", filter.to() == null ? Long.MAX_VALUE : filter.to().toEpochMilli());
        return filter.user() == null ? query : query.bind("user", filter.user().value());
    }

    static Optional<RequestRow> find(Handle handle, String requestId) {
        List<Try> tries = handle.createQuery(TRIES)
                .bind("id", requestId)
                .map((row, ctx) -> new Try(
                        named(row, "account"),
                        row.getString("outcome"),
                        row.getInt("status"),
                        tokens(row),
                        new Money(row.getLong("upstream_cost_nanos")),
                        row.getInt("duration_ms")))
                .list();
        return handle.createQuery(ONE)
                .bind("id", requestId)
                .map((row, ctx) -> row(row, tries, row.getString("trace")))
                .findOne();
    }

    private static Named named(ResultSet row, String what) throws SQLException {
        return new Named(row.getLong(what + "_id"), row.getString(what + "_name"));
    }

    private static TokenUsage tokens(ResultSet row) throws SQLException {
        return new TokenUsage(
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("cache_read_tokens"),
                row.getLong("cache_write_5m_tokens"),
                row.getLong("cache_write_1h_tokens"),
                row.getLong("reasoning_tokens"));
    }

    private static RequestRow row(ResultSet row, List<Try> tries, String trace) throws SQLException {
        return new RequestRow(
                row.getString("request_id"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                named(row, "user"),
                named(row, "key"),
                named(row, "group"),
                named(row, "account"),
                row.getString("protocol"),
                row.getString("model"),
                row.getString("upstream_model"),
                row.getBoolean("stream"),
                row.getInt("status"),
                row.getString("error_code"),
                tokens(row),
                new Money(row.getLong("list_cost_nanos")),
                new Money(row.getLong("charged_nanos")),
                row.getBoolean("from_balance"),
                row.getLong("subscription_id"),
                new Money(row.getLong("upstream_cost_nanos")),
                row.getBoolean("estimated"),
                row.getString("price_version"),
                row.getInt("first_byte_ms"),
                row.getInt("duration_ms"),
                row.getInt("attempts"),
                tries,
                trace);
    }
}

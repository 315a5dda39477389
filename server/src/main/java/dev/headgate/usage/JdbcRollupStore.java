package dev.headgate.usage;

import dev.headgate.store.RowBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The SQL of sums, for both databases. Table and column names come from {@link Rollup} and {@link Dimension} alone. A report is a
 * range of time at the front of a primary key; one about a single user or key walks {@code usage_hourly_user},
 * {@code usage_hourly_key}, {@code usage_daily_keys_user} or {@code usage_daily_keys_key}.
 */
final class JdbcRollupStore {
    private static final Comparator<Bucket> LOCK_ORDER = Comparator.comparingLong(Bucket::start)
            .thenComparingLong(Bucket::key)
            .thenComparingLong(Bucket::account)
            .thenComparingLong(Bucket::user)
            .thenComparingLong(Bucket::group)
            .thenComparing(Bucket::model);

    /** Names of what a report found; primary keys. */
    private static final Map<Dimension, String> NAMES = Map.of(
            Dimension.USER, "select id, email as name from users where id in (<ids>)",
            Dimension.KEY, "select id, name from api_keys where id in (<ids>)",
            Dimension.GROUP, "select id, name from groups where id in (<ids>)",
            Dimension.ACCOUNT, "select id, name from accounts where id in (<ids>)");

    /** Ids looked up at once. */
    private static final int NAMES_AT_ONCE = 1_000;

    /** Everything that the log says, in the sums' terms. */
    private static final String LOG = """
            select u.created_at as at, u.user_id, u.key_id, u.group_id, u.account_id, u.model, 1 as calls,
                case when u.error_code = '' then 0 else 1 end as errors, u.input_tokens, u.output_tokens,
                u.cache_read_tokens, u.cache_write_5m_tokens + u.cache_write_1h_tokens as cache_write_tokens,
                u.reasoning_tokens, u.list_cost_nanos, u.charged_nanos, 0 as upstream_cost_nanos
            from usage u
            union all
            select u.created_at, u.user_id, u.key_id, u.group_id, a.account_id, u.model, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                a.upstream_cost_nanos
            from usage_attempts a join usage u on u.request_id = a.request_id
            union all
            select c.created_at, c.user_id, c.key_id, c.group_id, c.account_id, c.model, 0, 0, 0, 0, 0, 0, 0,
                c.list_cost_delta_nanos, c.charged_delta_nanos, c.list_cost_delta_nanos
            from usage_corrections c""";

    private JdbcRollupStore() {}

    /** What one call, attempt or correction adds to the sums. */
    record Addition(long atMillis, long user, long key, long group, long account, String model, UsageSums sums) {}

    /** What one row of sums is about; dimensions that its table lacks are 0 or empty. */
    private record Bucket(long start, long user, long key, long group, long account, String model) {
        static Bucket of(Addition addition) {
            return new Bucket(
                    addition.atMillis - Math.floorMod(addition.atMillis, Rollup.HOURLY.spanMillis()),
                    addition.user,
                    addition.key,
                    addition.group,
                    addition.account,
                    addition.model);
        }

        /** The row of a coarser table that this one's sums are part of. */
        Bucket in(Rollup rollup) {
            return new Bucket(
                    start - Math.floorMod(start, rollup.spanMillis()),
                    rollup.has(Dimension.USER) ? user : 0,
                    rollup.has(Dimension.KEY) ? key : 0,
                    rollup.has(Dimension.GROUP) ? group : 0,
                    rollup.has(Dimension.ACCOUNT) ? account : 0,
                    rollup.has(Dimension.MODEL) ? model : "");
        }
    }

    /**
     * Adds to all tables of sums; one row is written for each sum that a batch touches. The coarser tables are summed up from the
     * finer ones, which have far fewer sums than there are additions.
     */
    static void add(Handle handle, Collection<Addition> additions) {
        Map<Rollup, Map<Bucket, UsageSums>> sums = new EnumMap<>(Rollup.class);
        for (Rollup rollup : Rollup.values()) {
            Map<Bucket, UsageSums> own = new HashMap<>();
            Rollup finer = rollup.source();
            if (finer == null) {
                additions.forEach(addition -> own.merge(Bucket.of(addition), addition.sums, UsageSums::plus));
            } else {
                Objects.requireNonNull(sums.get(finer))
                        .forEach((bucket, sum) -> own.merge(bucket.in(rollup), sum, UsageSums::plus));
            }
            sums.put(rollup, own);
            write(handle, rollup, own);
        }
    }

    private static void write(Handle handle, Rollup rollup, Map<Bucket, UsageSums> sums) {
        List<Map.Entry<Bucket, UsageSums>> ordered = new ArrayList<>(sums.entrySet());
        ordered.sort(Map.Entry.comparingByKey(LOCK_ORDER)); // two batches lock the rows in the same order
        try (RowBatch batch = new RowBatch(handle, upsert(rollup))) {
            for (Map.Entry<Bucket, UsageSums> sum : ordered) {
                add(batch, rollup, sum.getKey(), sum.getValue());
            }
            batch.execute();
        }
    }

    private static void add(RowBatch batch, Rollup rollup, Bucket bucket, UsageSums sums) {
        batch.number(bucket.start);
        if (rollup.has(Dimension.USER)) {
            batch.number(bucket.user);
        }
        if (rollup.has(Dimension.KEY)) {
            batch.number(bucket.key);
        }
        if (rollup.has(Dimension.GROUP)) {
            batch.number(bucket.group);
        }
        if (rollup.has(Dimension.ACCOUNT)) {
            batch.number(bucket.account);
        }
        if (rollup.has(Dimension.MODEL)) {
            batch.text(bucket.model);
        }
        for (long measure : sums.measures()) {
            batch.number(measure);
        }
        batch.add();
    }

    private static String columns(Rollup rollup) {
        StringJoiner columns = new StringJoiner(", ").add(rollup.time());
        for (Dimension dimension : Dimension.values()) {
            if (rollup.has(dimension)) {
                columns.add(dimension.column());
            }
        }
        return columns.toString();
    }

    private static String upsert(Rollup rollup) {
        String columns = columns(rollup) + ", " + String.join(", ", Rollup.MEASURES);
        StringJoiner added = new StringJoiner(", ");
        for (String measure : Rollup.MEASURES) {
            added.add(measure + " = " + rollup.table() + "." + measure + " + excluded." + measure);
        }
        return "insert into " + rollup.table() + " (" + columns + ") values (" + columns.replaceAll("\\w+", "?")
                + ") on conflict (" + rollup.key() + ") do update set " + added;
    }

    /** Answers a report. */
    static List<ReportRow> report(Handle handle, ReportQuery query) {
        Rollup rollup = query.table();
        List<Dimension> by = List.copyOf(query.by());
        StringJoiner select = new StringJoiner(", ");
        StringJoiner group = new StringJoiner(", ");
        for (Dimension dimension : by) {
            String expression = expression(rollup, dimension);
            select.add(expression + " as " + dimension.id() + "_value");
            group.add(expression);
        }
        for (String measure : Rollup.MEASURES) {
            select.add("coalesce(sum(" + measure + "), 0) as " + measure);
        }
        StringBuilder sql = new StringBuilder("select " + select + " from " + rollup.table() + " where " + rollup.time()
                + " >= :from and " + rollup.time() + " < :to");
        query.only().keySet().forEach(dimension -> sql.append(" and " + dimension.column() + " = :" + dimension.id()));
        if (!by.isEmpty()) {
            boolean timed = by.getFirst() == Dimension.HOUR || by.getFirst() == Dimension.DAY;
            sql.append(" group by ").append(group).append(" order by ");
            sql.append(timed ? by.getFirst().id() + "_value, " : "").append("sum(charged_nanos) desc");
            by.forEach(dimension -> sql.append(", " + dimension.id() + "_value"));
        }
        sql.append(query.limit() > 0 ? " limit " + query.limit() : "");
        Query statement = handle.createQuery(sql.toString())
                .bind(
                        "from",
                        query.from() == null ? Long.MIN_VALUE : query.from().toEpochMilli())
                .bind("to", query.to() == null ? Long.MAX_VALUE : query.to().toEpochMilli());
        query.only().forEach((dimension, value) -> {
            if (dimension == Dimension.MODEL) {
                statement.bind(dimension.id(), value);
            } else {
                statement.bind(dimension.id(), ReportQuery.id(dimension, value));
            }
        });
        List<ReportRow> rows = statement
                .map((row, ctx) -> {
                    Map<Dimension, String> ids = new EnumMap<>(Dimension.class);
                    for (Dimension dimension : by) {
                        ids.put(dimension, value(dimension, row.getString(dimension.id() + "_value")));
                    }
                    return new ReportRow(ids, ids, sums(row));
                })
                .list();
        return named(handle, by, rows);
    }

    /** The rows with names of people; what is gone keeps its id. */
    private static List<ReportRow> named(Handle handle, List<Dimension> by, List<ReportRow> rows) {
        Map<Dimension, Map<String, String>> names = new EnumMap<>(Dimension.class);
        for (Dimension dimension : by) {
            if (NAMES.containsKey(dimension)) {
                names.put(dimension, names(handle, dimension, rows));
            }
        }
        if (names.isEmpty()) {
            return rows;
        }
        List<ReportRow> named = new ArrayList<>(rows.size());
        for (ReportRow row : rows) {
            Map<Dimension, String> shown = new EnumMap<>(row.ids());
            names.forEach((dimension, known) ->
                    shown.computeIfPresent(dimension, (of, id) -> known.getOrDefault(id, TestCaller.nameless(id))));
            named.add(new ReportRow(row.ids(), shown, row.sums()));
        }
        return named;
    }

    private static UsageSums sums(java.sql.ResultSet row) throws java.sql.SQLException {
        return new UsageSums(
                row.getLong("calls"),
                row.getLong("errors"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("cache_read_tokens"),
                row.getLong("cache_write_tokens"),
                row.getLong("reasoning_tokens"),
                row.getLong("list_cost_nanos"),
                row.getLong("charged_nanos"),
                row.getLong("upstream_cost_nanos"));
    }

    private static String expression(Rollup rollup, Dimension dimension) {
        return switch (dimension) {
            case HOUR -> rollup.time();
            case DAY ->
                rollup.spanMillis() == Rollup.DAILY_POOLS.spanMillis()
                        ? rollup.time()
                        : "(" + rollup.time() + " - " + rollup.time() + " % " + Rollup.DAILY_POOLS.spanMillis() + ")";
            case USER, KEY, GROUP, ACCOUNT, MODEL -> dimension.column();
        };
    }

    private static String value(Dimension dimension, String value) {
        return dimension == Dimension.HOUR || dimension == Dimension.DAY
                ? Instant.ofEpochMilli(Long.parseLong(value)).toString()
                : value;
    }

    private static Map<String, String> names(Handle handle, Dimension dimension, List<ReportRow> rows) {
        String sql = Objects.requireNonNull(NAMES.get(dimension));
        List<Long> ids = rows.stream()
                .map(row -> row.ids().get(dimension))
                .filter(Objects::nonNull)
                .map(Long::valueOf)
                .distinct()
                .toList();
        Map<String, String> found = new HashMap<>();
        for (int at = 0; at < ids.size(); at += NAMES_AT_ONCE) {
            handle.createQuery(sql)
                    .bindList("ids", ids.subList(at, Math.min(ids.size(), at + NAMES_AT_ONCE)))
                    .map((row, ctx) -> Map.entry(row.getString("id"), row.getString("name")))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
        return found;
    }

    /** Compares the sums with the log from a whole day on; returns what differs in words. Scans the log. */
    static List<String> verify(Handle handle, long fromMillis) {
        List<String> wrong = new ArrayList<>();
        for (Rollup rollup : Rollup.values()) {
            String dimensions = columns(rollup);
            String kept = "select " + dimensions + ", " + String.join(", ", Rollup.MEASURES) + " from " + rollup.table()
                    + " where " + rollup.time() + " >= :from";
            String start = "at - at % " + rollup.spanMillis();
            String others = dimensions.substring(rollup.time().length());
            StringJoiner sums = new StringJoiner(", ");
            Rollup.MEASURES.forEach(measure -> sums.add("sum(" + measure + ") as " + measure));
            String logged = "select " + start + " as " + rollup.time() + others + ", " + sums + " from (" + LOG
                    + ") moves where at >= :from group by " + start + others;
            for (String sql : List.of(
                    "select * from (" + kept + ") a except select * from (" + logged + ") b limit 5",
                    "select * from (" + logged + ") b except select * from (" + kept + ") a limit 5")) {
                handle.createQuery(sql)
                        .bind("from", fromMillis)
                        .mapToMap()
                        .forEach(row -> wrong.add(rollup.table() + ": sums and log differ at " + row));
            }
        }
        return wrong;
    }
}

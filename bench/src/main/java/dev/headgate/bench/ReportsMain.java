package dev.headgate.bench;

import dev.headgate.store.Store;
import dev.headgate.usage.Dimension;
import dev.headgate.usage.ReportQuery;
import dev.headgate.usage.UsageBook;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * How long the dashboards' questions take with many calls behind them. The calls are made by SQL inside SQLite, an hour at a time:
 * 60 of 500 users at work in each hour, 10 groups, 40 accounts, 12 models, a year long; the sums of each hour from its rows.
 * Arguments: calls (default 50000000), folder (default: a temporary one). The data is deleted afterwards.
 */
final class ReportsMain {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final Instant END = Instant.parse("2026-11-25T00:00:00Z");
    private static final int HOURS = 365 * 24;
    private static final long TARGET_MICROS = 50_000;
    private static final int ROUNDS = 20;

    /** A log row by number; attempts and traces are left out, since no report looks at them. */
    private static final String ROWS = """
            with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < :count),
            h(i, at, x) as (select i, :start + i * 3600000 / :count, ((:base + i) * 2654435761) & 4294967295 from n),
            w(i, at, x, u) as (select i, at, x, 1 + (:hour * 7 + x % 60) % 500 from h)
            insert into usage (request_id, created_at, user_id, key_id, group_id, account_id, protocol, model, upstream_model,
                stream, status, error_code, input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens,
                cache_write_1h_tokens, reasoning_tokens, list_cost_nanos, charged_nanos, from_balance, estimated,
                price_version, first_byte_ms, duration_ms, attempts, trace, rating, upstream_cost_nanos)
            select printf('%08x-%04x-7%03x-8000-%012x', at >> 16, at & 65535, i & 4095, :base + i), at, u, u * 10, u % 10,
                1 + ((u % 10) * 4 + x / 60 % 4) % 40, 'openai-chat', 'model-' || ((u + x / 240 % 2) % 12),
                'model-' || ((u + x / 240 % 2) % 12), 1, 200, '', x % 4000, x % 1500, x % 30000, 0, 0, 0, x % 90000000,
                x % 90000000, 1, 0, '2026-08-01/litellm', 400, 2300, 1, '{}', '', x % 90000000
            from w""";

    private static final String MEASURES = """
            sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens),
            sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)""";

    private static final String HOURLY = """
            insert into usage_hourly (hour_start, user_id, key_id, group_id, account_id, model, calls, errors, input_tokens,
                output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, list_cost_nanos, charged_nanos,
                upstream_cost_nanos)
            select :start, user_id, key_id, group_id, account_id, model, count(*), 0, sum(input_tokens), sum(output_tokens),
                sum(cache_read_tokens), 0, 0, sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
            from usage where created_at >= :start and created_at < :start + 3600000
            group by user_id, key_id, group_id, account_id, model""";

    private static final String HOURLY_POOLS =
            "insert into usage_hourly_pools select hour_start, group_id, account_id, model, " + MEASURES
                    + " from usage_hourly where hour_start = :start group by hour_start, group_id, account_id, model";

    private static final String HOURLY_MODELS = "insert into usage_hourly_models select hour_start, model, " + MEASURES
            + " from usage_hourly_pools where hour_start = :start group by hour_start, model";

    private static final String DAILY_POOLS =
            "insert into usage_daily_pools select :start, group_id, account_id, model, " + MEASURES
                    + " from usage_hourly_pools where hour_start >= :start and hour_start < :start + 86400000"
                    + " group by group_id, account_id, model";

    private static final String DAILY_KEYS =
            "insert into usage_daily_keys select :start, user_id, key_id, group_id, " + MEASURES
                    + " from usage_hourly where hour_start >= :start and hour_start < :start + 86400000"
                    + " group by user_id, key_id, group_id";

    private static final String DAILY_MODELS = "insert into usage_daily_models select :start, model, " + MEASURES
            + " from usage_daily_pools where day_start = :start group by model";

    private static final String DAILY_ACCOUNTS = "insert into usage_daily_accounts select :start, account_id, "
            + MEASURES + " from usage_daily_pools where day_start = :start group by account_id";

    private static final String DAILY_GROUPS = "insert into usage_daily_groups select :start, group_id, " + MEASURES
            + " from usage_daily_pools where day_start = :start group by group_id";

    private ReportsMain() {}

    public static void main(String[] args) throws IOException {
        long calls = args.length > 0 ? Long.parseLong(args[0]) : 50_000_000L;
        Path folder = args.length > 1
                ? Files.createDirectories(Path.of(args[1]))
                : Files.createTempDirectory("headgate-reports");
        ResultPage page = new ResultPage("Reports", "bench/reports " + calls);
        try {
            FileStore disk = Files.getFileStore(folder);
            long needed = calls * 500;
            if (disk.getUsableSpace() < needed + (10L << 30)) {
                throw new IOException("disk: " + (disk.getUsableSpace() >> 30) + " GiB free (expected: "
                        + (needed >> 30) + " GiB for the calls and 10 to spare)");
            }
            try (Store store = Store.open("sqlite:" + folder.resolve("bench.db"))) {
                long start = System.nanoTime();
                long made = fill(store, calls);
                page.line(
                        "%d calls over a year, %d rows in `usage_hourly`; %.1f GiB on disk; made in %d s.",
                        made,
                        store.read(handle -> handle.createQuery("select count(*) from usage_hourly")
                                .mapTo(Long.class)
                                .one()),
                        SettleMain.size(folder) / (double) (1 << 30),
                        Duration.ofNanos(System.nanoTime() - start).toSeconds());
                page.line("");
                ask(page, new UsageBook(store, (handle, inserted) -> {}));
            }
        } finally {
            SettleMain.delete(folder);
        }
        page.write("reports");
    }

    private static long fill(Store store, long calls) {
        long perHour = Math.max(1, calls / HOURS);
        long first = END.toEpochMilli() - HOURS * HOUR;
        for (int day = 0; day < HOURS / 24; day++) {
            long dayStart = first + day * DAY;
            int hours = day * 24;
            // made-up data: a power cut may have it; the same thread gets the same connection again
            store.read(handle -> handle.execute("pragma synchronous = off"));
            store.write(handle -> {
                for (int hour = hours; hour < hours + 24; hour++) {
                    hour(handle, first + hour * HOUR, hour, perHour);
                }
                for (String sums : List.of(DAILY_POOLS, DAILY_KEYS, DAILY_MODELS, DAILY_ACCOUNTS, DAILY_GROUPS)) {
                    handle.createUpdate(sums).bind("start", dayStart).execute();
                }
                return 0;
            });
            if (day % 30 == 29) {
                System.out.println((day + 1) + " of 365 days made");
            }
        }
        return perHour * HOURS;
    }

    private static void hour(Handle handle, long start, int hour, long count) {
        handle.createUpdate(ROWS)
                .bind("count", count)
                .bind("start", start)
                .bind("hour", hour)
                .bind("base", hour * count)
                .execute();
        handle.createUpdate(HOURLY).bind("start", start).execute();
        handle.createUpdate(HOURLY_POOLS).bind("start", start).execute();
        handle.createUpdate(HOURLY_MODELS).bind("start", start).execute();
    }

    private static ReportQuery since(int days, int limit, Map<Dimension, String> only, Dimension... by) {
        return new ReportQuery(Set.of(by), END.minus(Duration.ofDays(days)), END, only, limit);
    }

    /** What the console's pages ask. */
    private static Map<String, ReportQuery> dashboards() {
        Map<String, ReportQuery> questions = new LinkedHashMap<>();
        questions.put("totals by day, 30 days", since(30, 0, Map.of(), Dimension.DAY));
        questions.put("totals by day, a year", since(365, 0, Map.of(), Dimension.DAY));
        questions.put("totals by hour, 2 days", since(2, 0, Map.of(), Dimension.HOUR));
        questions.put("totals by hour, 7 days", since(7, 0, Map.of(), Dimension.HOUR));
        questions.put("by model, 30 days", since(30, 0, Map.of(), Dimension.MODEL));
        questions.put("by model, a year", since(365, 0, Map.of(), Dimension.MODEL));
        questions.put("by account, 30 days", since(30, 0, Map.of(), Dimension.ACCOUNT));
        questions.put("by account, a year", since(365, 0, Map.of(), Dimension.ACCOUNT));
        questions.put("by group, a year", since(365, 0, Map.of(), Dimension.GROUP));
        questions.put("by model and day, 30 days", since(30, 0, Map.of(), Dimension.MODEL, Dimension.DAY));
        questions.put("by account and day, 30 days", since(30, 0, Map.of(), Dimension.ACCOUNT, Dimension.DAY));
        questions.put("by group and day, 30 days", since(30, 0, Map.of(), Dimension.GROUP, Dimension.DAY));
        questions.put("by hour and model, 2 days", since(2, 0, Map.of(), Dimension.HOUR, Dimension.MODEL));
        questions.put("one account by hour, 2 days", since(2, 0, Map.of(Dimension.ACCOUNT, "7"), Dimension.HOUR));
        questions.put("20 largest users, 30 days", since(30, 20, Map.of(), Dimension.USER));
        questions.put("20 largest keys, 30 days", since(30, 20, Map.of(), Dimension.KEY));
        questions.put("one group by user, 30 days", since(30, 0, Map.of(Dimension.GROUP, "7"), Dimension.USER));
        questions.put(
                "one user by day and model, 30 days",
                since(30, 0, Map.of(Dimension.USER, "42"), Dimension.DAY, Dimension.MODEL));
        questions.put("one user by day, a year", since(365, 0, Map.of(Dimension.USER, "42"), Dimension.DAY));
        questions.put("one key by hour, 7 days", since(7, 0, Map.of(Dimension.KEY, "420"), Dimension.HOUR));
        questions.put("one key by day, a year", since(365, 0, Map.of(Dimension.KEY, "420"), Dimension.DAY));
        return questions;
    }

    /** What an operator may ask beside it; told, but without a target. */
    private static Map<String, ReportQuery> reports() {
        Map<String, ReportQuery> questions = new LinkedHashMap<>();
        questions.put("by user and model, 30 days", since(30, 0, Map.of(), Dimension.USER, Dimension.MODEL));
        questions.put("by key and account, 30 days", since(30, 0, Map.of(), Dimension.KEY, Dimension.ACCOUNT));
        questions.put("by user and day, 30 days", since(30, 0, Map.of(), Dimension.USER, Dimension.DAY));
        questions.put("by user and hour, 2 days", since(2, 0, Map.of(), Dimension.USER, Dimension.HOUR));
        questions.put("by group and model, a year", since(365, 0, Map.of(), Dimension.GROUP, Dimension.MODEL));
        return questions;
    }

    private static void ask(ResultPage page, UsageBook book) {
        page.line("| question of a dashboard | rows | median, ms | slowest of %d, ms | target 50 |", ROUNDS);
        page.line("| --- | ---: | ---: | ---: | --- |");
        ask(page, book, dashboards(), true);
        page.line("");
        page.line("| report beside them | rows | median, ms | slowest of %d, ms |", ROUNDS);
        page.line("| --- | ---: | ---: | ---: |");
        ask(page, book, reports(), false);
    }

    private static void ask(ResultPage page, UsageBook book, Map<String, ReportQuery> questions, boolean judged) {
        questions.forEach((name, query) -> {
            long[] micros = new long[ROUNDS];
            int rows = 0;
            for (int i = 0; i < ROUNDS; i++) {
                long begun = System.nanoTime();
                rows = book.report(query).size();
                micros[i] = (System.nanoTime() - begun) / 1_000;
            }
            Arrays.sort(micros);
            String verdict = micros[ROUNDS / 2] <= TARGET_MICROS ? " met |" : " missed |";
            page.line(
                    "| %s | %d | **%.1f** | %.1f |%s",
                    name, rows, micros[ROUNDS / 2] / 1e3, micros[ROUNDS - 1] / 1e3, judged ? verdict : "");
        });
    }
}

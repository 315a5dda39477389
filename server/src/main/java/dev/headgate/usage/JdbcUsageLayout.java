package dev.headgate.usage;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL that makes room for the log and takes old parts of it away. */
final class JdbcUsageLayout {
    /** Deletion by pieces on SQLite; usage_created, then the primary key of attempts. */
    private static final String DELETE_ATTEMPTS = """
            delete from usage_attempts where request_id in (
                select request_id from usage where created_at < :cut order by created_at, request_id limit :rows)""";

    private static final String DELETE = """
            delete from usage where request_id in (
                select request_id from usage where created_at < :cut order by created_at, request_id limit :rows)""";

    /** PostgreSQL's catalogue; a handful of rows. */
    private static final String PARTITIONS = """
            select child.relname as name from pg_inherits i
            join pg_class child on child.oid = i.inhrelid
            join pg_class parent on parent.oid = i.inhparent
            where parent.relname = 'usage' order by child.relname""";

    /** Before a copy; usage_created. */
    private static final String FIRST = "select created_at from usage order by created_at, request_id limit 1";

    private static final String LAST = "select created_at from usage order by created_at desc, request_id desc limit 1";

    private static final String HORIZON = "select cut_at from usage_horizon where one = 1";

    private static final String MOVE_HORIZON = "update usage_horizon set cut_at = :cut where one = 1 and cut_at < :cut";

    private JdbcUsageLayout() {}

    /** The month in which that millisecond lies, in UTC. */
    static YearMonth month(long millis) {
        return YearMonth.from(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }

    private static long start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    private static String suffix(YearMonth month) {
        return String.format(Locale.ROOT, "%04d_%02d", month.getYear(), month.getMonthValue());
    }

    /** PostgreSQL: makes a month's partitions unless they are there. */
    static void addMonth(Handle handle, YearMonth month) {
        for (String table : List.of("usage", "usage_attempts")) {
            handle.execute("create table if not exists " + table + "_" + suffix(month) + " partition of " + table
                    + " for values from (" + start(month) + ") to (" + start(month.plusMonths(1)) + ")");
        }
    }

    /** All months from the log's first row to its last, none of an empty log. */
    static List<YearMonth> monthsOfLog(Handle handle) {
        List<YearMonth> months = new ArrayList<>();
        Optional<Long> first = handle.createQuery(FIRST).mapTo(Long.class).findOne();
        if (first.isPresent()) {
            YearMonth last = month(handle.createQuery(LAST).mapTo(Long.class).one());
            for (YearMonth month = month(first.get()); !month.isAfter(last); month = month.plusMonths(1)) {
                months.add(month);
            }
        }
        return months;
    }

    /** PostgreSQL: the months that have partitions, oldest first. */
    static List<YearMonth> months(Handle handle) {
        return handle.createQuery(PARTITIONS)
                .map((row, ctx) -> YearMonth.parse(
                        row.getString("name").substring("usage_".length()).replace('_', '-')))
                .list();
    }

    /** PostgreSQL: drops a month's rows with their partitions. */
    static void dropMonth(Handle handle, YearMonth month) {
        moveHorizon(handle, start(month.plusMonths(1)));
        handle.execute("drop table if exists usage_attempts_" + suffix(month));
        handle.execute("drop table if exists usage_" + suffix(month));
    }

    /** SQLite: deletes at most {@code rows} of the oldest rows before {@code cutMillis}; returns how many there were. */
    static int deleteSome(Handle handle, long cutMillis, int rows) {
        moveHorizon(handle, cutMillis);
        handle.createUpdate(DELETE_ATTEMPTS)
                .bind("cut", cutMillis)
                .bind("rows", rows)
                .execute();
        return handle.createUpdate(DELETE)
                .bind("cut", cutMillis)
                .bind("rows", rows)
                .execute();
    }

    private static void moveHorizon(Handle handle, long cutMillis) {
        handle.createUpdate(MOVE_HORIZON).bind("cut", cutMillis).execute();
    }

    /** Rows of calls before this millisecond may be gone. */
    static long horizon(Handle handle) {
        return handle.createQuery(HORIZON).mapTo(Long.class).one();
    }
}

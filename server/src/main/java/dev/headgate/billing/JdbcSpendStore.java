package dev.headgate.billing;

import dev.headgate.base.Period;
import dev.headgate.base.Window;
import dev.headgate.store.RowBatch;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The SQL of what was spent in windows. */
final class JdbcSpendStore {
    static final String SUBSCRIPTION = "subscription";

    /** With each settled batch, once for each window it touches; primary key. */
    private static final String ADD = """
            insert into spend_windows (owner, owner_id, period, start_at, end_at, spent_nanos, carried_nanos)
            values (?, ?, ?, ?, ?, ?, 0)
            on conflict (owner, owner_id, period, start_at) do update set
                spent_nanos = spend_windows.spent_nanos + excluded.spent_nanos""";

    /** When a meter is loaded; primary key. */
    private static final String SPENT = """
            select spent_nanos + carried_nanos from spend_windows
            where owner = :owner and owner_id = :id and period = :period and start_at = :start""";

    /**
     * A new budget, once: whole hours from their sums, less what re-rating changed in them, since windows count what calls were
     * charged at first, and begun hours at both ends from the log. The index of the sums that begins with the column, or their
     * primary key; usage_corrections_created; usage_created, an hour of it at each end.
     */
    private static final Map<BudgetOwner.Kind, String> USED = Map.of(
            BudgetOwner.Kind.KEY, used("key_id", "usage_hourly"),
            BudgetOwner.Kind.USER, used("user_id", "usage_hourly"),
            BudgetOwner.Kind.GROUP, used("group_id", "usage_hourly_pools"));

    private static final long HOUR_MILLIS = 3_600_000;

    /** A new budget or a renewed subscription; primary key. */
    private static final String BEGIN = """
            insert into spend_windows (owner, owner_id, period, start_at, end_at, spent_nanos, carried_nanos)
            values (:owner, :id, :period, :start, :end, :spent, :carried)
            on conflict (owner, owner_id, period, start_at) do nothing""";

    /** A renewed subscription; primary key. */
    private static final String CUT = """
            update spend_windows set end_at = :cut
            where owner = 'subscription' and owner_id = :id and start_at < :cut and end_at > :cut""";

    /** A removed budget; primary key. */
    private static final String FORGET = """
            delete from spend_windows where owner = :owner and owner_id = :id and period = :period""";

    /** Once a day; spend_windows_end. */
    private static final String PRUNE = "delete from spend_windows where end_at < :before";

    private JdbcSpendStore() {}

    private static String used(String column, String sums) {
        return """
                select coalesce((select sum(charged_nanos) from SUMS
                        where COLUMN = :id and hour_start >= :first and hour_start < :last), 0)
                    - coalesce((select sum(charged_delta_nanos) from usage_corrections
                        where COLUMN = :id and created_at >= :first and created_at < :last), 0)
                    + coalesce((select sum(charged_nanos) from usage
                        where COLUMN = :id and created_at >= :start and created_at < :first), 0)
                    + coalesce((select sum(charged_nanos) from usage
                        where COLUMN = :id and created_at >= :last and created_at < :end), 0)""".replace("COLUMN", column).replace("SUMS", sums);
    }

    /** A window of an owner. */
    record Key(String owner, long id, Period period, Window window) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::owner)
                .thenComparingLong(Key::id)
                .thenComparing(Key::period)
                .thenComparing(key -> key.window().start());

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Adds sums, in the order of their keys, so that two batches lock rows in the same order. */
    static void add(Handle handle, Map<Key, Long> sums) {
        try (RowBatch batch = new RowBatch(handle, ADD)) {
            sums.forEach((key, nanos) -> batch.text(key.owner())
                    .number(key.id())
                    .text(key.period().id())
                    .number(key.window().start().toEpochMilli())
                    .number(key.window().end().toEpochMilli())
                    .number(nanos)
                    .add());
            batch.execute();
        }
    }

    static long spent(Handle handle, Key key) {
        return handle.createQuery(SPENT)
                .bind("owner", key.owner())
                .bind("id", key.id())
                .bind("period", key.period().id())
                .bind("start", key.window().start().toEpochMilli())
                .mapTo(long.class)
                .findOne()
                .orElse(0L);
    }

    /** What settled calls of a budget's owner came to in a window. */
    static long used(Handle handle, BudgetOwner owner, Window window) {
        long start = window.start().toEpochMilli();
        long end = window.end().toEpochMilli();
        return handle.createQuery(USED.get(owner.kind()))
                .bind("id", owner.id())
                .bind("start", start)
                .bind("first", Math.ceilDiv(start, HOUR_MILLIS) * HOUR_MILLIS)
                .bind("last", Math.floorDiv(end, HOUR_MILLIS) * HOUR_MILLIS)
                .bind("end", end)
                .mapTo(long.class)
                .one();
    }

    static void begin(Handle handle, Key key, long spent, long carried) {
        handle.createUpdate(BEGIN)
                .bind("owner", key.owner())
                .bind("id", key.id())
                .bind("period", key.period().id())
                .bind("start", key.window().start().toEpochMilli())
                .bind("end", key.window().end().toEpochMilli())
                .bind("spent", spent)
                .bind("carried", carried)
                .execute();
    }

    static void cut(Handle handle, long subscription, Instant at) {
        handle.createUpdate(CUT)
                .bind("id", subscription)
                .bind("cut", at.toEpochMilli())
                .execute();
    }

    static void forget(Handle handle, BudgetOwner owner, Period period) {
        handle.createUpdate(FORGET)
                .bind("owner", owner.kind().id())
                .bind("id", owner.id())
                .bind("period", period.id())
                .execute();
    }

    static void prune(Handle handle, Instant before) {
        handle.createUpdate(PRUNE).bind("before", before.toEpochMilli()).execute();
    }

    /** `ledger verify`: windows whose sum isn't that of their calls. */
    static List<String> differences(Handle handle) {
        return handle.createQuery(JdbcVerification.WINDOWS)
                .map((row, ctx) -> row.getString("owner") + " " + row.getLong("owner_id") + ": its "
                        + row.getString("period") + " window from " + Instant.ofEpochMilli(row.getLong("start_at"))
                        + " has "
                        + row.getLong("spent_nanos") + " nanos, its calls " + row.getLong("should_nanos"))
                .list();
    }
}

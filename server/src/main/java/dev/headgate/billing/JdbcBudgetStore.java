package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL of budgets and their alerts. */
final class JdbcBudgetStore {
    private static final String ALL = """
            select id, owner, owner_id, period, zone, limit_nanos, hard, alerts, raise_nanos, raised_until, declared
            from budgets""";

    /** When a budget changes; primary key. */
    private static final String ONE = ALL + " where id = :id";

    /** When a budget changes; budgets_of. */
    private static final String OF = ALL + " where owner = :owner and owner_id = :ownerId and period = :period";

    /** The console; primary key. */
    private static final String LIST = ALL + " where id > :after order by id limit :rows";

    /** The console; budgets_of. */
    private static final String LIST_OF =
            ALL + " where owner = :owner and owner_id = :ownerId and id > :after order by id limit :rows";

    /** The console, for each budget of a page; primary key. */
    private static final String ALERTED = """
            select percent from budget_alerts where budget_id = :budget and window_start = :start order by percent""";

    private static final String SAVE = """
            insert into budgets (id, owner, owner_id, period, zone, limit_nanos, hard, alerts, raise_nanos,
                raised_until, declared)
            values (:id, :owner, :ownerId, :period, :zone, :limit, :hard, :alerts, :raise, :until, :declared)
            on conflict (id) do update set zone = excluded.zone, limit_nanos = excluded.limit_nanos,
                hard = excluded.hard, alerts = excluded.alerts, raise_nanos = excluded.raise_nanos,
                raised_until = excluded.raised_until, declared = excluded.declared""";

    private static final String REMOVE = "delete from budgets where id = :id";

    private static final String ALERT = """
            insert into budget_alerts (budget_id, window_start, percent, spent_nanos, raised_at)
            values (:budget, :start, :percent, :spent, :at)
            on conflict (budget_id, window_start, percent) do nothing""";

    private JdbcBudgetStore() {}

    static List<Budget> all(Handle handle) {
        return handle.createQuery(ALL).map((row, ctx) -> budget(row)).list();
    }

    static Optional<Budget> find(Handle handle, long id) {
        return handle.createQuery(ONE)
                .bind("id", id)
                .map((row, ctx) -> budget(row))
                .findOne();
    }

    static Optional<Budget> find(Handle handle, BudgetOwner owner, Period period) {
        return handle.createQuery(OF)
                .bind("owner", owner.kind().id())
                .bind("ownerId", owner.id())
                .bind("period", period.id())
                .map((row, ctx) -> budget(row))
                .findOne();
    }

    static List<Budget> list(Handle handle, Budgets.Filter filter) {
        BudgetOwner owner = filter.owner();
        Query query = handle.createQuery(owner == null ? LIST : LIST_OF)
                .bind("after", filter.after())
                .bind("rows", filter.limit());
        if (owner != null) {
            query.bind("owner", owner.kind().id()).bind("ownerId", owner.id());
        }
        return query.map((row, ctx) -> budget(row)).list();
    }

    /** Which alerts of a budget went out in a window. */
    static List<Integer> alerted(Handle handle, long budget, Window window) {
        return handle.createQuery(ALERTED)
                .bind("budget", budget)
                .bind("start", window.start().toEpochMilli())
                .mapTo(Integer.class)
                .list();
    }

    private static Budget budget(ResultSet row) throws SQLException {
        String alerts = row.getString("alerts");
        return new Budget(
                row.getLong("id"),
                new BudgetOwner(BudgetOwner.Kind.of(row.getString("owner")), row.getLong("owner_id")),
                Period.of(row.getString("period")),
                ZoneId.of(row.getString("zone")),
                new Money(row.getLong("limit_nanos")),
                row.getBoolean("hard"),
                alerts.isEmpty()
                        ? List.of()
                        : Arrays.stream(alerts.split(",", -1))
                                .map(Integer::valueOf)
                                .toList(),
                new Money(row.getLong("raise_nanos")),
                Instant.ofEpochMilli(row.getLong("raised_until")),
                row.getBoolean("declared"));
    }

    static void save(Handle handle, Budget budget) {
        handle.createUpdate(SAVE)
                .bind("id", budget.id())
                .bind("owner", budget.owner().kind().id())
                .bind("ownerId", budget.owner().id())
                .bind("period", budget.period().id())
                .bind("zone", budget.zone().getId())
                .bind("limit", budget.limit().nanos())
                .bind("hard", budget.hard())
                .bind("alerts", budget.alerts().stream().map(String::valueOf).collect(Collectors.joining(",")))
                .bind("raise", budget.raise().nanos())
                .bind("until", budget.raisedUntil().toEpochMilli())
                .bind("declared", budget.declared())
                .execute();
    }

    static void remove(Handle handle, long id) {
        handle.createUpdate(REMOVE).bind("id", id).execute();
    }

    /** Writes an alert down; false when it was there. */
    static boolean alert(Handle handle, MoneyEvent.BudgetReached event, long atMillis) {
        return handle.createUpdate(ALERT)
                        .bind("budget", event.budget().id())
                        .bind("start", event.window().start().toEpochMilli())
                        .bind("percent", event.percent())
                        .bind("spent", event.spent().nanos())
                        .bind("at", atMillis)
                        .execute()
                > 0;
    }
}

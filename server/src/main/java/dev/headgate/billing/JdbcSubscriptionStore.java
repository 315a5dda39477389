package dev.headgate.billing;

import dev.headgate.base.GroupId;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of plans and subscriptions. */
final class JdbcSubscriptionStore {
    private static final String PLAN_COLUMNS = """
            id, name, group_id, price_nanos, validity, limit_5h_nanos, limit_day_nanos, limit_week_nanos,
            limit_month_nanos, renewal, zone, enabled, declared""";

    /** At start and when plans change; there are few. */
    private static final String PLANS = "select " + PLAN_COLUMNS + " from plans order by name";

    /** When plans change; primary key. */
    private static final String SAVE_PLAN = "insert into plans (" + PLAN_COLUMNS + """
            ) values (:id, :name, :group, :price, :validity, :limit5h, :limitDay, :limitWeek, :limitMonth,
                :renewal, :zone, :enabled, :declared)
            on conflict (id) do update set name = excluded.name, group_id = excluded.group_id,
                price_nanos = excluded.price_nanos, validity = excluded.validity,
                limit_5h_nanos = excluded.limit_5h_nanos, limit_day_nanos = excluded.limit_day_nanos,
                limit_week_nanos = excluded.limit_week_nanos, limit_month_nanos = excluded.limit_month_nanos,
                renewal = excluded.renewal, zone = excluded.zone, enabled = excluded.enabled,
                declared = excluded.declared""";

    private static final String COLUMNS =
            "select id, user_id, plan_id, state, renewal, zone, ends_at from subscriptions";

    /** At start: what may still be drawn on, renewed, or have late calls. */
    private static final String RECENT = COLUMNS + " where ends_at >= :since";

    private static final String ONE = COLUMNS + " where id = :id";

    /** Commands and the console; subscriptions_user. */
    private static final String OF_USER = COLUMNS + " where user_id = :user order by id";

    /** The console; primary key backwards, or subscriptions_user. */
    private static final String LIST = """
            select id from subscriptions
            where id < :before and (:user = 0 or user_id = :user) and (:plan = 0 or plan_id = :plan)
                and (:state = '' or state = :state)
            order by id desc limit :rows""";

    /** The console, for a page's subscriptions; primary keys. */
    private static final String SOME = COLUMNS + " where id in (<ids>) order by id desc";

    private static final String TERMS_OF = """
            select subscription_id, starts_at from subscription_terms where subscription_id in (<ids>)
            order by subscription_id, starts_at""";

    private static final String TERMS =
            "select subscription_id, starts_at from subscription_terms where subscription_id = :id order by starts_at";

    /** At start; the whole table. */
    private static final String ALL_TERMS = """
            select t.subscription_id, t.starts_at from subscription_terms t
            join subscriptions s on s.id = t.subscription_id
            where s.ends_at >= :since order by t.subscription_id, t.starts_at""";

    private static final String SAVE = """
            insert into subscriptions (id, user_id, plan_id, state, renewal, zone, ends_at)
            values (:id, :user, :plan, :state, :renewal, :zone, :ends)
            on conflict (id) do update set state = excluded.state, renewal = excluded.renewal,
                ends_at = excluded.ends_at""";

    private static final String ADD_TERM = """
            insert into subscription_terms (subscription_id, starts_at) values (:id, :start)
            on conflict (subscription_id, starts_at) do nothing""";

    private static final String OPERATION = """
            insert into subscription_operations (id, subscription_id, done_at, kind, note)
            values (:id, :subscription, :at, :kind, :note)
            on conflict (id) do nothing""";

    private static final String FIND_OPERATION = """
            select subscription_id from subscription_operations where id = :id and kind = :kind""";

    private JdbcSubscriptionStore() {}

    static List<Plan> plans(Handle handle) {
        return handle.createQuery(PLANS).map((row, ctx) -> plan(row)).list();
    }

    private static Plan plan(ResultSet row) throws SQLException {
        Map<Period, Money> limits = new EnumMap<>(Period.class);
        for (Period period : Period.values()) {
            long nanos = row.getLong("limit_" + period.id() + "_nanos");
            if (nanos >= 0) {
                limits.put(period, new Money(nanos));
            }
        }
        return new Plan(
                row.getLong("id"),
                row.getString("name"),
                new GroupId(row.getLong("group_id")),
                new Money(row.getLong("price_nanos")),
                Validity.parse(row.getString("validity")),
                limits,
                Plan.Renewal.of(row.getString("renewal")),
                ZoneId.of(row.getString("zone")),
                row.getBoolean("enabled"),
                row.getBoolean("declared"));
    }

    static void save(Handle handle, Plan plan) {
        handle.createUpdate(SAVE_PLAN)
                .bind("id", plan.id())
                .bind("name", plan.name())
                .bind("group", plan.group().value())
                .bind("price", plan.price().nanos())
                .bind("validity", plan.validity().toString())
                .bind("limit5h", limit(plan, Period.FIVE_HOURS))
                .bind("limitDay", limit(plan, Period.DAY))
                .bind("limitWeek", limit(plan, Period.WEEK))
                .bind("limitMonth", limit(plan, Period.MONTH))
                .bind("renewal", plan.renewal().id())
                .bind("zone", plan.zone().getId())
                .bind("enabled", plan.enabled())
                .bind("declared", plan.declared())
                .execute();
    }

    private static long limit(Plan plan, Period period) {
        Money limit = plan.limits().get(period);
        return limit == null ? -1 : limit.nanos();
    }

    static List<Subscription> recent(Handle handle, Instant since) {
        Map<Long, List<Instant>> terms = new HashMap<>();
        handle.createQuery(ALL_TERMS)
                .bind("since", since.toEpochMilli())
                .map((row, ctx) -> Map.entry(row.getLong("subscription_id"), row.getLong("starts_at")))
                .forEach(term -> terms.computeIfAbsent(term.getKey(), made -> new ArrayList<>(1))
                        .add(Instant.ofEpochMilli(term.getValue())));
        return handle.createQuery(RECENT)
                .bind("since", since.toEpochMilli())
                .map((row, ctx) -> subscription(row, terms.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }

    static Optional<Subscription> find(Handle handle, SubscriptionId id) {
        List<Instant> terms = terms(handle, id.value());
        return handle.createQuery(ONE)
                .bind("id", id.value())
                .map((row, ctx) -> subscription(row, terms))
                .findOne();
    }

    static List<Subscription> ofUser(Handle handle, UserId user) {
        List<Long> ids = handle.createQuery(OF_USER)
                .bind("user", user.value())
                .map((row, ctx) -> row.getLong("id"))
                .list();
        return ids.stream()
                .map(id -> find(handle, new SubscriptionId(id)).orElseThrow())
                .toList();
    }

    static List<Subscription> list(Handle handle, Subscriptions.Filter filter) {
        UserId user = filter.user();
        Long plan = filter.plan();
        Subscription.State state = filter.state();
        SubscriptionId before = filter.before();
        List<Long> ids = handle.createQuery(LIST)
                .bind("before", before == null ? Long.MAX_VALUE : before.value())
                .bind("user", user == null ? 0 : user.value())
                .bind("plan", plan == null ? 0 : plan)
                .bind("state", state == null ? "" : state.id())
                .bind("rows", filter.limit())
                .mapTo(Long.class)
                .list();
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Instant>> terms = new HashMap<>();
        handle.createQuery(TERMS_OF)
                .bindList("ids", ids)
                .map((row, ctx) -> Map.entry(row.getLong("subscription_id"), row.getLong("starts_at")))
                .forEach(term -> terms.computeIfAbsent(term.getKey(), made -> new ArrayList<>(1))
                        .add(Instant.ofEpochMilli(term.getValue())));
        return handle.createQuery(SOME)
                .bindList("ids", ids)
                .map((row, ctx) -> subscription(row, terms.getOrDefault(row.getLong("id"), List.of())))
                .list();
    }

    private static List<Instant> terms(Handle handle, long id) {
        return handle.createQuery(TERMS)
                .bind("id", id)
                .map((row, ctx) -> Instant.ofEpochMilli(row.getLong("starts_at")))
                .list();
    }

    private static Subscription subscription(ResultSet row, List<Instant> terms) throws SQLException {
        return new Subscription(
                new SubscriptionId(row.getLong("id")),
                new UserId(row.getLong("user_id")),
                row.getLong("plan_id"),
                Subscription.State.of(row.getString("state")),
                Plan.Renewal.of(row.getString("renewal")),
                ZoneId.of(row.getString("zone")),
                terms,
                Instant.ofEpochMilli(row.getLong("ends_at")));
    }

    static void save(Handle handle, Subscription subscription) {
        handle.createUpdate(SAVE)
                .bind("id", subscription.id().value())
                .bind("user", subscription.user().value())
                .bind("plan", subscription.plan())
                .bind("state", subscription.state().id())
                .bind("renewal", subscription.renewal().id())
                .bind("zone", subscription.zone().getId())
                .bind("ends", subscription.endsAt().toEpochMilli())
                .execute();
        handle.createUpdate(ADD_TERM)
                .bind("id", subscription.id().value())
                .bind("start", subscription.terms().getLast().toEpochMilli())
                .execute();
    }

    /** One thing done to a subscription, once by its id. */
    record Operation(String id, SubscriptionId subscription, String kind, String note) {}

    /** Writes it down; false when its id was there already. */
    static boolean note(Handle handle, Operation operation, long atMillis) {
        return handle.createUpdate(OPERATION)
                        .bind("id", operation.id())
                        .bind("subscription", operation.subscription().value())
                        .bind("at", atMillis)
                        .bind("kind", operation.kind())
                        .bind("note", operation.note())
                        .execute()
                > 0;
    }

    /** What an operation of that id and kind was done to. */
    static Optional<SubscriptionId> operation(Handle handle, String id, String kind) {
        return handle.createQuery(FIND_OPERATION)
                .bind("id", id)
                .bind("kind", kind)
                .map((row, ctx) -> new SubscriptionId(row.getLong("subscription_id")))
                .findOne();
    }
}

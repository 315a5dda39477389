package dev.headgate.webhooks;

import dev.headgate.webhooks.Delivery.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of deliveries. */
final class JdbcDeliveryStore {
    private static final String COLUMNS = """
            select id, endpoint_id, event_id, type, body, state, tries, next_try_at, created_at, ended_at, status, millis, answer
            from webhook_deliveries""";

    private static final String INSERT = """
            insert into webhook_deliveries (id, endpoint_id, event_id, type, body, state, tries, next_try_at, created_at, ended_at,
                status, millis, answer)
            values (:id, :endpoint, :event, :type, :body, 'waiting', 0, :now, :now, 0, 0, 0, '')
            on conflict (endpoint_id, event_id) do nothing""";

    /** At each event and endpoint; webhook_deliveries_due. */
    private static final String WAITING = """
            select count(*) from (select 1 from webhook_deliveries where state = 'waiting' and endpoint_id = :endpoint
                limit :limit) counted""";

    /** Every few seconds; webhook_deliveries_due. */
    private static final String ENDPOINTS_DUE = """
            select distinct d.endpoint_id from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
            where d.state = 'waiting' and d.next_try_at <= :now and e.enabled = :yes""";

    /** For each delivery made; webhook_deliveries_due. */
    private static final String DUE = COLUMNS + """
             where state = 'waiting' and endpoint_id = :endpoint and next_try_at <= :now
            order by next_try_at, id limit 1""";

    /** Only who finds the row as it was seen may send it. */
    private static final String CLAIM = """
            update webhook_deliveries set next_try_at = :until, tries = tries + 1
            where id = :id and next_try_at = :seen and state = 'waiting'""";

    private static final String END = """
            update webhook_deliveries set state = :state, next_try_at = 0, ended_at = :now, status = :status, millis = :millis,
                answer = :answer where id = :id""";
    private static final String LATER = """
            update webhook_deliveries set next_try_at = :next, status = :status, millis = :millis, answer = :answer
            where id = :id""";

    /** When an operator looks; primary key. */
    private static final String ONE = COLUMNS + " where id = :id";

    /** When an operator looks; webhook_deliveries_log. */
    private static final String LOG = COLUMNS + """
             where endpoint_id = :endpoint and id < :before and (:state = '' or state = :state)
            order by id desc limit :limit""";

    /** When an operator looks; webhook_deliveries_dead. */
    private static final String DEAD = COLUMNS + " where state = 'dead' and id < :before order by id desc limit :limit";

    /** With each look of the alerts; webhook_deliveries_dead. */
    private static final String DEAD_COUNT = "select count(*) from webhook_deliveries where state = 'dead'";

    private static final String REPLAY = """
            update webhook_deliveries set state = 'waiting', tries = 0, next_try_at = :now, ended_at = 0
            where id = :id and state <> 'waiting'""";
    private static final String REPLAY_DEAD = """
            update webhook_deliveries set state = 'waiting', tries = 0, next_try_at = :now, ended_at = 0
            where id in (select id from webhook_deliveries where state = 'dead' and (:endpoint = 0 or endpoint_id = :endpoint)
                order by id limit :limit)""";
    private static final String DROP = "delete from webhook_deliveries where id = :id and state = 'dead'";
    private static final String DROP_ALL = "delete from webhook_deliveries where endpoint_id = :endpoint";

    /** Once an hour; webhook_deliveries_ended. */
    private static final String PRUNE = "delete from webhook_deliveries where state = :state and ended_at < :before";

    private JdbcDeliveryStore() {}

    static void insert(Handle handle, long id, long endpoint, WebhookEvent event, long now) {
        handle.createUpdate(INSERT)
                .bind("id", id)
                .bind("endpoint", endpoint)
                .bind("event", event.id())
                .bind("type", event.type().id())
                .bind("body", event.body())
                .bind("now", now)
                .execute();
    }

    static int waiting(Handle handle, long endpoint, int limit) {
        return handle.createQuery(WAITING)
                .bind("endpoint", endpoint)
                .bind("limit", limit)
                .mapTo(Integer.class)
                .one();
    }

    static List<Long> endpointsDue(Handle handle, long now) {
        return handle.createQuery(ENDPOINTS_DUE)
                .bind("now", now)
                .bind("yes", true)
                .mapTo(Long.class)
                .list();
    }

    /** A delivery that is due, and the time under which it was found. */
    record Due(Delivery delivery, long seen) {}

    static Optional<Due> due(Handle handle, long endpoint, long now) {
        return handle.createQuery(DUE)
                .bind("endpoint", endpoint)
                .bind("now", now)
                .map((row, ctx) -> new Due(delivery(row), row.getLong("next_try_at")))
                .findOne();
    }

    static boolean claim(Handle handle, Due due, long until) {
        return handle.createUpdate(CLAIM)
                        .bind("id", due.delivery().id())
                        .bind("seen", due.seen())
                        .bind("until", until)
                        .execute()
                > 0;
    }

    static void end(Handle handle, long id, State state, Delivery.Try last, long now) {
        handle.createUpdate(END)
                .bind("id", id)
                .bind("state", state.id())
                .bind("now", now)
                .bind("status", last.status())
                .bind("millis", last.millis())
                .bind("answer", last.answer())
                .execute();
    }

    static void later(Handle handle, long id, Delivery.Try last, long next) {
        handle.createUpdate(LATER)
                .bind("id", id)
                .bind("next", next)
                .bind("status", last.status())
                .bind("millis", last.millis())
                .bind("answer", last.answer())
                .execute();
    }

    static Optional<Delivery> find(Handle handle, long id) {
        return handle.createQuery(ONE)
                .bind("id", id)
                .map((row, ctx) -> delivery(row))
                .findOne();
    }

    static List<Delivery> log(Handle handle, long endpoint, @Nullable State state, long before, int limit) {
        return handle.createQuery(LOG)
                .bind("endpoint", endpoint)
                .bind("state", state == null ? "" : state.id())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, ctx) -> delivery(row))
                .list();
    }

    static List<Delivery> dead(Handle handle, long before, int limit) {
        return handle.createQuery(DEAD)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, ctx) -> delivery(row))
                .list();
    }

    static int deadCount(Handle handle) {
        return handle.createQuery(DEAD_COUNT).mapTo(Integer.class).one();
    }

    static boolean replay(Handle handle, long id, long now) {
        return handle.createUpdate(REPLAY).bind("id", id).bind("now", now).execute() > 0;
    }

    static int replayDead(Handle handle, long endpoint, long now, int limit) {
        return handle.createUpdate(REPLAY_DEAD)
                .bind("endpoint", endpoint)
                .bind("now", now)
                .bind("limit", limit)
                .execute();
    }

    static boolean drop(Handle handle, long id) {
        return handle.createUpdate(DROP).bind("id", id).execute() > 0;
    }

    static void dropAll(Handle handle, long endpoint) {
        handle.createUpdate(DROP_ALL).bind("endpoint", endpoint).execute();
    }

    static void prune(Handle handle, State state, long before) {
        handle.createUpdate(PRUNE)
                .bind("state", state.id())
                .bind("before", before)
                .execute();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        State state = State.of(row.getString("state"));
        long ended = row.getLong("ended_at");
        boolean tried = row.getInt("status") != 0 || !row.getString("answer").isEmpty();
        return new Delivery(
                row.getLong("id"),
                row.getLong("endpoint_id"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("body"),
                state,
                row.getInt("tries"),
                state == State.WAITING ? Instant.ofEpochMilli(row.getLong("next_try_at")) : null,
                Instant.ofEpochMilli(row.getLong("created_at")),
                ended == 0 ? null : Instant.ofEpochMilli(ended),
                tried ? new Delivery.Try(row.getInt("status"), row.getLong("millis"), row.getString("answer")) : null);
    }
}

package dev.headgate.webhooks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The SQL of endpoints, and of what was last told. */
final class JdbcEndpointStore {
    private static final String ENDPOINT = """
            select id, name, url, types, enabled, failing_since, failures, dropped, disabled_reason, created_at
            from webhook_endpoints""";

    /** When one is looked at, or a delivery is made; primary key. */
    private static final String ONE = ENDPOINT + " where id = :id";

    /** When an operator looks; primary key. There are at most 100. */
    private static final String LIST = ENDPOINT + " where id < :before order by id desc limit :limit";

    /** At each event; all of at most 100 rows. */
    private static final String ENABLED = ENDPOINT + " where enabled = :yes order by id";

    private static final String COUNT = "select count(*) from webhook_endpoints";
    private static final String NAMED = "select count(*) from webhook_endpoints where name = :name and id <> :id";

    private static final String INSERT = """
            insert into webhook_endpoints (id, name, url, sealed_secret, sealed_former, former_until, types, enabled, failing_since,
                failures, dropped, disabled_reason, created_at)
            values (:id, :name, :url, :secret, '', 0, :types, :enabled, 0, 0, 0, '', :now)""";

    private static final String UPDATE = """
            update webhook_endpoints set name = :name, url = :url, types = :types, enabled = :enabled, failing_since = :since,
                failures = :failures, disabled_reason = :reason where id = :id""";

    /** For each try; primary key. */
    private static final String SECRETS =
            "select sealed_secret, sealed_former, former_until from webhook_endpoints where id = :id";

    private static final String ROTATE = """
            update webhook_endpoints set sealed_former = sealed_secret, former_until = :until, sealed_secret = :secret
            where id = :id""";

    private static final String SUCCEEDED =
            "update webhook_endpoints set failing_since = 0, failures = 0 where id = :id and failures > 0";
    private static final String FAILED = """
            update webhook_endpoints set failures = failures + 1,
                failing_since = case when failures = 0 then :now else failing_since end
            where id = :id""";
    private static final String DISABLE =
            "update webhook_endpoints set enabled = :no, disabled_reason = :reason where id = :id and enabled = :yes";
    private static final String DROPPED = "update webhook_endpoints set dropped = dropped + 1 where id = :id";
    private static final String DELETE = "delete from webhook_endpoints where id = :id";

    /** At start. */
    private static final String TOLD = "select subject, state from told_states";

    private static final String TELL = """
            insert into told_states (subject, state) values (:subject, :state)
            on conflict (subject) do update set state = excluded.state""";
    private static final String FORGET = "delete from told_states where subject = :subject";

    private JdbcEndpointStore() {}

    /** Secrets as they rest; {@code former} empty: none. */
    record Sealed(String secret, String former, long formerUntil) {}

    static Optional<WebhookEndpoint> find(Handle handle, long id) {
        return handle.createQuery(ONE)
                .bind("id", id)
                .map((row, ctx) -> endpoint(row))
                .findOne();
    }

    static List<WebhookEndpoint> list(Handle handle, long before, int limit) {
        return handle.createQuery(LIST)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, ctx) -> endpoint(row))
                .list();
    }

    static List<WebhookEndpoint> enabled(Handle handle) {
        return handle.createQuery(ENABLED)
                .bind("yes", true)
                .map((row, ctx) -> endpoint(row))
                .list();
    }

    static int count(Handle handle) {
        return handle.createQuery(COUNT).mapTo(Integer.class).one();
    }

    static boolean named(Handle handle, String name, long butNot) {
        return handle.createQuery(NAMED)
                        .bind("name", name)
                        .bind("id", butNot)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static WebhookEndpoint endpoint(ResultSet row) throws SQLException {
        long since = row.getLong("failing_since");
        return new WebhookEndpoint(
                row.getLong("id"),
                row.getString("name"),
                row.getString("url"),
                types(row.getString("types")),
                row.getBoolean("enabled"),
                new WebhookEndpoint.Health(
                        since == 0 ? null : Instant.ofEpochMilli(since),
                        row.getInt("failures"),
                        row.getLong("dropped"),
                        row.getString("disabled_reason")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static Set<EventType> types(String text) {
        return text.isEmpty()
                ? Set.of()
                : Arrays.stream(text.split(",", -1))
                        .map(EventType::of)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String text(Set<EventType> types) {
        return types.stream().map(EventType::id).collect(Collectors.joining(","));
    }

    static void insert(Handle handle, WebhookEndpoint endpoint, String sealed) {
        handle.createUpdate(INSERT)
                .bind("id", endpoint.id())
                .bind("name", endpoint.name())
                .bind("url", endpoint.url())
                .bind("secret", sealed)
                .bind("types", text(endpoint.types()))
                .bind("enabled", endpoint.enabled())
                .bind("now", endpoint.createdAt().toEpochMilli())
                .execute();
    }

    static void update(Handle handle, WebhookEndpoint endpoint) {
        Instant since = endpoint.health().failingSince();
        handle.createUpdate(UPDATE)
                .bind("id", endpoint.id())
                .bind("name", endpoint.name())
                .bind("url", endpoint.url())
                .bind("types", text(endpoint.types()))
                .bind("enabled", endpoint.enabled())
                .bind("since", since == null ? 0 : since.toEpochMilli())
                .bind("failures", endpoint.health().failures())
                .bind("reason", endpoint.health().disabledReason())
                .execute();
    }

    static Sealed secrets(Handle handle, long id) {
        return handle.createQuery(SECRETS)
                .bind("id", id)
                .map((row, ctx) -> new Sealed(
                        row.getString("sealed_secret"), row.getString("sealed_former"), row.getLong("former_until")))
                .one();
    }

    static void rotate(Handle handle, long id, String sealed, long until) {
        handle.createUpdate(ROTATE)
                .bind("id", id)
                .bind("secret", sealed)
                .bind("until", until)
                .execute();
    }

    static void succeeded(Handle handle, long id) {
        handle.createUpdate(SUCCEEDED).bind("id", id).execute();
    }

    static void failed(Handle handle, long id, long now) {
        handle.createUpdate(FAILED).bind("id", id).bind("now", now).execute();
    }

    /** Whether it was enabled. */
    static boolean disable(Handle handle, long id, String reason) {
        return handle.createUpdate(DISABLE)
                        .bind("id", id)
                        .bind("yes", true)
                        .bind("no", false)
                        .bind("reason", reason)
                        .execute()
                > 0;
    }

    static void dropped(Handle handle, long id) {
        handle.createUpdate(DROPPED).bind("id", id).execute();
    }

    static void delete(Handle handle, long id) {
        handle.createUpdate(DELETE).bind("id", id).execute();
    }

    static Map<String, String> told(Handle handle) {
        return handle.createQuery(TOLD)
                .map((row, ctx) -> Map.entry(row.getString("subject"), row.getString("state")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static void told(Handle handle, String subject, String state) {
        handle.createUpdate(TELL).bind("subject", subject).bind("state", state).execute();
    }

    static void forget(Handle handle, String subject) {
        handle.createUpdate(FORGET).bind("subject", subject).execute();
    }
}

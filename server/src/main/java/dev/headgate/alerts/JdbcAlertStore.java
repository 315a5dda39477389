package dev.headgate.alerts;

import dev.headgate.alerts.AlertState.Watched;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of alerts. */
final class JdbcAlertStore {
    private static final String RULE = """
            select id, name, metric, subject, threshold, hold_seconds, cool_down_seconds, severity, mail, mail_to, webhooks, enabled
            from alert_rules""";

    /** At each look; all of at most 500 rows. */
    private static final String RULES = RULE + " order by id";

    /** When an operator looks; primary key. */
    private static final String RULES_PAGE = RULE + " where id > :after order by id limit :limit";

    private static final String RULE_ONE = RULE + " where id = :id";
    private static final String RULE_COUNT = "select count(*) from alert_rules";
    private static final String RULE_NAMED = "select count(*) from alert_rules where name = :name and id <> :id";
    private static final String RULE_DELETE = "delete from alert_rules where id = :id";
    private static final String RULE_SAVE = """
            insert into alert_rules (id, name, metric, subject, threshold, hold_seconds, cool_down_seconds, severity, mail, mail_to,
                webhooks, enabled)
            values (:id, :name, :metric, :subject, :threshold, :hold, :coolDown, :severity, :mail, :mailTo, :webhooks, :enabled)
            on conflict (id) do update set name = excluded.name, subject = excluded.subject, threshold = excluded.threshold,
                hold_seconds = excluded.hold_seconds, cool_down_seconds = excluded.cool_down_seconds, severity = excluded.severity,
                mail = excluded.mail, mail_to = excluded.mail_to, webhooks = excluded.webhooks, enabled = excluded.enabled""";

    /** At start. */
    private static final String STATES = "select rule_id, subject, phase, since, told, spoken_at from alert_states";

    private static final String STATE_SAVE = """
            insert into alert_states (rule_id, subject, phase, since, told, spoken_at)
            values (:rule, :subject, :phase, :since, :told, :spoken)
            on conflict (rule_id, subject) do update set phase = excluded.phase, since = excluded.since, told = excluded.told,
                spoken_at = excluded.spoken_at""";
    private static final String STATE_DELETE = "delete from alert_states where rule_id = :rule and subject = :subject";

    private static final String ALERT = """
            select id, rule_id, rule_name, metric, subject, severity, value, threshold, words, since, fired_at, resolved_at, told,
                acknowledged_by, acknowledged_at
            from alerts""";

    /** When somebody looks; primary key. */
    private static final String LIST = ALERT + """
             where id < :before and (:rule = 0 or rule_id = :rule) and (:severity = '' or severity = :severity)
                and (:from = 0 or fired_at >= :from) and (:to = 0 or fired_at < :to)
            order by id desc limit :limit""";

    /** When somebody looks; alerts_firing. */
    private static final String FIRING =
            ALERT + " where resolved_at = 0 and id < :before order by id desc limit :limit";

    private static final String ONE = ALERT + " where id = :id";

    /** When one is over; alerts_firing. */
    private static final String OPEN = ALERT + " where resolved_at = 0 and rule_id = :rule and subject = :subject";

    private static final String INSERT = """
            insert into alerts (id, rule_id, rule_name, metric, subject, severity, value, threshold, words, since, fired_at,
                resolved_at, told, acknowledged_by, acknowledged_at)
            values (:id, :rule, :name, :metric, :subject, :severity, :value, :threshold, :words, :since, :now, 0, :told, '', 0)""";
    private static final String RESOLVE =
            "update alerts set resolved_at = :now where resolved_at = 0 and rule_id = :rule and subject = :subject";
    private static final String TOLD =
            "update alerts set told = :yes where resolved_at = 0 and rule_id = :rule and subject = :subject";
    private static final String ACKNOWLEDGE = """
            update alerts set acknowledged_by = :who, acknowledged_at = :now where id = :id and acknowledged_at = 0""";

    /** Once an hour; alerts_firing. */
    private static final String PRUNE = "delete from alerts where resolved_at > 0 and resolved_at < :before";

    private JdbcAlertStore() {}

    static List<AlertRule> rules(Handle handle) {
        return handle.createQuery(RULES).map((row, ctx) -> rule(row)).list();
    }

    static List<AlertRule> rules(Handle handle, long after, int limit) {
        return handle.createQuery(RULES_PAGE)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, ctx) -> rule(row))
                .list();
    }

    static Optional<AlertRule> rule(Handle handle, long id) {
        return handle.createQuery(RULE_ONE)
                .bind("id", id)
                .map((row, ctx) -> rule(row))
                .findOne();
    }

    static int ruleCount(Handle handle) {
        return handle.createQuery(RULE_COUNT).mapTo(Integer.class).one();
    }

    static boolean named(Handle handle, String name, long butNot) {
        return handle.createQuery(RULE_NAMED)
                        .bind("name", name)
                        .bind("id", butNot)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    static void delete(Handle handle, long id) {
        handle.createUpdate(RULE_DELETE).bind("id", id).execute();
    }

    static void save(Handle handle, AlertRule rule) {
        handle.createUpdate(RULE_SAVE)
                .bind("id", rule.id())
                .bind("name", rule.name())
                .bind("metric", rule.metric().id())
                .bind("subject", rule.subject())
                .bind("threshold", rule.threshold())
                .bind("hold", rule.holdFor().toSeconds())
                .bind("coolDown", rule.coolDown().toSeconds())
                .bind("severity", rule.severity().id())
                .bind("mail", rule.targets().mail())
                .bind("mailTo", String.join(",", rule.targets().mailTo()))
                .bind("webhooks", rule.targets().webhooks())
                .bind("enabled", rule.enabled())
                .execute();
    }

    private static AlertRule rule(ResultSet row) throws SQLException {
        String to = row.getString("mail_to");
        return new AlertRule(
                row.getLong("id"),
                row.getString("name"),
                AlertMetric.of(row.getString("metric")),
                row.getString("subject"),
                row.getLong("threshold"),
                Duration.ofSeconds(row.getLong("hold_seconds")),
                Duration.ofSeconds(row.getLong("cool_down_seconds")),
                Severity.of(row.getString("severity")),
                new AlertRule.Targets(
                        row.getBoolean("mail"),
                        to.isEmpty() ? List.of() : Arrays.asList(to.split(",", -1)),
                        row.getBoolean("webhooks")),
                row.getBoolean("enabled"));
    }

    static Map<Watched, AlertState> states(Handle handle) {
        Map<Watched, AlertState> states = new HashMap<>();
        handle.createQuery(STATES)
                .map((row, ctx) -> Map.entry(
                        new Watched(row.getLong("rule_id"), row.getString("subject")),
                        new AlertState(
                                AlertState.Phase.of(row.getString("phase")),
                                Instant.ofEpochMilli(row.getLong("since")),
                                row.getBoolean("told"),
                                instant(row.getLong("spoken_at")))))
                .forEach(one -> states.put(one.getKey(), one.getValue()));
        return states;
    }

    static void save(Handle handle, Watched key, AlertState state) {
        Instant spoken = state.spokenAt();
        handle.createUpdate(STATE_SAVE)
                .bind("rule", key.rule())
                .bind("subject", key.subject())
                .bind("phase", state.phase().id())
                .bind("since", state.since().toEpochMilli())
                .bind("told", state.told())
                .bind("spoken", spoken == null ? 0 : spoken.toEpochMilli())
                .execute();
    }

    static void delete(Handle handle, Watched key) {
        handle.createUpdate(STATE_DELETE)
                .bind("rule", key.rule())
                .bind("subject", key.subject())
                .execute();
    }

    static void insert(Handle handle, Alert alert) {
        handle.createUpdate(INSERT)
                .bind("id", alert.id())
                .bind("rule", alert.rule())
                .bind("name", alert.ruleName())
                .bind("metric", alert.metric().id())
                .bind("subject", alert.subject())
                .bind("severity", alert.severity().id())
                .bind("value", alert.value())
                .bind("threshold", alert.threshold())
                .bind("words", alert.words())
                .bind("since", alert.since().toEpochMilli())
                .bind("now", alert.firedAt().toEpochMilli())
                .bind("told", alert.told())
                .execute();
    }

    static Optional<Alert> open(Handle handle, Watched key) {
        return handle.createQuery(OPEN)
                .bind("rule", key.rule())
                .bind("subject", key.subject())
                .map((row, ctx) -> alert(row))
                .findFirst();
    }

    static void resolve(Handle handle, Watched key, long now) {
        handle.createUpdate(RESOLVE)
                .bind("rule", key.rule())
                .bind("subject", key.subject())
                .bind("now", now)
                .execute();
    }

    static void told(Handle handle, Watched key) {
        handle.createUpdate(TOLD)
                .bind("rule", key.rule())
                .bind("subject", key.subject())
                .bind("yes", true)
                .execute();
    }

    static List<Alert> list(Handle handle, Alerts.Filter filter) {
        return handle.createQuery(LIST)
                .bind("before", filter.before())
                .bind("rule", filter.rule())
                .bind(
                        "severity",
                        filter.severity() == null ? "" : filter.severity().id())
                .bind("from", millis(filter.from()))
                .bind("to", millis(filter.to()))
                .bind("limit", filter.limit())
                .map((row, ctx) -> alert(row))
                .list();
    }

    static List<Alert> firing(Handle handle, long before, int limit) {
        return handle.createQuery(FIRING)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, ctx) -> alert(row))
                .list();
    }

    static Optional<Alert> find(Handle handle, long id) {
        return handle.createQuery(ONE)
                .bind("id", id)
                .map((row, ctx) -> alert(row))
                .findOne();
    }

    static void acknowledge(Handle handle, long id, String who, long now) {
        handle.createUpdate(ACKNOWLEDGE)
                .bind("id", id)
                .bind("who", who)
                .bind("now", now)
                .execute();
    }

    static void prune(Handle handle, long before) {
        handle.createUpdate(PRUNE).bind("before", before).execute();
    }

    private static long millis(@Nullable Instant instant) {
        return instant == null ? 0 : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    private static Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                row.getLong("id"),
                row.getLong("rule_id"),
                row.getString("rule_name"),
                AlertMetric.of(row.getString("metric")),
                row.getString("subject"),
                Severity.of(row.getString("severity")),
                row.getLong("value"),
                row.getLong("threshold"),
                row.getString("words"),
                Instant.ofEpochMilli(row.getLong("since")),
                Instant.ofEpochMilli(row.getLong("fired_at")),
                instant(row.getLong("resolved_at")),
                row.getBoolean("told"),
                row.getString("acknowledged_by"),
                instant(row.getLong("acknowledged_at")));
    }
}

package dev.headgate.alerts;

import dev.headgate.alerts.AlertJudge.News;
import dev.headgate.alerts.AlertState.Watched;
import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.IdSource;
import dev.headgate.mail.Mail;
import dev.headgate.store.Store;
import dev.headgate.webhooks.EventType;
import dev.headgate.webhooks.WebhookEvent;
import dev.headgate.webhooks.WebhookOutbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Rules, what fires now, and what has fired in the last 180 days. {@link #look} judges all rules by how everything is; somebody calls it
 * every few seconds. Blocking; thread-safe.
 */
public final class Alerts {
    private static final int RULES_MAX = 500;
    private static final int WORDS_MAX = 1_000;
    private static final Duration KEPT = Duration.ofDays(180);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);

    private final Parts parts;
    private Map<Watched, AlertState> states = new HashMap<>();
    private long prunedAt;

    /**
     * What it stands on.
     *
     * @param eyes how everything is now
     * @param operators the addresses of those who run Headgate
     */
    public record Parts(
            Store store,
            IdSource ids,
            InstantSource clock,
            Mail mail,
            WebhookOutbox outbox,
            Supplier<Snapshot> eyes,
            Supplier<List<String>> operators) {}

    /**
     * Which alerts a list shows, the newest first.
     *
     * @param rule of which rule, 0 = of all
     * @param from fired from then on
     * @param to fired before
     * @param before older than that id
     */
    public record Filter(
            long rule,
            @Nullable Severity severity,
            @Nullable Instant from,
            @Nullable Instant to,
            long before,
            int limit) {}

    /** A rule before and after a change. */
    public record Changed(AlertRule before, AlertRule after) {}

    /** What a rule says of one subject now. */
    public record Saying(Snapshot.Reading reading, boolean breaches) {}

    /** An alert before and after somebody saw to it. */
    public record Acknowledged(Alert before, Alert after) {}

    public Alerts(Parts parts) {
        this.parts = parts;
    }

    /** Takes over what an earlier run, or another gateway, remembered. */
    public synchronized void load() {
        states = parts.store().read(JdbcAlertStore::states);
    }

    /** Judges all rules by how everything is now. What can't be written is judged again with the next look. */
    public synchronized void look() {
        Snapshot now = parts.eyes().get();
        List<AlertRule> rules = parts.store().read(JdbcAlertStore::rules);
        AlertJudge.Verdict verdict = AlertJudge.judge(rules, states, now);
        if (!verdict.states().equals(states) || !verdict.news().isEmpty()) {
            List<String> operators =
                    verdict.news().isEmpty() ? List.of() : parts.operators().get();
            parts.store().write(handle -> {
                write(handle, verdict, now.at(), operators);
                return 0;
            });
            states = verdict.states();
            parts.mail().wake();
        }
        prune(now.at());
    }

    private void prune(Instant now) {
        if (now.toEpochMilli() - prunedAt >= PRUNE_EVERY.toMillis()) {
            prunedAt = now.toEpochMilli();
            parts.store().write(handle -> {
                JdbcAlertStore.prune(handle, now.minus(KEPT).toEpochMilli());
                return 0;
            });
        }
    }

    private void write(Handle handle, AlertJudge.Verdict verdict, Instant now, List<String> operators) {
        verdict.states().forEach((key, state) -> {
            if (!state.equals(states.get(key))) {
                JdbcAlertStore.save(handle, key, state);
            }
        });
        for (Watched key : states.keySet()) {
            if (!verdict.states().containsKey(key)) {
                JdbcAlertStore.delete(handle, key);
            }
        }
        List<AlertLetters.Item> spoken = new ArrayList<>();
        for (News news : verdict.news()) {
            switch (news) {
                case News.Fired one -> {
                    Alert alert = alert(one, now);
                    JdbcAlertStore.insert(handle, alert);
                    if (one.spoken()) {
                        speak(handle, alert, one.rule(), false, operators, spoken);
                    }
                }
                case News.SpokenLate one -> {
                    JdbcAlertStore.told(handle, one.key());
                    JdbcAlertStore.open(handle, one.key())
                            .ifPresent(alert -> speak(handle, alert, one.rule(), false, operators, spoken));
                }
                case News.Resolved one -> {
                    Optional<Alert> alert = JdbcAlertStore.open(handle, one.key());
                    JdbcAlertStore.resolve(handle, one.key(), now.toEpochMilli());
                    AlertRule rule = one.rule();
                    if (one.spoken() && rule != null) {
                        alert.ifPresent(it -> speak(handle, it, rule, true, operators, spoken));
                    }
                }
            }
        }
        if (parts.mail().ready()) { // without a server letters would only pile up
            AlertLetters.of(spoken, now).forEach(letter -> parts.mail().send(handle, letter));
        }
    }

    private Alert alert(News.Fired fired, Instant now) {
        AlertRule rule = fired.rule();
        String words = fired.reading().words();
        return new Alert(
                parts.ids().next(),
                rule.id(),
                rule.name(),
                rule.metric(),
                fired.key().subject(),
                rule.severity(),
                fired.reading().value(),
                rule.threshold(),
                words.length() <= WORDS_MAX ? words : words.substring(0, WORDS_MAX),
                fired.since(),
                now,
                null,
                fired.spoken(),
                "",
                null);
    }

    private void speak(
            Handle handle,
            Alert alert,
            AlertRule rule,
            boolean over,
            List<String> operators,
            List<AlertLetters.Item> spoken) {
        AlertRule.Targets targets = rule.targets();
        if (targets.webhooks()) {
            parts.outbox().write(handle, event(alert, over));
        }
        if (targets.mail()) {
            spoken.add(new AlertLetters.Item(alert, targets.mailTo().isEmpty() ? operators : targets.mailTo(), over));
        }
    }

    private WebhookEvent event(Alert alert, boolean over) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("alert_id", Long.toString(alert.id()));
        data.put("rule_id", Long.toString(alert.rule()));
        data.put("rule", alert.ruleName());
        data.put("severity", alert.severity().id());
        data.put("metric", alert.metric().id());
        data.put("subject", alert.subject());
        data.put("value", alert.value());
        data.put("threshold", alert.threshold());
        data.put("unit", alert.metric().unit());
        data.put("words", alert.words());
        data.put("since", alert.since().toString());
        EventType type = over ? EventType.ALERT_RESOLVED : EventType.ALERT_FIRED;
        return new WebhookEvent(
                type.id() + ":" + alert.id(), type, parts.clock().instant(), data);
    }

    /** Rules in the order in which they were made. */
    public List<AlertRule> rules(long afterId, int limit) {
        return parts.store().read(handle -> JdbcAlertStore.rules(handle, afterId, limit));
    }

    public Optional<AlertRule> rule(long id) {
        return parts.store().read(handle -> JdbcAlertStore.rule(handle, id));
    }

    /** Makes a rule; the id of {@code wanted} is not looked at. */
    public AlertRule create(AlertRule wanted) {
        AlertRule rule = withId(wanted, parts.ids().next());
        return parts.store().write(handle -> {
            unused(handle, rule);
            Check.that(
                    JdbcAlertStore.ruleCount(handle) < RULES_MAX,
                    "rules",
                    "there are " + RULES_MAX,
                    "at most that many");
            JdbcAlertStore.save(handle, rule);
            return rule;
        });
    }

    private static AlertRule withId(AlertRule rule, long id) {
        return new AlertRule(
                id,
                rule.name().strip(),
                rule.metric(),
                rule.subject().strip(),
                rule.threshold(),
                rule.holdFor(),
                rule.coolDown(),
                rule.severity(),
                rule.targets(),
                rule.enabled());
    }

    private static void unused(Handle handle, AlertRule rule) {
        if (JdbcAlertStore.named(handle, rule.name(), rule.id())) {
            throw new GatewayException(ErrorCode.CONFLICT, "name: \"" + rule.name() + "\" (expected: one not in use)");
        }
    }

    /** Changes all of a rule but what it watches; empty when there is none. It goes for what fires already from the next look on. */
    public Optional<Changed> change(long id, UnaryOperator<AlertRule> edit) {
        return parts.store()
                .write(handle -> JdbcAlertStore.rule(handle, id).map(before -> {
                    AlertRule after = withId(edit.apply(before), id);
                    Check.that(
                            after.metric() == before.metric(),
                            "metric",
                            after.metric().id(),
                            before.metric().id());
                    unused(handle, after);
                    JdbcAlertStore.save(handle, after);
                    return new Changed(before, after);
                }));
    }

    /** Removes a rule; what it has firing is over with the next look. Empty when there is none. */
    public Optional<AlertRule> delete(long id) {
        return parts.store().write(handle -> {
            Optional<AlertRule> found = JdbcAlertStore.rule(handle, id);
            JdbcAlertStore.delete(handle, id);
            return found;
        });
    }

    /** What a rule, stored or not, would say now of all it watches; nothing comes of it. */
    public List<Saying> sayings(AlertRule rule) {
        return parts.eyes().get().readings().stream()
                .filter(reading -> reading.metric() == rule.metric() && rule.watches(reading.subject()))
                .map(reading -> new Saying(reading, AlertJudge.breaches(rule, reading)))
                .sorted(java.util.Comparator.comparing(Saying::breaches).reversed())
                .toList();
    }

    /** What fires now, the newest first. */
    public List<Alert> firing(long beforeId, int limit) {
        return parts.store().read(handle -> JdbcAlertStore.firing(handle, beforeId, limit));
    }

    /** What fires or has fired, the newest first. */
    public List<Alert> list(Filter filter) {
        return parts.store().read(handle -> JdbcAlertStore.list(handle, filter));
    }

    public Optional<Alert> find(long id) {
        return parts.store().read(handle -> JdbcAlertStore.find(handle, id));
    }

    /** Somebody has seen to an alert; the first who did stays. Empty when there is none. */
    public Optional<Acknowledged> acknowledge(long id, String who) {
        return parts.store()
                .write(handle -> JdbcAlertStore.find(handle, id).map(before -> {
                    JdbcAlertStore.acknowledge(handle, id, who, parts.clock().millis());
                    return new Acknowledged(
                            before, JdbcAlertStore.find(handle, id).orElseThrow());
                }));
    }
}

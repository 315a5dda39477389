package dev.headgate.admin;

import dev.headgate.alerts.AlertMetric;
import dev.headgate.alerts.AlertRule;
import dev.headgate.alerts.Alerts;
import dev.headgate.alerts.Severity;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When to call for attention, and whom. */
final class AlertRulesApi {
    private static final String NO_RULE = "alert rule";

    private final Features.Outside outside;

    AlertRulesApi(Features.Outside outside) {
        this.outside = outside;
    }

    record AlertRuleView(
            String id,
            String name,
            String metric,

            @Doc("which subjects of the metric; empty = all")
            String subject,

            @Doc("in the metric's unit") long threshold,
            @Doc("how long it must be so before it fires") long holdSeconds,

            @Doc("how soon it may speak again of the same subject")
            long coolDownSeconds,

            @Doc("info, warning or critical") String severity,
            boolean mail,
            @Doc("empty = those who run Headgate") List<String> mailTo,
            boolean webhooks,
            boolean enabled) {
        static AlertRuleView of(AlertRule rule) {
            return new AlertRuleView(
                    Long.toString(rule.id()),
                    rule.name(),
                    rule.metric().id(),
                    rule.subject(),
                    rule.threshold(),
                    rule.holdFor().toSeconds(),
                    rule.coolDown().toSeconds(),
                    rule.severity().id(),
                    rule.targets().mail(),
                    rule.targets().mailTo(),
                    rule.targets().webhooks(),
                    rule.enabled());
        }
    }

    record NewAlertRule(
            @Doc("unique") String name,

            @Doc("one of those that /alert-rules/metrics lists")
            String metric,

            @Doc("which subjects of the metric, with * for any run of characters; absent or empty = all") @Nullable
            String subject,

            @Doc("in the metric's unit; fires when it is reached, or fallen below where less is worse")
            long threshold,

            @Doc("how long it must be so; absent = 0, at most a day") @Nullable
            Long holdSeconds,

            @Doc("how soon it may speak again of the same subject; absent = 3600, at most 30 days") @Nullable
            Long coolDownSeconds,

            @Doc("info, warning or critical") String severity,
            @Doc("absent = true") @Nullable Boolean mail,

            @Doc("addresses of letters; absent or empty = those who run Headgate") @Nullable
            List<String> mailTo,

            @Doc("absent = true") @Nullable Boolean webhooks,
            @Doc("absent = true") @Nullable Boolean enabled) {}

    record AlertRuleChange(
            @Nullable String name,

            @Doc("which subjects of the metric, with * for any run of characters; absent or empty = all") @Nullable
            String subject,

            @Nullable Long threshold,
            @Nullable Long holdSeconds,
            @Nullable Long coolDownSeconds,
            @Nullable String severity,
            @Nullable Boolean mail,

            @Doc("addresses of letters; absent or empty = those who run Headgate") @Nullable
            List<String> mailTo,

            @Nullable Boolean webhooks,
            @Nullable Boolean enabled) {}

    record AlertRuleQuery(@Nullable Integer limit, @Nullable String cursor) {}

    record AlertMetricView(
            String metric,
            @Doc("of value and threshold; truth = 0 or 1") String unit,
            @Doc("whether less is worse") boolean below,
            String meaning) {}

    record AlertTry(
            @Doc("whether it would fire now, after its time")
            boolean breaches,

            List<AlertSaying> values) {}

    record AlertSaying(String subject, long value, boolean breaches, String words) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/alert-rules", "alert-rules.list", "When to call for attention")
                        .needs(Permission.ALERTS_READ)
                        .givesPage(AlertRuleView.class)
                        .with(AlertRuleQuery.class, this::list),
                Endpoint.get("/alert-rules/metrics", "alert-rules.metrics", "What can be watched")
                        .needs(Permission.ALERTS_READ)
                        .givesPage(AlertMetricView.class)
                        .by(call -> Lists.whole(
                                List.of(AlertMetric.values()),
                                one -> new AlertMetricView(one.id(), one.unit(), one.below(), one.meaning()))),
                Endpoint.post("/alert-rules", "alert-rules.create", "Make a rule")
                        .needs(Permission.ALERTS_WRITE)
                        .gives(AlertRuleView.class)
                        .with(NewAlertRule.class, this::create),
                Endpoint.post("/alert-rules/try", "alert-rules.try", "What a rule that isn't stored would say now")
                        .needs(Permission.ALERTS_READ)
                        .unaudited()
                        .tells(AlertTry.class)
                        .with(NewAlertRule.class, (call, input) -> said(all().sayings(rule(input)))),
                Endpoint.get("/alert-rules/{id}", "alert-rules.show", "One rule")
                        .needs(Permission.ALERTS_READ)
                        .gives(AlertRuleView.class)
                        .by(call -> AlertRuleView.of(known(call))),
                Endpoint.patch("/alert-rules/{id}", "alert-rules.change", "Change a rule; what is absent stays")
                        .needs(Permission.ALERTS_WRITE)
                        .gives(AlertRuleView.class)
                        .with(AlertRuleChange.class, this::change),
                Endpoint.delete("/alert-rules/{id}", "alert-rules.delete", "Remove a rule; what it has firing is over")
                        .needs(Permission.ALERTS_WRITE)
                        .by(this::delete),
                Endpoint.post("/alert-rules/{id}/try", "alert-rules.try-stored", "What a rule would say now")
                        .needs(Permission.ALERTS_READ)
                        .unaudited()
                        .tells(AlertTry.class)
                        .by(call -> said(all().sayings(known(call)))));
    }

    private Alerts all() {
        return outside.alerts();
    }

    private AlertRule known(ApiCall call) {
        return all().rule(call.id()).orElseThrow(() -> ApiFault.notFound(NO_RULE));
    }

    private Object list(ApiCall call, AlertRuleQuery query) {
        int limit = Lists.limit(query.limit());
        Long after = Lists.cursor(query.cursor());
        return Lists.page(
                all().rules(after == null ? 0 : after, limit + 1),
                limit,
                AlertRuleView::of,
                one -> Long.toString(one.id()));
    }

    private static boolean yes(@Nullable Boolean said) {
        return said == null || said;
    }

    private static AlertRule rule(NewAlertRule input) {
        return new AlertRule(
                0,
                input.name(),
                AlertMetric.of(input.metric()),
                input.subject() == null ? "" : input.subject(),
                input.threshold(),
                Duration.ofSeconds(input.holdSeconds() == null ? 0 : input.holdSeconds()),
                Duration.ofSeconds(input.coolDownSeconds() == null ? 3_600 : input.coolDownSeconds()),
                Severity.of(input.severity()),
                new AlertRule.Targets(
                        yes(input.mail()), input.mailTo() == null ? List.of() : input.mailTo(), yes(input.webhooks())),
                yes(input.enabled()));
    }

    private Object create(ApiCall call, NewAlertRule input) {
        AlertRuleView made = AlertRuleView.of(all().create(rule(input)));
        call.changed("alert-rules.create", "alert-rule:" + made.id(), null, made);
        return made;
    }

    private static AlertRule edited(AlertRule old, AlertRuleChange input) {
        return new AlertRule(
                old.id(),
                input.name() == null ? old.name() : input.name(),
                old.metric(),
                input.subject() == null ? old.subject() : input.subject(),
                input.threshold() == null ? old.threshold() : input.threshold(),
                input.holdSeconds() == null ? old.holdFor() : Duration.ofSeconds(input.holdSeconds()),
                input.coolDownSeconds() == null ? old.coolDown() : Duration.ofSeconds(input.coolDownSeconds()),
                input.severity() == null ? old.severity() : Severity.of(input.severity()),
                new AlertRule.Targets(
                        input.mail() == null ? old.targets().mail() : input.mail(),
                        input.mailTo() == null ? old.targets().mailTo() : input.mailTo(),
                        input.webhooks() == null ? old.targets().webhooks() : input.webhooks()),
                input.enabled() == null ? old.enabled() : input.enabled());
    }

    private Object change(ApiCall call, AlertRuleChange input) {
        Alerts.Changed changed =
                all().change(call.id(), old -> edited(old, input)).orElseThrow(() -> ApiFault.notFound(NO_RULE));
        AlertRuleView after = AlertRuleView.of(changed.after());
        call.changed("alert-rules.change", "alert-rule:" + after.id(), AlertRuleView.of(changed.before()), after);
        return after;
    }

    private @Nullable Object delete(ApiCall call) {
        AlertRule gone = all().delete(call.id()).orElseThrow(() -> ApiFault.notFound(NO_RULE));
        call.changed("alert-rules.delete", "alert-rule:" + gone.id(), AlertRuleView.of(gone), null);
        return null;
    }

    private static AlertTry said(List<Alerts.Saying> sayings) {
        return new AlertTry(
                sayings.stream().anyMatch(Alerts.Saying::breaches),
                sayings.stream()
                        .limit(500)
                        .map(one -> new AlertSaying(
                                one.reading().subject(),
                                one.reading().value(),
                                one.breaches(),
                                one.reading().words()))
                        .toList());
    }
}

package dev.headgate.admin;

import dev.headgate.alerts.Alert;
import dev.headgate.alerts.Alerts;
import dev.headgate.alerts.Severity;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has called for attention, and who has seen to it. */
final class AlertsApi {
    private static final String NO_ALERT = "alert";

    private final Features.Outside outside;

    AlertsApi(Features.Outside outside) {
        this.outside = outside;
    }

    record AlertView(
            String id,
            String ruleId,
            @Doc("the rule's name when it fired") String rule,
            String metric,

            @Doc("what it is about; empty where there is only one")
            String subject,

            @Doc("info, warning or critical") String severity,
            @Doc("when it fired") long value,
            long threshold,
            @Doc("of value and threshold") String unit,
            @Doc("the value in words") String words,
            @Doc("from when it was so") Instant since,
            Instant firedAt,
            @Doc("null while it fires") @Nullable Instant resolvedAt,
            @Doc("whether mail or webhooks were written") boolean told,
            @Doc("empty = nobody yet") String acknowledgedBy,
            @Nullable Instant acknowledgedAt) {
        static AlertView of(Alert one) {
            return new AlertView(
                    Long.toString(one.id()),
                    Long.toString(one.rule()),
                    one.ruleName(),
                    one.metric().id(),
                    one.subject(),
                    one.severity().id(),
                    one.value(),
                    one.threshold(),
                    one.metric().unit(),
                    one.words(),
                    one.since(),
                    one.firedAt(),
                    one.resolvedAt(),
                    one.told(),
                    one.acknowledgedBy(),
                    one.acknowledgedAt());
        }
    }

    record AlertQuery(
            @Nullable String ruleId,

            @Doc("info, warning or critical; absent = all") @Nullable
            String severity,

            @Doc("fired from then on") @Nullable Instant from,
            @Doc("fired before") @Nullable Instant to,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    record FiringQuery(@Nullable Integer limit, @Nullable String cursor) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/alerts", "alerts.list", "What fires or has fired, the newest first")
                        .needs(Permission.ALERTS_READ)
                        .givesPage(AlertView.class)
                        .with(AlertQuery.class, this::list),
                Endpoint.get("/alerts/firing", "alerts.firing", "What fires now, the newest first")
                        .needs(Permission.ALERTS_READ)
                        .givesPage(AlertView.class)
                        .with(FiringQuery.class, this::firing),
                Endpoint.get("/alerts/{id}", "alerts.show", "One alert")
                        .needs(Permission.ALERTS_READ)
                        .gives(AlertView.class)
                        .by(call -> AlertView.of(all().find(call.id()).orElseThrow(() -> ApiFault.notFound(NO_ALERT)))),
                Endpoint.post("/alerts/{id}/acknowledge", "alerts.acknowledge", "Say that one has seen to it")
                        .needs(Permission.ALERTS_WRITE)
                        .tells(AlertView.class)
                        .by(this::acknowledge));
    }

    private Alerts all() {
        return outside.alerts();
    }

    private static long before(@Nullable String cursor) {
        Long id = Lists.cursor(cursor);
        return id == null ? Long.MAX_VALUE : id;
    }

    private Object list(ApiCall call, AlertQuery query) {
        int limit = Lists.limit(query.limit());
        Alerts.Filter filter = new Alerts.Filter(
                query.ruleId() == null ? 0 : Lists.id("rule_id", query.ruleId()),
                query.severity() == null ? null : Severity.of(query.severity()),
                query.from(),
                query.to(),
                before(query.cursor()),
                limit + 1);
        return Lists.page(all().list(filter), limit, AlertView::of, one -> Long.toString(one.id()));
    }

    private Object firing(ApiCall call, FiringQuery query) {
        int limit = Lists.limit(query.limit());
        return Lists.page(
                all().firing(before(query.cursor()), limit + 1), limit, AlertView::of, one -> Long.toString(one.id()));
    }

    private Object acknowledge(ApiCall call) {
        Alerts.Acknowledged done =
                all().acknowledge(call.id(), call.actor().name()).orElseThrow(() -> ApiFault.notFound(NO_ALERT));
        AlertView after = AlertView.of(done.after());
        if (!done.after().equals(done.before())) {
            call.changed("alerts.acknowledge", "alert:" + after.id(), AlertView.of(done.before()), after);
        }
        return after;
    }
}

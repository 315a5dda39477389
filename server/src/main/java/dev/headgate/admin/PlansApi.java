package dev.headgate.admin;

import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.billing.Billing;
import dev.headgate.billing.Plan;
import dev.headgate.billing.Validity;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans: what subscriptions offer. */
final class PlansApi {
    private final Billing billing;
    private final GroupNames groups;

    PlansApi(Billing billing, GroupNames groups) {
        this.billing = billing;
        this.groups = groups;
    }

    /** What calls may cost within each window. */
    record Limits(
            @Doc("nano-dollars within 5 hours; absent = no limit") @Nullable
            Long fiveHoursNanos,

            @Nullable Long dayNanos,
            @Nullable Long weekNanos,
            @Nullable Long monthNanos) {
        static Limits of(Map<Period, Money> limits) {
            return new Limits(
                    nanos(limits, Period.FIVE_HOURS),
                    nanos(limits, Period.DAY),
                    nanos(limits, Period.WEEK),
                    nanos(limits, Period.MONTH));
        }

        private static @Nullable Long nanos(Map<Period, Money> limits, Period period) {
            Money limit = limits.get(period);
            return limit == null ? null : (Long) limit.nanos();
        }

        Map<Period, Money> read() {
            Map<Period, Money> limits = new EnumMap<>(Period.class);
            put(limits, Period.FIVE_HOURS, fiveHoursNanos);
            put(limits, Period.DAY, dayNanos);
            put(limits, Period.WEEK, weekNanos);
            put(limits, Period.MONTH, monthNanos);
            return limits;
        }

        private static void put(Map<Period, Money> limits, Period period, @Nullable Long nanos) {
            if (nanos != null) {
                limits.put(period, new Money(nanos));
            }
        }
    }

    record PlanView(
            String id,
            String name,
            String groupId,
            String group,
            @Doc("of one validity") long priceNanos,

            @Doc("days such as 30d, months such as 1mo, or none for no end")
            String validity,

            Limits limits,

            @Doc("none, or balance: goes on for the price while the balance covers it")
            String renewal,

            @Doc("whose calendar its windows and ends go by")
            String timeZone,

            @Doc("whether new subscriptions may be made") boolean enabled,
            @Doc("owned by the settings file") boolean declared) {}

    record NewPlan(
            @Doc("unique") String name,
            String groupId,
            @Nullable Long priceNanos,

            @Doc("days such as 30d, months such as 1mo, or none for no end")
            String validity,

            @Nullable Limits limits,
            @Doc("none, the default, or balance") @Nullable String renewal,
            @Doc("UTC unless given") @Nullable String timeZone) {}

    record PlanChange(
            @Nullable Long priceNanos,
            @Nullable String validity,
            @Nullable Limits limits,
            @Nullable String renewal,
            @Nullable Boolean enabled) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/plans", "plans.list", "All plans")
                        .needs(Permission.PRICES_READ)
                        .givesPage(PlanView.class)
                        .by(call -> Lists.whole(billing.subscriptions().plans(), this::view)),
                Endpoint.post("/plans", "plans.create", "Make a plan")
                        .needs(Permission.PRICES_WRITE)
                        .gives(PlanView.class)
                        .with(NewPlan.class, this::create),
                Endpoint.get("/plans/{id}", "plans.show", "One plan")
                        .needs(Permission.PRICES_READ)
                        .gives(PlanView.class)
                        .by(call -> view(found(call))),
                Endpoint.patch(
                                "/plans/{id}",
                                "plans.change",
                                "Change a plan; running subscriptions go by its limits at once")
                        .needs(Permission.PRICES_WRITE)
                        .gives(PlanView.class)
                        .with(PlanChange.class, this::change));
    }

    private Plan found(ApiCall call) {
        return billing.subscriptions().plans().stream()
                .filter(plan -> plan.id() == call.id())
                .findFirst()
                .orElseThrow(() -> ApiFault.notFound("plan"));
    }

    private Plan named(String name) {
        return billing.subscriptions().plan(name).orElseThrow(() -> ApiFault.notFound("plan"));
    }

    private PlanView view(Plan plan) {
        return new PlanView(
                Long.toString(plan.id()),
                plan.name(),
                plan.group().toString(),
                groups.of(plan.group()),
                plan.price().nanos(),
                plan.validity().toString(),
                Limits.of(plan.limits()),
                plan.renewal().id(),
                plan.zone().getId(),
                plan.enabled(),
                plan.declared());
    }

    static ZoneId zone(@Nullable String id) {
        try {
            return ZoneId.of(id == null ? "UTC" : id);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "time_zone: \"" + id + "\" (expected: a time zone such as Europe/Berlin)", e);
        }
    }

    private @Nullable Object create(ApiCall call, NewPlan input) {
        if (billing.subscriptions().plan(input.name()).isPresent()) {
            throw ApiFault.taken(input.name());
        }
        billing.subscriptions()
                .save(List.of(new Plan(
                        0,
                        input.name(),
                        groups.known("group_id", input.groupId()),
                        new Money(input.priceNanos() == null ? 0 : input.priceNanos()),
                        Validity.parse(input.validity()),
                        input.limits() == null ? Map.of() : input.limits().read(),
                        Plan.Renewal.of(input.renewal() == null ? "none" : input.renewal()),
                        zone(input.timeZone()),
                        true,
                        false)));
        PlanView made = view(named(input.name()));
        call.changed("plans.create", "plan:" + made.id(), null, made);
        return made;
    }

    private @Nullable Object change(ApiCall call, PlanChange input) {
        Plan before = found(call);
        if (before.declared()) {
            throw GatewayException.declared("this plan");
        }
        Plan.Renewal renewal = input.renewal() == null ? before.renewal() : Plan.Renewal.of(input.renewal());
        billing.subscriptions()
                .save(List.of(new Plan(
                        before.id(),
                        before.name(),
                        before.group(),
                        input.priceNanos() == null ? before.price() : new Money(input.priceNanos()),
                        input.validity() == null ? before.validity() : Validity.parse(input.validity()),
                        input.limits() == null
                                ? before.limits()
                                : input.limits().read(),
                        renewal,
                        before.zone(),
                        input.enabled() == null ? before.enabled() : input.enabled(),
                        false)));
        PlanView after = view(named(before.name()));
        call.changed("plans.change", "plan:" + call.id(), view(before), after);
        return after;
    }
}

package dev.headgate.admin;

import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.billing.Plan;
import dev.headgate.billing.Standing;
import dev.headgate.billing.Subscription;
import dev.headgate.billing.Subscriptions;
import dev.headgate.billing.Validity;
import dev.headgate.billing.Written;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Users' subscriptions to plans. Each operation carries its caller's id, so that repeating it does nothing. */
final class SubscriptionsApi {
    @SuppressWarnings("UnusedVariable") // read by annotations
    private static final String IDEMPOTENT =
            "the caller's own id of this operation; repeated with it, nothing is done again";

    /** Further than any real end. */
    private static final Instant ENDLESS = Instant.parse("9999-01-01T00:00:00Z");

    private final Billing billing;
    private final UserIds users;

    SubscriptionsApi(Billing billing, UserIds users) {
        this.billing = billing;
        this.users = users;
    }

    record SubscriptionFilter(
            @Nullable String userId,
            @Nullable String planId,
            @Doc("active, suspended or cancelled") @Nullable String state,
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record WindowView(
            @Doc("5h, day, week or month") String period,
            long limitNanos,
            long usedNanos,
            long remainingNanos,
            Instant resetsAt) {}

    record SubscriptionView(
            String id,
            String userId,
            String planId,
            String plan,
            @Doc("active, suspended or cancelled") String state,
            @Doc("none or balance") String renewal,
            String timeZone,
            Instant startedAt,
            @Doc("absent = no end") @Nullable Instant endsAt,
            List<WindowView> windows) {}

    record NewSubscription(
            @Doc(IDEMPOTENT) String id,
            String userId,
            @Doc("the plan's name") String plan,

            @Doc("whether its price is taken from the user's balance; absent = no") @Nullable
            Boolean paid) {}

    record Renewal(
            @Doc(IDEMPOTENT) String id,

            @Doc("whether the price is taken from the user's balance; absent = no") @Nullable
            Boolean paid) {}

    record Extension(
            @Doc(IDEMPOTENT) String id,
            @Doc("days such as 30d or months such as 1mo") String by) {}

    record Operation(@Doc(IDEMPOTENT) String id) {}

    record Cancellation(
            @Doc(IDEMPOTENT) String id,
            @Doc("at once, or at the end of its term") boolean atOnce) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/subscriptions", "subscriptions.list", "Subscriptions, the newest first")
                        .needs(Permission.MONEY_READ)
                        .givesPage(SubscriptionView.class)
                        .with(SubscriptionFilter.class, this::list),
                Endpoint.post("/subscriptions", "subscriptions.create", "Subscribe a user to a plan")
                        .needs(Permission.MONEY_WRITE)
                        .gives(SubscriptionView.class)
                        .with(NewSubscription.class, this::create),
                Endpoint.get(
                                "/subscriptions/{id}",
                                "subscriptions.show",
                                "One subscription and what is used of its windows")
                        .needs(Permission.MONEY_READ)
                        .gives(SubscriptionView.class)
                        .by(call -> view(found(call.id()))),
                Endpoint.post("/subscriptions/{id}/renew", "subscriptions.renew", "Give it another validity")
                        .needs(Permission.MONEY_WRITE)
                        .tells(SubscriptionView.class)
                        .with(
                                Renewal.class,
                                (call, input) -> change(
                                        call,
                                        "renew",
                                        id -> billing.subscriptions()
                                                .renew(input.id(), id, Boolean.TRUE.equals(input.paid())))),
                Endpoint.post("/subscriptions/{id}/extend", "subscriptions.extend", "Let it end later")
                        .needs(Permission.MONEY_WRITE)
                        .tells(SubscriptionView.class)
                        .with(
                                Extension.class,
                                (call, input) -> change(
                                        call,
                                        "extend",
                                        id -> billing.subscriptions()
                                                .extend(input.id(), id, Validity.parse(input.by())))),
                Endpoint.post("/subscriptions/{id}/suspend", "subscriptions.suspend", "Let no call draw on it for now")
                        .needs(Permission.MONEY_WRITE)
                        .tells(SubscriptionView.class)
                        .with(
                                Operation.class,
                                (call, input) -> change(
                                        call,
                                        "suspend",
                                        id -> billing.subscriptions().suspend(input.id(), id))),
                Endpoint.post("/subscriptions/{id}/resume", "subscriptions.resume", "Let calls draw on it again")
                        .needs(Permission.MONEY_WRITE)
                        .tells(SubscriptionView.class)
                        .with(
                                Operation.class,
                                (call, input) -> change(
                                        call,
                                        "resume",
                                        id -> billing.subscriptions().resume(input.id(), id))),
                Endpoint.post("/subscriptions/{id}/cancel", "subscriptions.cancel", "End it, at once or with its term")
                        .needs(Permission.MONEY_WRITE)
                        .tells(SubscriptionView.class)
                        .with(
                                Cancellation.class,
                                (call, input) -> change(
                                        call,
                                        "cancel",
                                        id -> billing.subscriptions().cancel(input.id(), id, input.atOnce()))),
                Endpoint.get("/me/subscriptions", "me.subscriptions.list", "One's own subscriptions")
                        .needs(Permission.OWN)
                        .givesPage(SubscriptionView.class)
                        .by(call -> Lists.whole(
                                billing.subscriptions()
                                        .of(call.person().person().user().id()),
                                this::view)));
    }

    private Subscription found(long id) {
        try {
            return billing.subscriptions().find(new SubscriptionId(id));
        } catch (IllegalArgumentException e) {
            throw ApiFault.notFound("subscription");
        }
    }

    private Object list(ApiCall call, SubscriptionFilter input) {
        int limit = Lists.limit(input.limit());
        Long before = Lists.cursor(input.cursor());
        List<Subscription> found = billing.subscriptions()
                .list(new Subscriptions.Filter(
                        input.userId() == null ? null : new UserId(Lists.id("user_id", input.userId())),
                        input.planId() == null ? null : (Long) Lists.id("plan_id", input.planId()),
                        state(input.state()),
                        before == null ? null : new SubscriptionId(before),
                        limit + 1));
        return Lists.page(found, limit, this::view, each -> each.id().toString());
    }

    private static Subscription.@Nullable State state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        for (Subscription.State state : Subscription.State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("state: \"" + word + "\" (expected: active, suspended or cancelled)");
    }

    private SubscriptionView view(Subscription subscription) {
        String plan = billing.subscriptions().plans().stream()
                .filter(one -> one.id() == subscription.plan())
                .map(Plan::name)
                .findFirst()
                .orElse(Long.toString(subscription.plan()));
        Instant end = subscription.endsAt();
        return new SubscriptionView(
                subscription.id().toString(),
                subscription.user().toString(),
                Long.toString(subscription.plan()),
                plan,
                subscription.state().name().toLowerCase(Locale.ROOT),
                subscription.renewal().id(),
                subscription.zone().getId(),
                subscription.terms().getFirst(),
                end.isAfter(ENDLESS) ? null : end,
                billing.subscriptions().standing(subscription.id()).stream()
                        .map(SubscriptionsApi::window)
                        .toList());
    }

    private static WindowView window(Standing standing) {
        return new WindowView(
                standing.period().id(),
                standing.limit().nanos(),
                standing.used().nanos(),
                standing.remaining().nanos(),
                standing.resetsAt());
    }

    private @Nullable Object create(ApiCall call, NewSubscription input) {
        SubscriptionId id = billing.subscriptions()
                .subscribe(
                        input.id(),
                        users.known("user_id", input.userId()),
                        input.plan(),
                        Boolean.TRUE.equals(input.paid()));
        SubscriptionView made = view(found(id.value()));
        call.changed("subscriptions.create", "subscription:" + id, null, made);
        return made;
    }

    private interface Step {
        Written on(SubscriptionId id);
    }

    private Object change(ApiCall call, String what, Step step) {
        SubscriptionView before = view(found(call.id()));
        Written written = step.on(new SubscriptionId(call.id()));
        SubscriptionView after = view(found(call.id()));
        if (written == Written.DONE) {
            call.changed("subscriptions." + what, "subscription:" + call.id(), before, after);
        }
        return after;
    }
}

package dev.headgate.admin;

import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.webhooks.Delivery;
import dev.headgate.webhooks.EventType;
import dev.headgate.webhooks.WebhookEndpoint;
import dev.headgate.webhooks.Webhooks;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where events are sent, how each delivery went, and those that were given up. */
final class WebhooksApi {
    private static final String NO_ENDPOINT = "webhook";
    private static final String NO_DELIVERY = "delivery";

    private final Features.Outside outside;

    WebhooksApi(Features.Outside outside) {
        this.outside = outside;
    }

    record WebhookView(
            String id,
            String name,
            String url,
            @Doc("empty = all") List<String> events,
            boolean enabled,

            @Doc("since when no delivery has succeeded; null while all is well") @Nullable
            Instant failingSince,

            @Doc("tries that failed since then") int failures,

            @Doc("events that were not written down, since 10,000 were waiting")
            long dropped,

            @Doc("why Headgate disabled it by itself; empty when it didn't")
            String disabledReason,

            Instant createdAt) {
        static WebhookView of(WebhookEndpoint one) {
            return new WebhookView(
                    Long.toString(one.id()),
                    one.name(),
                    one.url(),
                    one.types().stream().map(EventType::id).toList(),
                    one.enabled(),
                    one.health().failingSince(),
                    one.health().failures(),
                    one.health().dropped(),
                    one.health().disabledReason(),
                    one.createdAt());
        }
    }

    record NewWebhook(
            @Doc("unique") String name,

            @Doc("http or https; must be public unless upstream.allow-private is set")
            String url,

            @Doc("types of events to send; absent or empty = all") @Nullable
            List<String> events,

            @Doc("absent = true") @Nullable Boolean enabled) {}

    record WebhookChange(
            @Nullable String name,
            @Nullable String url,
            @Doc("empty = all") @Nullable List<String> events,

            @Doc("true lets one that was disabled begin anew") @Nullable
            Boolean enabled) {}

    record MadeWebhook(
            WebhookView webhook,

            @Doc("signs each delivery; shown once") String secret) {}

    record EventTypeView(String type, String meaning) {}

    record TriedView(
            boolean good,
            @Doc("HTTP status, 0 = no answer") int status,
            long millis,

            @Doc("the answer's first bytes, or what went wrong")
            String answer) {
        static TriedView of(Delivery.Try one) {
            return new TriedView(one.good(), one.status(), one.millis(), one.answer());
        }
    }

    record DeliveryView(
            String id,
            String webhookId,
            @Doc("as the receiver sees it in webhook-id") String eventId,
            String type,
            @Doc("waiting, delivered or dead") String state,
            int tries,
            @Nullable Instant nextTryAt,
            Instant createdAt,
            @Nullable Instant endedAt,
            @Doc("the last try") @Nullable TriedView last) {
        static DeliveryView of(Delivery one) {
            return new DeliveryView(
                    Long.toString(one.id()),
                    Long.toString(one.endpoint()),
                    one.eventId(),
                    one.type(),
                    one.state().id(),
                    one.tries(),
                    one.nextTryAt(),
                    one.createdAt(),
                    one.endedAt(),
                    one.last() == null ? null : TriedView.of(one.last()));
        }
    }

    record WholeDelivery(
            DeliveryView delivery,
            @Doc("JSON, as it is sent") String body) {}

    record WebhookQuery(@Nullable Integer limit, @Nullable String cursor) {}

    record DeliveryQuery(
            @Doc("waiting, delivered or dead; absent = all") @Nullable
            String state,

            @Nullable Integer limit,
            @Nullable String cursor) {}

    record ReplayAll(
            @Doc("absent = of all webhooks") @Nullable String webhookId) {}

    record Replayed(int count) {}

    List<Endpoint<?>> endpoints() {
        return Stream.concat(hooks().stream(), deliveries().stream()).toList();
    }

    private List<Endpoint<?>> hooks() {
        return List.of(
                Endpoint.get("/webhooks", "webhooks.list", "Where events are sent, the newest first")
                        .needs(Permission.WEBHOOKS_READ)
                        .givesPage(WebhookView.class)
                        .with(WebhookQuery.class, this::list),
                Endpoint.get("/webhooks/event-types", "webhooks.event-types", "What can be sent")
                        .needs(Permission.WEBHOOKS_READ)
                        .givesPage(EventTypeView.class)
                        .by(call -> Lists.whole(
                                List.of(EventType.values()), one -> new EventTypeView(one.id(), one.meaning()))),
                Endpoint.post("/webhooks", "webhooks.create", "Send events somewhere; the secret is shown once")
                        .needs(Permission.WEBHOOKS_WRITE)
                        .freshProof()
                        .secretOnce()
                        .gives(MadeWebhook.class)
                        .with(NewWebhook.class, this::create),
                Endpoint.get("/webhooks/{id}", "webhooks.show", "One webhook")
                        .needs(Permission.WEBHOOKS_READ)
                        .gives(WebhookView.class)
                        .by(call -> WebhookView.of(known(call))),
                Endpoint.patch("/webhooks/{id}", "webhooks.change", "Change a webhook; what is absent stays")
                        .needs(Permission.WEBHOOKS_WRITE)
                        .freshProof()
                        .gives(WebhookView.class)
                        .with(WebhookChange.class, this::change),
                Endpoint.delete("/webhooks/{id}", "webhooks.delete", "Remove a webhook with its deliveries")
                        .needs(Permission.WEBHOOKS_WRITE)
                        .by(this::delete),
                Endpoint.post(
                                "/webhooks/{id}/rotate-secret",
                                "webhooks.rotate-secret",
                                "A new secret, shown once; the old one signs beside it for 24 h")
                        .needs(Permission.WEBHOOKS_WRITE)
                        .freshProof()
                        .secretOnce()
                        .tells(MadeWebhook.class)
                        .by(this::rotate),
                Endpoint.post("/webhooks/{id}/test", "webhooks.test", "Send a test event now, and tell what came back")
                        .needs(Permission.WEBHOOKS_WRITE)
                        .unaudited()
                        .tells(TriedView.class)
                        .by(call ->
                                TriedView.of(all().test(call.id()).orElseThrow(() -> ApiFault.notFound(NO_ENDPOINT)))));
    }

    private List<Endpoint<?>> deliveries() {
        return List.of(
                Endpoint.get("/webhooks/{id}/deliveries", "webhooks.deliveries.list", "What was sent, the newest first")
                        .needs(Permission.WEBHOOKS_READ)
                        .givesPage(DeliveryView.class)
                        .with(DeliveryQuery.class, this::log),
                Endpoint.get("/webhooks/deliveries/{id}", "webhooks.deliveries.show", "One delivery with its body")
                        .needs(Permission.WEBHOOKS_READ)
                        .gives(WholeDelivery.class)
                        .by(this::show),
                Endpoint.post(
                                "/webhooks/deliveries/{id}/replay",
                                "webhooks.deliveries.replay",
                                "Send again what arrived or was given up")
                        .needs(Permission.WEBHOOKS_WRITE)
                        .by(this::replay),
                Endpoint.delete("/webhooks/deliveries/{id}", "webhooks.deliveries.delete", "Throw a dead delivery away")
                        .needs(Permission.WEBHOOKS_WRITE)
                        .by(this::drop),
                Endpoint.get("/webhooks/dead-letters", "webhooks.dead-letters.list", "Deliveries that were given up")
                        .needs(Permission.WEBHOOKS_READ)
                        .givesPage(DeliveryView.class)
                        .with(WebhookQuery.class, this::dead),
                Endpoint.post(
                                "/webhooks/dead-letters/replay",
                                "webhooks.dead-letters.replay",
                                "Send all dead deliveries again, 10,000 at most")
                        .needs(Permission.WEBHOOKS_WRITE)
                        .tells(Replayed.class)
                        .with(ReplayAll.class, this::replayAll));
    }

    private Webhooks all() {
        return outside.webhooks();
    }

    private WebhookEndpoint known(ApiCall call) {
        return all().find(call.id()).orElseThrow(() -> ApiFault.notFound(NO_ENDPOINT));
    }

    private static String subject(WebhookEndpoint one) {
        return "webhook:" + one.id();
    }

    private static @Nullable Set<EventType> types(@Nullable List<String> events) {
        if (events == null) {
            return null;
        }
        Set<EventType> types = new LinkedHashSet<>();
        events.forEach(one -> types.add(EventType.of(one)));
        return types;
    }

    private static long before(@Nullable String cursor) {
        Long id = Lists.cursor(cursor);
        return id == null ? Long.MAX_VALUE : id;
    }

    private @Nullable Object list(ApiCall call, WebhookQuery query) {
        int limit = Lists.limit(query.limit());
        return Lists.page(
                all().list(before(query.cursor()), limit + 1), limit, WebhookView::of, one -> Long.toString(one.id()));
    }

    private @Nullable Object create(ApiCall call, NewWebhook input) {
        Webhooks.Made made =
                all().create(new Webhooks.Wish(input.name(), input.url(), types(input.events()), input.enabled()));
        WebhookView view = WebhookView.of(made.endpoint());
        call.changed("webhooks.create", subject(made.endpoint()), null, view);
        return new MadeWebhook(view, made.secret().reveal());
    }

    private @Nullable Object change(ApiCall call, WebhookChange input) {
        Webhooks.Changed changed = all().change(
                        call.id(), new Webhooks.Wish(input.name(), input.url(), types(input.events()), input.enabled()))
                .orElseThrow(() -> ApiFault.notFound(NO_ENDPOINT));
        WebhookView after = WebhookView.of(changed.after());
        call.changed("webhooks.change", subject(changed.after()), WebhookView.of(changed.before()), after);
        return after;
    }

    private @Nullable Object delete(ApiCall call) {
        WebhookEndpoint gone = all().delete(call.id()).orElseThrow(() -> ApiFault.notFound(NO_ENDPOINT));
        call.changed("webhooks.delete", subject(gone), WebhookView.of(gone), null);
        return null;
    }

    private @Nullable Object rotate(ApiCall call) {
        Webhooks.Made made = all().rotate(call.id()).orElseThrow(() -> ApiFault.notFound(NO_ENDPOINT));
        call.changed("webhooks.rotate-secret", subject(made.endpoint()), null, null);
        return new MadeWebhook(WebhookView.of(made.endpoint()), made.secret().reveal());
    }

    private @Nullable Object log(ApiCall call, DeliveryQuery query) {
        int limit = Lists.limit(query.limit());
        Delivery.State state = query.state() == null ? null : Delivery.State.of(query.state());
        WebhookEndpoint one = known(call);
        return Lists.page(
                all().log(one.id(), state, before(query.cursor()), limit + 1),
                limit,
                DeliveryView::of,
                delivery -> Long.toString(delivery.id()));
    }

    private @Nullable Object dead(ApiCall call, WebhookQuery query) {
        int limit = Lists.limit(query.limit());
        return Lists.page(
                all().dead(before(query.cursor()), limit + 1),
                limit,
                DeliveryView::of,
                delivery -> Long.toString(delivery.id()));
    }

    private @Nullable Object show(ApiCall call) {
        Delivery one = all().delivery(call.id()).orElseThrow(() -> ApiFault.notFound(NO_DELIVERY));
        return new WholeDelivery(DeliveryView.of(one), one.body());
    }

    private @Nullable Object replay(ApiCall call) {
        if (!all().replay(call.id())) {
            throw ApiFault.notFound("delivery that arrived or was given up");
        }
        call.changed("webhooks.deliveries.replay", "delivery:" + call.id(), null, null);
        return null;
    }

    private @Nullable Object drop(ApiCall call) {
        Delivery gone = all().drop(call.id()).orElseThrow(() -> ApiFault.notFound("dead delivery"));
        call.changed("webhooks.deliveries.delete", "delivery:" + gone.id(), DeliveryView.of(gone), null);
        return null;
    }

    private @Nullable Object replayAll(ApiCall call, ReplayAll input) {
        long endpoint = input.webhookId() == null ? 0 : Lists.id("webhook_id", input.webhookId());
        int count = all().replayDead(endpoint);
        call.changed("webhooks.dead-letters.replay", "webhook:" + (endpoint == 0 ? "all" : endpoint), null, input);
        return new Replayed(count);
    }
}

package dev.headgate.webhooks;

import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.IdSource;
import dev.headgate.base.Sealer;
import dev.headgate.base.Secret;
import dev.headgate.base.Ticker;
import dev.headgate.store.Store;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints and what is sent to them. Deliveries are made in the background between {@link #start} and {@link #close}; those that
 * wait outlive a restart. Arrived ones are kept for a week, dead ones for 30 days. Blocking; thread-safe.
 */
public final class Webhooks implements AutoCloseable {
    private static final int ENDPOINTS_MAX = 100;
    private static final int REPLAY_MAX = 10_000;

    /** How long the secret before the last change signs too. */
    private static final Duration FORMER = Duration.ofHours(24);

    private final Parts parts;
    private final WebhookOutbox outbox;
    private final WebhookSender sender;
    private final List<Disabled> listeners = new CopyOnWriteArrayList<>();

    /** What it stands on. */
    public record Parts(
            Store store,
            Sealer sealer,
            IdSource ids,
            SecureRandom random,
            InstantSource clock,
            Ticker ticker,
            Carrier carrier) {}

    /** Hears within the transaction that an endpoint was disabled after it had failed for long. */
    @FunctionalInterface
    public interface Disabled {
        void disabled(Handle handle, WebhookEndpoint endpoint, String reason);
    }

    /**
     * What is set of an endpoint; in a change null keeps what was.
     *
     * @param types empty = all
     */
    public record Wish(
            @Nullable String name,
            @Nullable String url,
            @Nullable Set<EventType> types,
            @Nullable Boolean enabled) {}

    /** An endpoint with its secret, shown once. */
    public record Made(WebhookEndpoint endpoint, Secret secret) {}

    /** An endpoint before and after a change. */
    public record Changed(WebhookEndpoint before, WebhookEndpoint after) {}

    public Webhooks(Parts parts) {
        this.parts = parts;
        this.outbox = new WebhookOutbox(parts.store(), parts.ids(), parts.clock());
        this.sender = new WebhookSender(parts, this::disabled);
    }

    private void disabled(Handle handle, WebhookEndpoint endpoint, String reason) {
        outbox.write(
                handle,
                new WebhookEvent(
                        "webhook.disabled:" + endpoint.id() + ":"
                                + parts.clock().millis(),
                        EventType.WEBHOOK_DISABLED,
                        parts.clock().instant(),
                        Map.of(
                                "webhook",
                                Map.of("id", Long.toString(endpoint.id()), "name", endpoint.name()),
                                "reason",
                                reason)));
        listeners.forEach(listener -> listener.disabled(handle, endpoint, reason));
    }

    /** Lets somebody hear when an endpoint is disabled. */
    public void onDisabled(Disabled listener) {
        listeners.add(listener);
    }

    public void start() {
        sender.start();
    }

    /** Where events are written down. */
    public WebhookOutbox outbox() {
        return outbox;
    }

    /** Lets the sender look at once. */
    public void wake() {
        sender.wake();
    }

    /** Whether nothing is being sent at this instant. */
    public boolean idle() {
        return sender.idle();
    }

    static String belongsTo(long endpoint) {
        return "webhook/" + endpoint;
    }

    /** Makes an endpoint. Name and URL must be there. */
    public Made create(Wish wish) {
        Check.that(wish.name() != null, "name", "missing", "a name");
        Check.that(wish.url() != null, "url", "missing", "an http or https URL");
        Secret secret = WebhookSignature.secret(parts.random());
        long id = parts.ids().next();
        WebhookEndpoint endpoint = new WebhookEndpoint(
                id,
                String.valueOf(wish.name()).strip(),
                checked(String.valueOf(wish.url())),
                wish.types() == null ? Set.of() : wish.types(),
                wish.enabled() == null || wish.enabled(),
                WebhookEndpoint.Health.GOOD,
                parts.clock().instant());
        String sealed = parts.sealer().seal(secret, belongsTo(id));
        return parts.store().write(handle -> {
            unused(handle, endpoint);
            Check.that(
                    JdbcEndpointStore.count(handle) < ENDPOINTS_MAX,
                    "webhooks",
                    "there are " + ENDPOINTS_MAX,
                    "at most that many");
            JdbcEndpointStore.insert(handle, endpoint, sealed);
            return new Made(endpoint, secret);
        });
    }

    private static void unused(Handle handle, WebhookEndpoint endpoint) {
        if (JdbcEndpointStore.named(handle, endpoint.name(), endpoint.id())) {
            throw new GatewayException(
                    ErrorCode.CONFLICT, "name: \"" + endpoint.name() + "\" (expected: one not in use)");
        }
    }

    private String checked(String url) {
        URI uri = WebhookEndpoint.checkedUrl(url);
        Optional<String> refusal = parts.carrier().refusal(uri.getHost().replaceAll("^\\[|]$", ""));
        Check.that(refusal.isEmpty(), "url", refusal.orElse(""), "a public address");
        return uri.toString();
    }

    /** Changes an endpoint; empty when there is none. Enabling one lets it begin anew. */
    public Optional<Changed> change(long id, Wish wish) {
        return parts.store()
                .write(handle -> JdbcEndpointStore.find(handle, id).map(before -> {
                    boolean enabled = wish.enabled() == null ? before.enabled() : wish.enabled();
                    boolean anew = enabled && !before.enabled();
                    WebhookEndpoint after = new WebhookEndpoint(
                            id,
                            wish.name() == null ? before.name() : wish.name().strip(),
                            wish.url() == null ? before.url() : checked(wish.url()),
                            wish.types() == null ? before.types() : wish.types(),
                            enabled,
                            anew
                                    ? new WebhookEndpoint.Health(
                                            null, 0, before.health().dropped(), "")
                                    : before.health(),
                            before.createdAt());
                    unused(handle, after);
                    JdbcEndpointStore.update(handle, after);
                    return new Changed(before, after);
                }));
    }

    /** Gives an endpoint a new secret; the old one signs beside it for 24 h. Empty when there is no such endpoint. */
    public Optional<Made> rotate(long id) {
        Secret secret = WebhookSignature.secret(parts.random());
        String sealed = parts.sealer().seal(secret, belongsTo(id));
        long until = parts.clock().millis() + FORMER.toMillis();
        return parts.store()
                .write(handle -> JdbcEndpointStore.find(handle, id).map(endpoint -> {
                    JdbcEndpointStore.rotate(handle, id, sealed, until);
                    return new Made(endpoint, secret);
                }));
    }

    /** Removes an endpoint with all its deliveries; empty when there is none. */
    public Optional<WebhookEndpoint> delete(long id) {
        return parts.store().write(handle -> {
            Optional<WebhookEndpoint> found = JdbcEndpointStore.find(handle, id);
            JdbcDeliveryStore.dropAll(handle, id);
            JdbcEndpointStore.delete(handle, id);
            return found;
        });
    }

    public Optional<WebhookEndpoint> find(long id) {
        return parts.store().read(handle -> JdbcEndpointStore.find(handle, id));
    }

    /** Endpoints, the newest first. */
    public List<WebhookEndpoint> list(long beforeId, int limit) {
        return parts.store().read(handle -> JdbcEndpointStore.list(handle, beforeId, limit));
    }

    /** Sends a test event now, past the outbox, also to a disabled endpoint; empty when there is none. */
    public Optional<Delivery.Try> test(long id) {
        Instant now = parts.clock().instant();
        WebhookEvent event = new WebhookEvent(
                "webhook.test:" + parts.ids().next(),
                EventType.WEBHOOK_TEST,
                now,
                Map.of("message", "This is the test that was asked for."));
        return find(id).map(endpoint -> sender.send(endpoint, event.id(), event.body()));
    }

    /** An endpoint's deliveries, the newest first; {@code state} null: all. */
    public List<Delivery> log(long endpoint, Delivery.@Nullable State state, long beforeId, int limit) {
        return parts.store().read(handle -> JdbcDeliveryStore.log(handle, endpoint, state, beforeId, limit));
    }

    public Optional<Delivery> delivery(long id) {
        return parts.store().read(handle -> JdbcDeliveryStore.find(handle, id));
    }

    /** Deliveries of all endpoints that were given up, the newest first. */
    public List<Delivery> dead(long beforeId, int limit) {
        return parts.store().read(handle -> JdbcDeliveryStore.dead(handle, beforeId, limit));
    }

    /** How many are given up now. */
    public int deadCount() {
        return parts.store().read(JdbcDeliveryStore::deadCount);
    }

    /** Makes a delivery again that arrived or was given up; false when it is none of these. */
    public boolean replay(long id) {
        boolean found = parts.store()
                .write(handle ->
                        JdbcDeliveryStore.replay(handle, id, parts.clock().millis()));
        wake();
        return found;
    }

    /** Makes all dead deliveries again, the oldest first, 10,000 at most; how many. {@code endpoint} 0: of all endpoints. */
    public int replayDead(long endpoint) {
        int count = parts.store()
                .write(handle -> JdbcDeliveryStore.replayDead(
                        handle, endpoint, parts.clock().millis(), REPLAY_MAX));
        wake();
        return count;
    }

    /** Throws a dead delivery away; empty when there is none. */
    public Optional<Delivery> drop(long id) {
        return parts.store().write(handle -> {
            Optional<Delivery> found =
                    JdbcDeliveryStore.find(handle, id).filter(one -> one.state() == Delivery.State.DEAD);
            JdbcDeliveryStore.drop(handle, id);
            return found;
        });
    }

    @Override
    public void close() {
        sender.close();
    }
}

package dev.headgate.webhooks;

import dev.headgate.base.Secret;
import dev.headgate.webhooks.Delivery.State;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the deliveries: a virtual thread that looks for endpoints with something due, and one for each of them, so that a receiver that
 * hangs holds up nobody but itself. After a failure an endpoint's other deliveries wait for the next look: a receiver that is away is
 * asked once in two seconds, not thousands of times at once. Several nodes may send from one store: a delivery is claimed for
 * {@value #CLAIM_SECONDS} s. Thread-safe.
 */
final class WebhookSender implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
    private static final int LOOK_SECONDS = 2;
    private static final int CLAIM_SECONDS = 120;
    private static final int ANSWER_MAX = 500;
    private static final int GONE = 410;

    /** An endpoint is disabled when nothing has succeeded for so long and through so many tries. */
    private static final Duration FAILING_MAX = Duration.ofDays(3);

    private static final int FAILURES_MIN = 10;
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    private static final Duration DELIVERED_KEPT = Duration.ofDays(7);
    private static final Duration DEAD_KEPT = Duration.ofDays(30);

    private final Webhooks.Parts parts;
    private final Webhooks.Disabled told;
    private final Map<Long, Thread> busy = new ConcurrentHashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private long prunedAt;

    WebhookSender(Webhooks.Parts parts, Webhooks.Disabled told) {
        this.parts = parts;
        this.told = told;
        this.thread = Thread.ofVirtual().name("webhooks").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    void wake() {
        wake.release();
    }

    private void loop() {
        try {
            while (!stopped) {
                try {
                    look();
                } catch (RuntimeException e) {
                    log.warn("deliveries can't be read now: {}", e.getMessage());
                }
                if (wake.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        long now = parts.clock().millis();
        for (long endpoint : parts.store().read(handle -> JdbcDeliveryStore.endpointsDue(handle, now))) {
            Thread worker = Thread.ofVirtual().name("webhook " + endpoint).unstarted(() -> work(endpoint));
            if (!stopped && busy.putIfAbsent(endpoint, worker) == null) {
                worker.start();
            }
        }
        if (now - prunedAt >= PRUNE_EVERY.toMillis()) {
            prunedAt = now;
            parts.store().write(handle -> {
                JdbcDeliveryStore.prune(handle, State.DELIVERED, now - DELIVERED_KEPT.toMillis());
                JdbcDeliveryStore.prune(handle, State.DEAD, now - DEAD_KEPT.toMillis());
                return 0;
            });
        }
    }

    /** Makes an endpoint's deliveries, the longest due first, until one fails or none is left. */
    private void work(long endpoint) {
        try {
            boolean goesOn = true;
            while (goesOn && !stopped) {
                goesOn = next(endpoint);
            }
        } catch (RuntimeException e) {
            log.warn("a delivery is interrupted and will be tried again: {}", e.getMessage());
        } finally {
            busy.remove(endpoint);
        }
    }

    private boolean next(long id) {
        long now = parts.clock().millis();
        Optional<WebhookEndpoint> endpoint = parts.store().read(handle -> JdbcEndpointStore.find(handle, id));
        Optional<JdbcDeliveryStore.Due> due = parts.store().read(handle -> JdbcDeliveryStore.due(handle, id, now));
        if (due.isEmpty() || !endpoint.map(WebhookEndpoint::enabled).orElse(false)) {
            return false;
        }
        long until = now + Duration.ofSeconds(CLAIM_SECONDS).toMillis();
        if (!parts.store().write(handle -> JdbcDeliveryStore.claim(handle, due.get(), until))) {
            return true; // another node has it
        }
        Delivery delivery = due.get().delivery();
        Delivery.Try last = send(endpoint.get(), delivery.eventId(), delivery.body());
        if (last.good()) {
            parts.store().write(handle -> {
                JdbcDeliveryStore.end(
                        handle,
                        delivery.id(),
                        State.DELIVERED,
                        last,
                        parts.clock().millis());
                JdbcEndpointStore.succeeded(handle, id);
                return 0;
            });
            return true;
        }
        if (!stopped
                || last.status() != 0) { // cut off by our own end says nothing about the receiver; it is sent again
            failed(endpoint.get(), delivery, last);
        }
        return false;
    }

    /** Sends now, whatever the outbox says. */
    Delivery.Try send(WebhookEndpoint endpoint, String id, String body) {
        Instant now = parts.clock().instant();
        long began = parts.ticker().nanos();
        try {
            Map<String, String> headers = WebhookSignature.headers(secrets(endpoint.id(), now), id, now, body);
            Carrier.Answer answer = parts.carrier().post(URI.create(endpoint.url()), headers, body);
            boolean elsewhere = answer.status() >= 300 && answer.status() < 400;
            String words = elsewhere ? "redirects are not followed; " + answer.firstBytes() : answer.firstBytes();
            return new Delivery.Try(answer.status(), millisSince(began), shown(words));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return new Delivery.Try(0, millisSince(began), shown(String.valueOf(e.getMessage())));
        }
    }

    private long millisSince(long began) {
        return (parts.ticker().nanos() - began) / 1_000_000;
    }

    private static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
        return plain.length() <= ANSWER_MAX ? plain : plain.substring(0, ANSWER_MAX) + "…";
    }

    private List<Secret> secrets(long endpoint, Instant now) {
        JdbcEndpointStore.Sealed sealed = parts.store().read(handle -> JdbcEndpointStore.secrets(handle, endpoint));
        List<Secret> secrets = new ArrayList<>();
        secrets.add(parts.sealer().open(sealed.secret(), Webhooks.belongsTo(endpoint)));
        if (!sealed.former().isEmpty() && now.toEpochMilli() < sealed.formerUntil()) {
            secrets.add(parts.sealer().open(sealed.former(), Webhooks.belongsTo(endpoint)));
        }
        return secrets;
    }

    private void failed(WebhookEndpoint endpoint, Delivery delivery, Delivery.Try last) {
        long now = parts.clock().millis();
        int tries = delivery.tries() + 1;
        boolean gone = last.status() == GONE;
        boolean dead = gone || tries >= Backoff.TRIES_MAX;
        String reason = gone ? "it answered 410: it is gone for good" : failingForLong(endpoint, now);
        boolean disabled = parts.store().write(handle -> {
            if (dead) {
                JdbcDeliveryStore.end(handle, delivery.id(), State.DEAD, last, now);
            } else {
                long next = now + Backoff.pauseMillis(tries, parts.random());
                JdbcDeliveryStore.later(handle, delivery.id(), last, next);
            }
            JdbcEndpointStore.failed(handle, endpoint.id(), now);
            boolean off = !reason.isEmpty() && JdbcEndpointStore.disable(handle, endpoint.id(), reason);
            if (off) {
                told.disabled(handle, endpoint, reason);
            }
            return off;
        });
        if (disabled) {
            log.warn("webhook {} is disabled: {}", endpoint.name(), reason);
        }
    }

    /** Why an endpoint is to be disabled, empty when it isn't. */
    private static String failingForLong(WebhookEndpoint endpoint, long now) {
        Instant since = endpoint.health().failingSince();
        boolean off = since != null
                && endpoint.health().failures() + 1 >= FAILURES_MIN
                && now - since.toEpochMilli() >= FAILING_MAX.toMillis();
        return off ? "nothing has been delivered since " + since : "";
    }

    /** Whether nothing is being sent now. */
    boolean idle() {
        return busy.isEmpty();
    }

    /** What is being sent is brought to its end, a few seconds at most, or will be sent again after the start. */
    @Override
    public void close() {
        stopped = true;
        wake();
        try {
            long deadline = parts.ticker().nanos() + Duration.ofSeconds(5).toNanos();
            thread.join(Duration.ofSeconds(5));
            for (Thread worker : busy.values()) {
                worker.join(
                        Duration.ofNanos(Math.max(1, deadline - parts.ticker().nanos())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.headgate.app;

import dev.headgate.accounts.AccountCare;
import dev.headgate.accounts.PastStates;
import dev.headgate.admin.Features;
import dev.headgate.alerts.Alerts;
import dev.headgate.announcements.Announcements;
import dev.headgate.base.IdSource;
import dev.headgate.base.Sealer;
import dev.headgate.base.UserId;
import dev.headgate.http.HttpSetup;
import dev.headgate.identity.Permission;
import dev.headgate.mail.Letter;
import dev.headgate.mail.Mail;
import dev.headgate.nodes.Duty;
import dev.headgate.observe.Metrics;
import dev.headgate.store.Store;
import dev.headgate.upstream.AddressGuard;
import dev.headgate.upstream.CheckedPost;
import dev.headgate.usage.Settler;
import dev.headgate.usage.UsageJournal;
import dev.headgate.webhooks.Carrier;
import dev.headgate.webhooks.EventType;
import dev.headgate.webhooks.LastTold;
import dev.headgate.webhooks.WebhookEndpoint;
import dev.headgate.webhooks.WebhookEvent;
import dev.headgate.webhooks.Webhooks;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that Headgate tells the outside, put together: what happens elsewhere comes in, webhooks and alerts go out, and other
 * gateways see this one. A virtual thread looks every few
 * seconds at what nobody tells by itself. {@link Headgate} starts and stops it.
 */
final class Outward implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Outward.class);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
    private static final long LOOK_SECONDS = 5;

    private final Webhooks webhooks;
    private final ThisNode node;
    private final LastTold told;
    private final AccountEvents accounts;
    private final PastStates past;
    private final Alerts alerts;
    private final Announcements announcements;
    private final Duty duty;
    private boolean ours;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("outward").unstarted(this::loop);

    /** What tells how the program itself is. */
    record Gauges(Metrics metrics, UsageJournal journal, Settler settler, Path data) {}

    Outward(Webhooks webhooks, ControlPlane.Shared with, Gauges gauges) {
        this.webhooks = webhooks;
        node = with.node();
        InstantSource clock = with.edges().clock();
        Mail mail = with.ways().mail();
        AccountCare care = with.upkeep().care();
        told = new LastTold(with.store(), webhooks.outbox());
        accounts = new AccountEvents(care, told, clock);
        past = with.upkeep().past();
        MoneyEvents.tell(with.billing(), webhooks.outbox(), clock);
        Supplier<List<String>> operators = () -> with.people().addressesOf(Permission.ALERTS_WRITE);
        AlertEyes eyes = new AlertEyes(
                new AlertEyes.Sights(
                        with.accounts(), care, with.billing(), with.identity(), with.tariffs(), webhooks, gauges),
                clock);
        alerts =
                new Alerts(new Alerts.Parts(with.store(), with.ids(), clock, mail, webhooks.outbox(), eyes, operators));
        announcements = new Announcements(with.store(), with.ids(), clock);
        duty = new Duty(with.store(), clock, "tell", with.ids().nextRequestId());
        webhooks.onDisabled((handle, endpoint, reason) -> {
            if (mail.ready()) {
                operators.get().forEach(to -> mail.send(handle, disabled(to, endpoint, reason)));
            }
        });
    }

    private static Letter disabled(String to, WebhookEndpoint endpoint, String reason) {
        return new Letter(
                to, "[Headgate] webhook disabled: " + endpoint.name(), """
                The webhook %s gets no more events, since %s.

                Once its receiver is well, enable it again and replay what was given up.
                """.formatted(endpoint.name(), reason));
    }

    /** The sender, which others need before the rest is there. */
    static Webhooks webhooks(HeadgateConfig config, Store store, Sealer sealer, IdSource ids, Way way) {
        Edges edges = way.edges();
        Duration connect = config.gateway().connectTimeout();
        CheckedPost post = new CheckedPost(
                HttpSetup.plainClient(way.vertx(), connect),
                HttpSetup.tlsClient(way.vertx(), connect, config.upstream().trustAll()),
                new AddressGuard(config.upstream().allowPrivate()),
                SEND_TIMEOUT);
        return new Webhooks(new Webhooks.Parts(
                store, sealer, ids, edges.random(), edges.clock(), edges.ticker(), new Carrier() {
                    @Override
                    public Answer post(URI uri, Map<String, String> headers, String body) throws IOException {
                        CheckedPost.Answer answer = post.post(uri, headers, body);
                        return new Answer(answer.status(), answer.firstBytes());
                    }

                    @Override
                    public Optional<String> refusal(String host) {
                        return post.refusal(host);
                    }
                }));
    }

    /** What webhooks go out by. */
    record Way(Vertx vertx, Edges edges) {}

    Features.Outside features() {
        return new Features.Outside(webhooks, alerts, announcements);
    }

    /** Somebody has made an account. */
    static void signedUp(Webhooks webhooks, Edges edges, UserId user, String email) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("user_id", user.toString());
        data.put("email", email);
        webhooks.outbox()
                .write(new WebhookEvent(
                        "user.signed_up:" + user,
                        EventType.USER_SIGNED_UP,
                        edges.clock().instant(),
                        data));
        webhooks.wake();
    }

    /** A newer price table was refused. */
    static void pricesRefused(Webhooks webhooks, Edges edges, String words) {
        String key = "prices.refused:" + edges.clock().millis();
        webhooks.outbox()
                .write(new WebhookEvent(
                        key, EventType.PRICES_REFUSED, edges.clock().instant(), Map.of("reason", words)));
        webhooks.wake();
    }

    void start() {
        node.start();
        webhooks.start();
        thread.start();
    }

    private void loop() {
        try {
            while (!stop.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                try {
                    look();
                } catch (RuntimeException e) {
                    log.warn("what is to be told waits: {}", e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look, where it is this gateway that looks for all of them. */
    synchronized void look() {
        boolean now = duty.mine();
        if (now && !ours) {
            told.load();
            alerts.load();
            past.load();
        }
        ours = now;
        if (ours) {
            try {
                past.look();
                accounts.look();
            } finally {
                alerts.look();
            }
        }
        webhooks.wake();
    }

    @Override
    public void close() {
        node.close();
        stop.countDown();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        webhooks.close();
        try {
            duty.close();
        } catch (RuntimeException e) {
            log.warn("another gateway tells what there is to tell some seconds later: {}", e.getMessage());
        }
    }
}

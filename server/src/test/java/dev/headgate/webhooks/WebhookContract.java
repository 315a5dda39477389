package dev.headgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.IdSource;
import dev.headgate.base.Sealer;
import dev.headgate.base.Secret;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the outbox promises on every database. */
abstract class WebhookContract {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private Store store;
    private Webhooks webhooks;

    abstract String url();

    @BeforeEach
    void open() {
        store = Store.open(url());
        webhooks = new Webhooks(new Webhooks.Parts(
                store,
                new Turned(),
                new IdSource(clock, new Random(1)),
                new SecureRandom(),
                clock,
                () -> 0,
                new Nowhere()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Seals by turning round. */
    private static final class Turned implements Sealer {
        @Override
        public String seal(Secret secret, String belongsTo) {
            return belongsTo + "|" + new StringBuilder(secret.reveal()).reverse();
        }

        @Override
        public Secret open(String sealed, String belongsTo) {
            assertThat(sealed).startsWith(belongsTo + "|");
            return new Secret(new StringBuilder(sealed.substring(belongsTo.length() + 1))
                    .reverse()
                    .toString());
        }
    }

    private static final class Nowhere implements Carrier {
        @Override
        public Answer post(URI uri, Map<String, String> headers, String body) throws IOException {
            throw new IOException("nobody is there");
        }

        @Override
        public Optional<String> refusal(String host) {
            return Optional.empty();
        }
    }

    private WebhookEndpoint endpoint(String name, EventType... types) {
        return webhooks.create(new Webhooks.Wish(name, "https://example.com/" + name, Set.of(types), true))
                .endpoint();
    }

    private WebhookEvent event(String key, EventType type) {
        return new WebhookEvent(key, type, clock.instant(), Map.of("n", 1));
    }

    private List<Delivery> log(WebhookEndpoint endpoint) {
        return webhooks.log(endpoint.id(), null, Long.MAX_VALUE, 100);
    }

    @Test
    void anEventIsWrittenOnceForEachEndpointThatHearsIt() {
        WebhookEndpoint all = endpoint("all");
        WebhookEndpoint some = endpoint("some", EventType.BUDGET_REACHED);
        WebhookEndpoint off = webhooks.create(new Webhooks.Wish("off", "https://example.com", null, false))
                .endpoint();
        for (int i = 0; i < 2; i++) {
            webhooks.outbox().write(event("a", EventType.PAYMENT_GRANT));
            webhooks.outbox().write(event("b", EventType.BUDGET_REACHED));
        }
        assertThat(log(all)).extracting(Delivery::type).containsExactlyInAnyOrder("payment.grant", "budget.reached");
        assertThat(log(some)).extracting(Delivery::type).containsExactly("budget.reached");
        assertThat(log(off)).isEmpty();
        assertThat(log(some).getFirst().eventId())
                .isEqualTo(event("b", EventType.BUDGET_REACHED).id());
    }

    /** What didn't happen isn't told. */
    @Test
    void anEventIsGoneWithItsTransaction() {
        WebhookEndpoint all = endpoint("all");
        assertThatThrownBy(() -> store.write(handle -> {
                    webhooks.outbox().write(handle, event("a", EventType.PAYMENT_GRANT));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessageContaining("rolled back");
        assertThat(log(all)).isEmpty();
    }

    @Test
    void whatIsTooMuchIsDroppedAndCounted() {
        WebhookEndpoint all = endpoint("all");
        store.write(handle -> {
            for (int i = 0; i < WebhookOutbox.WAITING_MAX; i++) {
                JdbcDeliveryStore.insert(handle, i, all.id(), event("fill" + i, EventType.PAYMENT_GRANT), 0);
            }
            return 0;
        });
        webhooks.outbox().write(event("late", EventType.PAYMENT_GRANT));
        assertThat(webhooks.find(all.id()).orElseThrow().health().dropped()).isEqualTo(1);
        assertThat(store.<Integer>read(handle -> JdbcDeliveryStore.waiting(handle, all.id(), 20_000)))
                .isEqualTo(WebhookOutbox.WAITING_MAX);
    }

    /** Several nodes look at one outbox; each delivery is one node's. */
    @Test
    void aDeliveryIsClaimedOnce() {
        WebhookEndpoint all = endpoint("all");
        webhooks.outbox().write(event("a", EventType.PAYMENT_GRANT));
        long now = clock.millis();
        JdbcDeliveryStore.Due due = store.read(handle -> JdbcDeliveryStore.due(handle, all.id(), now))
                .orElseThrow();
        assertThat(store.<Boolean>write(handle -> JdbcDeliveryStore.claim(handle, due, now + 1)))
                .isTrue();
        assertThat(store.<Boolean>write(handle -> JdbcDeliveryStore.claim(handle, due, now + 1)))
                .isFalse();
    }

    @Test
    void deadOnesAreListedAPageAtATimeAndReplayed() {
        WebhookEndpoint one = endpoint("one");
        WebhookEndpoint two = endpoint("two");
        for (int i = 0; i < 3; i++) {
            webhooks.outbox().write(event("e" + i, EventType.PAYMENT_GRANT));
            clock.advance(Duration.ofMillis(1));
        }
        store.write(handle -> {
            for (WebhookEndpoint endpoint : List.of(one, two)) {
                for (Delivery delivery : JdbcDeliveryStore.log(handle, endpoint.id(), null, Long.MAX_VALUE, 10)) {
                    JdbcDeliveryStore.end(
                            handle, delivery.id(), Delivery.State.DEAD, new Delivery.Try(500, 3, "no"), clock.millis());
                }
            }
            return 0;
        });
        assertThat(webhooks.deadCount()).isEqualTo(6);
        List<Delivery> seen = new ArrayList<>();
        for (List<Delivery> page = webhooks.dead(Long.MAX_VALUE, 4);
                !page.isEmpty();
                page = webhooks.dead(page.getLast().id(), 4)) {
            seen.addAll(page);
        }
        assertThat(seen).hasSize(6).extracting(Delivery::id).doesNotHaveDuplicates();
        assertThat(webhooks.drop(log(two).getFirst().id())).isPresent();
        assertThat(webhooks.replayDead(one.id())).isEqualTo(3);
        assertThat(webhooks.replayDead(0)).isEqualTo(2);
        assertThat(webhooks.deadCount()).isZero();
        assertThat(log(one)).allMatch(delivery -> delivery.state() == Delivery.State.WAITING && delivery.tries() == 0);
        assertThat(webhooks.drop(log(two).getFirst().id())).isEmpty();
        webhooks.delete(one.id());
        assertThat(log(one)).isEmpty();
    }

    /** Each change is told once, by whichever run sees it. */
    @Test
    void aStateIsToldOnceForEachChangeAlsoOverARestart() {
        WebhookEndpoint all = endpoint("all");
        LastTold first = new LastTold(store, webhooks.outbox());
        tell(first, "sick");
        tell(first, "sick");
        LastTold second = new LastTold(store, webhooks.outbox());
        second.load();
        tell(second, "sick");
        assertThat(log(all)).hasSize(1);
        tell(second, "well");
        tell(second, "sick");
        assertThat(log(all)).hasSize(3);
        second.forget("thing"::equals);
        tell(second, "well");
        assertThat(log(all)).hasSize(3);
    }

    private void tell(LastTold told, String state) {
        clock.advance(Duration.ofSeconds(1));
        told.tell(
                "thing",
                state,
                "well",
                before -> Optional.of(event(before + ">" + state + clock.millis(), EventType.ACCOUNT_STATE_CHANGED)));
    }
}

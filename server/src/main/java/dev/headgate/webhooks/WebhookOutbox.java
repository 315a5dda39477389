package dev.headgate.webhooks;

import dev.headgate.base.IdSource;
import dev.headgate.store.Store;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Where events are written down for every endpoint that hears them. An endpoint has at most {@value #WAITING_MAX} waiting; what comes
 * beyond is dropped and counted at the endpoint. Works without a sender beside it, so commands write here too. Blocking; thread-safe.
 */
public final class WebhookOutbox {
    static final int WAITING_MAX = 10_000;

    private final Store store;
    private final IdSource ids;
    private final InstantSource clock;

    public WebhookOutbox(Store store, IdSource ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** Writes an event down in a transaction of its own. */
    public void write(WebhookEvent event) {
        store.write(handle -> {
            write(handle, event);
            return 0;
        });
    }

    /** The same within the transaction that makes the event so. */
    public void write(Handle handle, WebhookEvent event) {
        List<WebhookEndpoint> endpoints = JdbcEndpointStore.enabled(handle);
        for (WebhookEndpoint endpoint : endpoints) {
            if (!endpoint.hears(event.type())) {
                continue;
            }
            if (JdbcDeliveryStore.waiting(handle, endpoint.id(), WAITING_MAX) < WAITING_MAX) {
                JdbcDeliveryStore.insert(handle, ids.next(), endpoint.id(), event, clock.millis());
            } else {
                JdbcEndpointStore.dropped(handle, endpoint.id());
            }
        }
    }
}

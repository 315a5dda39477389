package dev.headgate.app;

import dev.headgate.base.IdSource;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.identity.Identity;
import dev.headgate.store.Store;
import dev.headgate.webhooks.WebhookOutbox;
import java.security.SecureRandom;

/** What commands about money work on, beside a running server or without one. */
final class MoneyDesk implements AutoCloseable {
    private final Store store;
    private final Billing billing;
    private final IdSource ids;
    private final Identity identity;
    private final SecureRandom random;

    MoneyDesk(ConfigOption config) {
        Edges edges = Edges.system();
        random = edges.random();
        store = Store.openExisting(config.loadUndeclared().storeUrl());
        ids = new IdSource(edges.clock(), random);
        billing = new Billing(store, ids, edges.clock());
        MoneyEvents.tell(billing, new WebhookOutbox(store, ids, edges.clock()), edges.clock());
        identity = new Identity(store, ids, random, edges.clock(), edges.ticker());
    }

    Store store() {
        return store;
    }

    Billing billing() {
        return billing;
    }

    IdSource ids() {
        return ids;
    }

    Identity identity() {
        return identity;
    }

    SecureRandom random() {
        return random;
    }

    UserId user(String email) {
        return identity.named(email)
                .orElseThrow(
                        () -> new IllegalArgumentException("user: \"" + email + "\" (expected: the e-mail of a user)"))
                .id();
    }

    @Override
    public void close() {
        store.close();
    }
}

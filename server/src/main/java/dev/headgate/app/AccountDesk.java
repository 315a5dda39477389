package dev.headgate.app;

import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountReading;
import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.MasterKey;
import dev.headgate.accounts.TestStep;
import dev.headgate.accounts.Vault;
import dev.headgate.base.IdSource;
import dev.headgate.billing.Billing;
import dev.headgate.cluster.MemoryCluster;
import dev.headgate.http.HttpSetup;
import dev.headgate.observe.Metrics;
import dev.headgate.scheduling.Homes;
import dev.headgate.store.Store;
import dev.headgate.tariff.Tariffs;
import dev.headgate.usage.UsageBook;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What commands about accounts work on, beside a running server or without one. What they find out stays with them. */
final class AccountDesk implements AutoCloseable {
    private final Store store;
    private final Accounts accounts;
    private final Vertx vertx;
    private final AccountUpkeep upkeep;
    private final Vault vault;

    AccountDesk(ConfigOption config) {
        HeadgateConfig settings = config.loadUndeclared();
        Edges edges = Edges.system();
        store = Store.openExisting(settings.storeUrl());
        vault = new Vault(masterKey(settings, edges), edges.random());
        IdSource ids = new IdSource(edges.clock(), edges.random());
        accounts = new Accounts(store, vault, ids);
        accounts.reload();
        HttpSetup.strictHttp();
        vertx = Vertx.vertx();
        Tariffs tariffs = Prices.tariffs(settings.prices(), store, edges.clock(), words -> {});
        upkeep = new AccountUpkeep(
                settings,
                new AccountUpkeep.Pool(
                        store,
                        vault,
                        accounts,
                        new AccountHealth(edges.clock(), edges.random()),
                        new Homes(MemoryCluster.create(edges.clock(), MemoryCluster.FOREVER, 16)
                                .affinity()),
                        tariffs::book,
                        new Metrics(),
                        TestLedger.by(
                                new UsageBook(store, new LedgerSettlement(new Billing(store, ids, edges.clock()))),
                                ids,
                                edges.clock())),
                vertx,
                edges,
                edges.random());
    }

    /** The one that the database was written under; never made anew here. */
    static byte[] masterKey(HeadgateConfig settings, Edges edges) {
        if (settings.secrets().masterKey() == null && !Files.isRegularFile(settings.masterKeyFile())) {
            throw new IllegalArgumentException("secrets.master-key-file: " + settings.masterKeyFile()
                    + " is not there (expected: the key of the Headgate that wrote the database)");
        }
        return MasterKey.load(settings.secrets().masterKey(), settings.masterKeyFile(), edges.random());
    }

    Accounts accounts() {
        return accounts;
    }

    AccountUpkeep upkeep() {
        return upkeep;
    }

    /** The account of that name. */
    AccountReading named(String name) {
        List<AccountReading> all = upkeep.care().readings();
        return all.stream()
                .filter(one -> one.account().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("account: \"" + name + "\" (expected: one of "
                        + all.stream().map(one -> one.account().name()).toList()
                        + "; what the settings file declares is known once the server has started with it)"));
    }

    /** Prints steps as they come. */
    static Consumer<TestStep> printing(PrintWriter out) {
        return step -> {
            String took = step.outcome() == TestStep.Outcome.SKIPPED ? "" : step.millis() + " ms";
            out.println(String.format(
                    Locale.ROOT,
                    "  %-8s%9s  %-11s %s",
                    step.outcome().id(),
                    took,
                    step.stage().id(),
                    step.words()));
            out.flush();
        };
    }

    @Override
    public void close() {
        upkeep.close();
        Awaited.of(vertx.close());
        store.close();
    }
}

package dev.headgate.app;

import dev.headgate.accounts.AccountCare;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountTransfer;
import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.MasterKey;
import dev.headgate.accounts.Vault;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.billing.Billing;
import dev.headgate.cluster.Cluster;
import dev.headgate.gateway.DataPlane;
import dev.headgate.gateway.Gateway;
import dev.headgate.http.ConsoleDoor;
import dev.headgate.http.GuardedTransport;
import dev.headgate.http.HttpSetup;
import dev.headgate.identity.AuditLog;
import dev.headgate.identity.Identity;
import dev.headgate.identity.KeyUses;
import dev.headgate.identity.People;
import dev.headgate.limits.Limits;
import dev.headgate.mail.Mail;
import dev.headgate.observe.Metrics;
import dev.headgate.pricing.PriceBoard;
import dev.headgate.pricing.PriceBook;
import dev.headgate.scheduling.AccountPicker;
import dev.headgate.scheduling.Homes;
import dev.headgate.scheduling.Lineups;
import dev.headgate.scheduling.WaitingRooms;
import dev.headgate.settings.Settings;
import dev.headgate.store.Store;
import dev.headgate.tariff.Tariffs;
import dev.headgate.usage.Settler;
import dev.headgate.usage.SharedMemory;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageJournal;
import dev.headgate.webhooks.Webhooks;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running program: all parts, in the order in which they start; they stop in reverse. Nothing else calls {@code new} on a
 * service.
 */
public final class Headgate implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Headgate.class);
    private static final Duration DRAIN = Duration.ofSeconds(25);

    private final DataFolder folder;
    private final Store store;
    private final Accounts accounts;
    private final Identity identity;
    private final KeyUses keyUses;
    private final Billing billing;
    private final Declaration declaration;
    private final UsageJournal journal;
    private final Settler settler;
    private final Retention retention;
    private final AccountHealth health;
    private final Homes homes;
    private final WaitingRooms rooms;
    private final AccountUpkeep upkeep;
    private final Limits limits;
    private final SpendRestore spendRestore;
    private final Metrics metrics;
    private final People people;
    private final FirstStart firstStart;
    private final Entrance entrance;
    private final Outward outward;
    private final ConsoleDoor console;
    private final PriceBoard prices;
    private final PriceRefresh priceRefresh;
    private final AtomicInteger refusedTables = new AtomicInteger();
    private final Vertx vertx;
    private final Edges edges;
    private final AtomicBoolean accepting = new AtomicBoolean(true);
    private final AtomicBoolean ready = new AtomicBoolean();
    private final AtomicInteger openCalls = new AtomicInteger();
    private final ConcurrentLinkedQueue<Gateway> gateways = new ConcurrentLinkedQueue<>();
    private @Nullable MetricsServer metricsServer;

    private Headgate(HeadgateConfig config, Edges edges) {
        this.edges = edges;
        folder = DataFolder.take(config.data());
        RandomGenerator quick = RandomGenerator.of("L64X128MixRandom");
        RandomGenerator shared = new SharedRandom(quick);
        IdSource ids = new IdSource(edges.clock(), shared);
        store = Store.open(config.storeUrl());
        byte[] masterKey = MasterKey.load(config.secrets().masterKey(), config.masterKeyFile(), edges.random());
        Vault vault = new Vault(masterKey, edges.random());
        accounts = new Accounts(store, vault, ids);
        identity = new Identity(store, ids, edges.random(), edges.clock(), edges.ticker());
        keyUses = new KeyUses(store, edges.clock());
        billing = new Billing(store, ids, edges.clock());
        UsageBook usage = new UsageBook(store, new LedgerSettlement(billing));
        journal = UsageJournal.open(
                config.data().resolve("journal"),
                config.journal(),
                edges.ticker(),
                SharedMemory.folder().orElse(null));
        Settings kept = new Settings(store, vault, edges.clock());
        AuditLog audit = new AuditLog(store, ids, edges.clock());
        retention = new Retention(store, kept, config.usage(), audit, edges.clock());
        settler = new Settler(journal, usage);
        Cluster cluster = edges.shared();
        String node = ids.nextRequestId();
        health = new AccountHealth(edges.clock(), shared, cluster, node);
        homes = new Homes(cluster.affinity());
        limits = new Limits(cluster.windows(), config.limits(), edges.clock());
        spendRestore = new SpendRestore(limits, usage);
        identity.onChange(spendRestore::restore);
        declaration = new Declaration(
                new Declaration.Entities(accounts, identity),
                billing,
                spendRestore,
                new DeclaredMoney(billing, accounts, identity, config.limits().zone()),
                edges.out());
        metrics = new Metrics();
        people = new People(store, ids, edges.random(), edges.clock(), edges.ticker());
        vertx = GuardedTransport.vertx(new VertxOptions(), config.gateway().headerTimeout(), edges.memory());
        Webhooks webhooks = Outward.webhooks(config, store, vault, ids, new Outward.Way(vertx, edges));
        Entrance.Beside beside = new Entrance.Beside(
                ids,
                store,
                vault,
                kept,
                people,
                identity,
                billing,
                Entrance.wayOut(vertx, config).entered(),
                webhooks);
        entrance = new Entrance(config, edges, beside, this::port);
        firstStart = new FirstStart(people, identity, edges, new FirstStart.Where(config.storeUrl(), edges.settings()));
        Tariffs tariffs = Prices.tariffs(config.prices(), store, edges.clock(), words -> {
            refusedTables.incrementAndGet();
            log.error("a price table is refused: {}", words);
            Outward.pricesRefused(webhooks, edges, words);
        });
        prices = new PriceBoard(PriceBook.of(List.of()), config.prices().multipliers());
        priceRefresh = new PriceRefresh(tariffs, prices, config.prices(), edges.ticker());
        TestLedger tests = TestLedger.by(journal, ids, edges.clock());
        upkeep = new AccountUpkeep(
                config,
                new AccountUpkeep.Pool(store, vault, accounts, health, homes, prices::book, metrics, tests),
                vertx,
                edges,
                shared);
        WaitingRooms.Parts waiting = new WaitingRooms.Parts(
                new Lineups(accounts::directory, health, homes),
                health,
                new AccountPicker(config.scheduling()),
                edges.clock(),
                edges.ticker(),
                shared,
                Queues.alarm(vertx));
        rooms = Queues.open(waiting, config.gateway().queueMax(), accounts);
        ThisNode self = new ThisNode(new ThisNode.Self(node, config, this::port), vitals(), journal, store, edges);
        ControlPlane.Shared both = new ControlPlane.Shared(
                store,
                ids,
                vault,
                edges,
                identity,
                people,
                entrance.ways(),
                entrance.pages(),
                entrance.settings(),
                entrance::secure,
                accounts,
                upkeep,
                billing,
                tariffs,
                priceRefresh::look,
                usage,
                self.vitals(),
                waiting,
                self,
                edges.memory());
        outward = new Outward(webhooks, both, new Outward.Gauges(metrics, journal, settler, config.data()));
        console = ControlPlane.start(both, outward, firstStart, config);
        DataPlane plane = new DataPlane(
                identity,
                keyUses,
                accounts,
                health,
                homes,
                waiting.lineups(),
                waiting.picker(),
                rooms,
                upkeep.credentials(),
                limits,
                billing.balances(),
                billing.funding(),
                billing.usualOutput(),
                prices,
                journal,
                usage,
                metrics,
                edges.memory(),
                ids,
                edges.clock(),
                edges.ticker(),
                shared,
                accepting::get,
                ready::get);
        start(config, plane);
    }

    private RunningVitals vitals() {
        return new RunningVitals(
                new RunningVitals.Self(edges.clock().instant(), ready::get, openCalls::get, rooms::waiting),
                metrics,
                store,
                journal,
                settler);
    }

    /** Starts everything; returns once requests are served and {@code /health/ready} says so. */
    public static Headgate start(HeadgateConfig config, Edges edges) {
        Headgate started = serve(config, edges);
        started.becomeReady();
        return started;
    }

    /** The same, but not ready before {@link #becomeReady}: requests are served, balancers should still wait. */
    static Headgate serve(HeadgateConfig config, Edges edges) {
        HttpSetup.strictHttp();
        if (!HttpSetup.loadTls()) {
            log.info("the native TLS library is not available here; upstreams are called with the JDK's");
        }
        return new Headgate(config, edges);
    }

    private void start(HeadgateConfig config, DataPlane plane) {
        billing.open();
        settler.start(config.data().resolve("journal"));
        retention.start();
        priceRefresh.start();
        accounts.reload();
        identity.reload();
        billing.loadMoney();
        apply(config.declare());
        upkeep.start();
        Queues.show(metrics, accounts, rooms);
        firstStart.bootstrap(config.bootstrap());
        entrance.start();
        billing.start();
        keyUses.start();
        outward.start();
        SystemMetrics.show(metrics, journal, settler, refusedTables, openCalls);
        SystemMetrics.show(metrics, edges.memory());
        boolean own = config.metrics().port() != null;
        Secret token = config.metrics().token();
        Gateway.Settings settings = new Gateway.Settings(
                config.server(),
                config.gateway(),
                config.upstream(),
                config.failover(),
                new Gateway.Access(token == null ? null : token.reveal(), !own),
                openCalls,
                config.log().access(),
                console);
        int loops = config.server().port() == 0 ? 1 : Runtime.getRuntime().availableProcessors();
        Awaited.of(vertx.deployVerticle(
                () -> {
                    Gateway gateway = new Gateway(plane, settings, journal.appender());
                    gateways.add(gateway);
                    return gateway;
                },
                new DeploymentOptions().setInstances(loops)));
        Integer metricsPort = config.metrics().port();
        if (metricsPort != null) {
            metricsServer = new MetricsServer(config.server().host(), metricsPort, token, metrics);
        }
    }

    /** Says that it is ready, unless it is being stopped. */
    void becomeReady() {
        ready.set(accepting.get());
    }

    /** Makes groups, accounts, users and keys agree with the file, without touching calls in flight. */
    public void apply(DeclareConfig declare) {
        declaration.apply(declare);
    }

    /** The port clients connect to. */
    public int port() {
        return java.util.Objects.requireNonNull(gateways.peek()).port();
    }

    /** The token that lets its reader set this Headgate up, while nobody owns it. */
    Optional<Secret> setupToken() {
        return firstStart.needed() ? Optional.of(firstStart.token()) : Optional.empty();
    }

    /** All that has to do with money. */
    public Billing billing() {
        return billing;
    }

    /** Calls in flight and slots taken; 0 when everything was given back. */
    public int inFlight() {
        return openCalls.get() + health.inUse() + limits.inFlight() + rooms.waiting();
    }

    /** Calls that wait for an account. */
    public int waiting() {
        return rooms.waiting();
    }

    /** How every account is. */
    public AccountHealth health() {
        return health;
    }

    /** Letters to people. */
    public Mail mail() {
        return entrance.ways().mail();
    }

    /** What is told to others. */
    Outward outward() {
        return outward;
    }

    /** What an operator does with accounts while they work. */
    public AccountCare care() {
        return upkeep.care();
    }

    /** Accounts in bulk. */
    public AccountTransfer transfer() {
        return upkeep.transfer();
    }

    /** Groups and upstream accounts. */
    public Accounts accounts() {
        return accounts;
    }

    /** Records that are not in the database yet. */
    public long unsettled() {
        return journal.lag();
    }

    /** When keys were last used. */
    public KeyUses keyUses() {
        return keyUses;
    }

    /** The database. */
    public Store store() {
        return store;
    }

    /** Takes no new calls, lets those in flight end (at most 25 s), then stops everything in reverse order. */
    @Override
    public void close() {
        accepting.set(false);
        ready.set(false);
        long deadline = edges.ticker().nanos() + DRAIN.toNanos();
        while (openCalls.get() > 0 && edges.ticker().nanos() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
        }
        if (openCalls.get() > 0) {
            log.warn("{} calls were still in flight and are cut", openCalls.get());
        }
        outward.close();
        Awaited.of(vertx.close());
        console.close();
        entrance.close();
        if (metricsServer != null) {
            metricsServer.close();
        }
        keyUses.close();
        billing.close();
        journal.flush();
        priceRefresh.close();
        retention.close();
        upkeep.close();
        settler.close();
        journal.close();
        store.close();
        folder.close();
    }
}

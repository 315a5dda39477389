package dev.headgate.app;

import dev.headgate.accounts.AccessTokens;
import dev.headgate.accounts.AccountCare;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountProbes;
import dev.headgate.accounts.AccountTransfer;
import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.CallTester;
import dev.headgate.accounts.DirectoryWatch;
import dev.headgate.accounts.HealthKeeper;
import dev.headgate.accounts.PastStates;
import dev.headgate.accounts.QuotaHistory;
import dev.headgate.accounts.SignIns;
import dev.headgate.accounts.Standstills;
import dev.headgate.accounts.Stickiness;
import dev.headgate.accounts.Vault;
import dev.headgate.http.HttpSetup;
import dev.headgate.observe.Metrics;
import dev.headgate.pricing.PriceBook;
import dev.headgate.store.Store;
import dev.headgate.upstream.AddressGuard;
import dev.headgate.upstream.FailureClassifier;
import dev.headgate.upstream.TestBook;
import dev.headgate.upstream.TestCalls;
import dev.headgate.upstream.TokenSender;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What works on accounts beside the calls: tokens, sign-ins, tests, probes, and the states that outlive a restart. Thread-safe. */
final class AccountUpkeep implements AutoCloseable {
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(12);

    private final Pool pool;
    private final AccessTokens credentials;
    private final SignIns signIns;
    private final QuotaHistory history;
    private final PastStates past;
    private final HealthKeeper keeper;
    private final CallTester tester;
    private final AccountCare care;
    private final AccountProbes probes;
    private final AccountTransfer transfer;
    private final DirectoryWatch watch;

    /** The accounts, and what is known of them. */
    record Pool(
            Store store,
            Vault vault,
            Accounts accounts,
            AccountHealth health,
            Stickiness stickiness,
            Supplier<PriceBook> prices,
            Metrics metrics,
            TestBook tests) {}

    /** Nothing runs until {@link #start}; tests and sign-ins work without it. */
    AccountUpkeep(HeadgateConfig config, Pool pool, Vertx vertx, Edges edges, RandomGenerator shared) {
        this.pool = pool;
        Duration connectTimeout = config.gateway().connectTimeout();
        boolean trustAll = config.upstream().trustAll();
        HttpClient plain = HttpSetup.plainClient(vertx, connectTimeout);
        HttpClient tls = HttpSetup.tlsClient(vertx, connectTimeout, trustAll);
        AddressGuard guard = new AddressGuard(config.upstream().allowPrivate());
        TokenSender egress = new TokenSender(plain, tls, guard, TOKEN_TIMEOUT);
        credentials = new AccessTokens(
                pool.accounts(),
                pool.health(),
                new AccessTokens.Parts(pool.store(), pool.vault(), egress, edges.clock(), shared));
        signIns = new SignIns(pool.accounts(), credentials, egress, edges.random(), edges.ticker());
        Standstills standstills =
                new Standstills(pool.store(), pool.accounts(), pool.health(), pool.vault(), edges.clock());
        history = new QuotaHistory(pool.store(), pool.accounts(), pool.health(), edges.clock());
        past = new PastStates(pool.store(), pool.accounts(), pool.health(), edges.clock());
        keeper = new HealthKeeper(pool.store(), pool.health(), standstills, history, edges.clock());
        tester = new TestCalls(
                new TestCalls.Parts(
                        vertx,
                        plain,
                        tls,
                        guard,
                        credentials,
                        new FailureClassifier(config.failover()),
                        new ModelChoice(pool.prices(), edges.clock()),
                        pool.tests(),
                        edges.clock(),
                        edges.ticker()),
                connectTimeout,
                trustAll);
        care = new AccountCare(
                pool.accounts(),
                pool.health(),
                tester,
                pool.stickiness(),
                new AccountCare.Parts(standstills, edges.clock(), pool.metrics()));
        probes = new AccountProbes(
                pool.accounts(), pool.health(), care, config.probes(), new AccountProbes.Parts(edges.clock(), shared));
        watch = new DirectoryWatch(pool.accounts(), standstills);
        transfer = new AccountTransfer(
                pool.accounts(),
                new AccountTransfer.Parts(
                        pool.store(),
                        pool.vault(),
                        edges.random(),
                        host -> guard.literalRefusal(host, AddressGuard.Trust.ENTERED)));
    }

    void start() {
        keeper.start();
        credentials.start();
        probes.start();
        watch.start();
        AccountMetrics.show(pool.metrics(), care);
    }

    AccessTokens credentials() {
        return credentials;
    }

    SignIns signIns() {
        return signIns;
    }

    CallTester tester() {
        return tester;
    }

    AccountCare care() {
        return care;
    }

    QuotaHistory history() {
        return history;
    }

    PastStates past() {
        return past;
    }

    AccountTransfer transfer() {
        return transfer;
    }

    @Override
    public void close() {
        watch.close();
        probes.close();
        credentials.close();
        keeper.close();
    }
}

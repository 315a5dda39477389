package dev.headgate.upstream;

import dev.headgate.accounts.AccessTokens;
import dev.headgate.accounts.Account;
import dev.headgate.accounts.CallTester;
import dev.headgate.accounts.EgressProxy;
import dev.headgate.accounts.Setback;
import dev.headgate.accounts.TestReport;
import dev.headgate.accounts.TestReport.Told;
import dev.headgate.accounts.TestReport.Used;
import dev.headgate.accounts.TestStep;
import dev.headgate.accounts.TestStep.Stage;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.Ticker;
import dev.headgate.upstream.AddressGuard.Trust;
import dev.headgate.upstream.ConnectionTest.Broken;
import dev.headgate.upstream.ConnectionTest.Way;
import dev.headgate.upstream.UpstreamFailure.NotSent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes test calls: first a connection of its own, part by part, then a real request by {@link UpstreamClient}, as users' calls
 * are. The client is confined to an event loop of its own; this class waits for it. Blocks: belongs on virtual threads.
 * Thread-safe.
 */
public final class TestCalls implements CallTester {
    /** Models tried in turn where the vendor doesn't know the cheapest of the price table any more. */
    private static final int MODELS_MAX = 8;

    private final TestExchange.Loop loop;
    private final ConnectionTest connections;
    private final ExitTest exits;
    private final Parts parts;

    /**
     * What testing needs.
     *
     * @param plain and {@code tls}: the clients that requests go by
     */
    public record Parts(
            Vertx vertx,
            HttpClient plain,
            HttpClient tls,
            AddressGuard guard,
            AccessTokens credentials,
            FailureClassifier failures,
            TestPrices prices,
            TestBook book,
            InstantSource clock,
            Ticker ticker) {}

    /** @param trustAll whether certificates are accepted unchecked */
    public TestCalls(Parts parts, Duration connectTimeout, boolean trustAll) {
        this.parts = parts;
        this.loop = new TestExchange.Loop(
                parts.vertx().getOrCreateContext(),
                new UpstreamClient(
                        parts.plain(),
                        parts.tls(),
                        new CheckedAddresses(parts.vertx(), parts.guard(), parts.ticker()),
                        connectTimeout),
                parts.ticker());
        this.connections = new ConnectionTest(parts.vertx(), parts.guard(), connectTimeout, trustAll);
        this.exits = new ExitTest(parts.plain(), parts.tls(), parts.guard());
    }

    @Override
    public TestReport call(Account account, @Nullable String model, Consumer<TestStep> heard) {
        Steps steps = new Steps(heard, parts.ticker());
        account.options().headers().values().forEach(steps::hide);
        List<String> models = models(account, model);
        TestRun run = new TestRun(parts, loop, account, steps);
        ErrorCode failure = null;
        Setback setback = null;
        try {
            connect(account, steps);
            run.run(models);
        } catch (TestStopped e) {
            failure = e.failure().code();
            setback = e.tell() ? Setbacks.of(e.failure()).orElse(null) : null;
        }
        return new TestReport(run.model(), steps.all(), failure, setback, run.used(), run.told());
    }

    private List<String> models(Account account, @Nullable String model) {
        if (model != null) {
            return List.of(account.models()
                    .upstreamName(model)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "model: \"" + model + "\" (expected: one that account " + account.name() + " serves: "
                                    + account.models().entries() + ")")));
        }
        List<String> known = parts.prices().models(account);
        if (known.isEmpty()) {
            throw new IllegalArgumentException("model: none is known for account " + account.name()
                    + " (expected: a model to test with, or names under its models)");
        }
        return known.subList(0, Math.min(MODELS_MAX, known.size()));
    }

    private void connect(Account account, Steps steps) throws TestStopped {
        Way way = new Way(
                account.baseUrl().host(),
                account.baseUrl().port(),
                account.baseUrl().tls(),
                account.declared() ? Trust.OWNER : Trust.ENTERED,
                account.options().proxy());
        try {
            connections.run(way, steps);
        } catch (Broken e) {
            throw new TestStopped(new NotSent(e.words()), true);
        }
    }

    @Override
    public TestReport proxy(EgressProxy proxy, Target to, Consumer<TestStep> heard) {
        URI target = to.url();
        Steps steps = new Steps(heard, parts.ticker());
        if (proxy.password() != null) {
            steps.hide(proxy.password());
        }
        boolean tls = "https".equals(target.getScheme());
        int port = target.getPort() != -1 ? target.getPort() : tls ? 443 : 80;
        ErrorCode failure = null;
        try {
            connections.run(
                    new Way(target.getHost(), port, tls, to.owners() ? Trust.OWNER : Trust.ENTERED, proxy), steps);
            String path = target.getRawPath() == null ? "" : target.getRawPath();
            if (path.length() > 1) {
                failure = exits.ask(proxy, target, steps) ? null : ErrorCode.UPSTREAM_NOT_SENT;
            } else {
                steps.skipped(Stage.EXIT, "not asked for: name a target that answers with the caller's address");
            }
        } catch (Broken e) {
            failure = ErrorCode.UPSTREAM_NOT_SENT;
        }
        return new TestReport("", steps.all(), failure, null, Used.NOTHING, Told.NOTHING);
    }
}

package dev.headgate.gateway;

import dev.headgate.accounts.UpstreamConfig;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.http.ConnectionGuard;
import dev.headgate.http.ConsoleDoor;
import dev.headgate.http.Exchange;
import dev.headgate.http.HttpSetup;
import dev.headgate.http.LoopTicks;
import dev.headgate.http.LoopTurn;
import dev.headgate.http.Names;
import dev.headgate.http.RequestBody;
import dev.headgate.http.ServerConfig;
import dev.headgate.http.TrustedProxies;
import dev.headgate.identity.Caller;
import dev.headgate.protocol.PrefixFingerprint;
import dev.headgate.protocol.RequestHead;
import dev.headgate.protocol.RequestScanner;
import dev.headgate.upstream.AddressGuard;
import dev.headgate.upstream.CheckedAddresses;
import dev.headgate.upstream.FailoverConfig;
import dev.headgate.upstream.FailureClassifier;
import dev.headgate.upstream.UpstreamClient;
import dev.headgate.usage.JournalAppender;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Serves clients on one event loop: finds the route, the caller and the model of each request, and starts its {@link Call}. */
public final class Gateway extends VerticleBase {
    /** Larger bodies are scanned on a worker thread: at about 1 GB/s, this much takes a millisecond. */
    private static final int SCAN_ON_LOOP_MAX = 1 << 20;

    private final DataPlane plane;
    private final Settings settings;
    private final TrustedProxies proxies;
    private final JournalAppender journal;
    private final AtomicReference<HttpServer> listening = new AtomicReference<>();
    private @Nullable Loop loop;
    private @Nullable ConnectionGuard guard;
    private @Nullable Authentication authentication;
    private @Nullable Admission admission;
    private @Nullable LocalAnswers local;

    /**
     * What a gateway is told.
     *
     * @param openCalls counts calls in flight over all loops
     * @param logged whether finished calls get a line in the access log
     * @param console serves what is not the data plane's
     */
    public record Settings(
            ServerConfig server,
            RelayConfig relay,
            UpstreamConfig upstream,
            FailoverConfig failover,
            Access access,
            AtomicInteger openCalls,
            boolean logged,
            ConsoleDoor console) {}

    /**
     * Who may read metrics on this port.
     *
     * @param metricsToken bearer token, null when none is set
     * @param metricsHere false when metrics have a port of their own
     */
    public record Access(@Nullable String metricsToken, boolean metricsHere) {}

    /** @param journal this loop's own way into the journal */
    public Gateway(DataPlane plane, Settings settings, JournalAppender journal) {
        this.plane = plane;
        this.settings = settings;
        this.proxies = TrustedProxies.of(settings.server().trustedProxies());
        this.journal = journal;
    }

    @Override
    public Future<?> start() {
        RelayConfig config = settings.relay();
        LoopTicks ticks = new LoopTicks(vertx, plane.ticker());
        LoopTurn turn = LoopTurn.of(context);
        UpstreamClient upstream = new UpstreamClient(
                HttpSetup.plainClient(vertx, config.connectTimeout(), turn),
                HttpSetup.tlsClient(
                        vertx, config.connectTimeout(), settings.upstream().trustAll(), turn),
                new CheckedAddresses(vertx, new AddressGuard(settings.upstream().allowPrivate()), plane.ticker()),
                config.connectTimeout());
        Settlement settlement = new Settlement(plane, journal);
        loop = new Loop(
                plane,
                config,
                context,
                ticks,
                upstream,
                settings.failover(),
                new FailureClassifier(settings.failover()),
                settlement,
                settings.openCalls(),
                settings.logged());
        ConnectionGuard watching = new ConnectionGuard(ticks, turn, config.headerTimeout(), config.keepaliveTimeout());
        guard = watching;
        authentication = new Authentication(vertx, plane.identity(), plane.keyUses(), proxies, plane.clock());
        admission = new Admission(plane, context);
        local = new LocalAnswers(vertx, plane, settings.access());
        HttpServer server = vertx.createHttpServer(HttpSetup.server(
                        settings.server().host(), settings.server().port(), (int)
                                config.maxHeader().count()))
                .connectionHandler(watching::opened)
                .requestHandler(this::handle)
                .invalidRequestHandler(this::invalid)
                .exceptionHandler(
                        failure -> // its words may quote a header, and so a key
                        Loop.log.debug("connection: {}", failure.getClass().getSimpleName()));
        return server.listen().onSuccess(listening::set);
    }

    @Override
    public Future<?> stop() {
        HttpServer server = listening.get();
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** The port in use, once started. */
    public int port() {
        return Objects.requireNonNull(listening.get()).actualPort();
    }

    private Loop loop() {
        return Objects.requireNonNull(loop);
    }

    private void handle(HttpServerRequest request) {
        RequestTrace trace = new RequestTrace(
                plane.ids().nextRequestId(),
                plane.clock().instant(),
                loop().nowNanos(),
                request.method().name(),
                request.path() == null ? "/" : request.path());
        trace.client = proxies.client(request);
        GatewayException malformed = MalformedHttp.problem(request);
        if (malformed != null) {
            refuseAndClose(request, trace, malformed);
            return;
        }
        Exchange exchange = new Exchange(context, loop().ticks(), Objects.requireNonNull(guard), request);
        if (settings.console().opens(request.method().name(), trace.path)) {
            settings.console().serve(exchange, trace.requestId, trace.client);
            return;
        }
        Route route = Routes.match(
                trace.method,
                trace.path,
                new Routes.Hints(
                        request.headers().contains(Names.ANTHROPIC_VERSION),
                        request.headers().contains(Names.GOOGLE_KEY)));
        try {
            serve(exchange, trace, route);
        } catch (GatewayException e) {
            refuse(exchange, trace, route, e);
        } catch (RuntimeException e) {
            Loop.log.error("request {} failed inside", trace.requestId, e);
            refuse(exchange, trace, route, internal());
        }
    }

    private static GatewayException internal() {
        return new GatewayException(ErrorCode.INTERNAL, ErrorCode.INTERNAL.publicText());
    }

    private void serve(Exchange exchange, RequestTrace trace, Route route) {
        LocalAnswers answers = Objects.requireNonNull(local);
        switch (route) {
            case Route.Relay relay -> relay(exchange, trace, relay);
            case Route.Models models ->
                authenticated(exchange, trace, route, caller -> {
                    answers.models(exchange, trace, models, caller);
                });
            case Route.OwnUsage usage ->
                authenticated(exchange, trace, route, caller -> {
                    answers.usage(exchange, trace, caller, failure -> refuse(exchange, trace, usage, failure));
                });
            case Route.Health health -> answers.health(exchange, health.ready());
            case Route.Metrics metrics -> answers.metrics(exchange);
            case Route.Options options -> answers.options(exchange, trace, options);
            case Route.WrongMethod wrong -> {
                exchange.headers().set("allow", wrong.allowed());
                throw new GatewayException(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        "method: " + shorten(trace.method) + " (expected: " + wrong.allowed() + " for "
                                + shorten(trace.path) + ")");
            }
            case Route.Unknown unknown ->
                throw new GatewayException(
                        ErrorCode.NOT_FOUND,
                        "There is no endpoint " + shorten(trace.method) + " " + shorten(trace.path) + " here.");
        }
    }

    private static String shorten(String path) {
        return path.length() > 200 ? path.substring(0, 200) + "…" : path;
    }

    private Future<Caller> caller(Exchange exchange, RequestTrace trace) {
        HttpServerRequest request = exchange.request();
        Future<Caller> caller = Objects.requireNonNull(authentication).authenticate(request);
        if (!caller.isComplete()) {
            request.pause();
        }
        return caller.onSuccess(found -> trace.caller = found);
    }

    private void authenticated(
            Exchange exchange, RequestTrace trace, Route route, java.util.function.Consumer<Caller> then) {
        caller(exchange, trace)
                .onSuccess(found -> {
                    exchange.request().resume();
                    then.accept(found);
                })
                .onFailure(failure -> refuse(exchange, trace, route, failure));
    }

    private void relay(Exchange exchange, RequestTrace trace, Route.Relay route) {
        trace.protocol = route.protocol();
        RelayConfig config = settings.relay();
        caller(exchange, trace)
                .compose(caller -> exchange.body(
                        plane.memory(),
                        config.maxBody().count(),
                        config.bodyTimeout().toNanos()))
                .onSuccess(body -> scan(exchange, trace, route, body))
                .onFailure(failure -> refuse(exchange, trace, route, failure));
    }

    private void scan(Exchange exchange, RequestTrace trace, Route.Relay route, RequestBody body) {
        scanned(trace, route, body)
                .onSuccess(head -> {
                    trace.head = head;
                    admit(exchange, trace, route, body);
                })
                .onFailure(bad -> {
                    body.release();
                    refuse(exchange, trace, route, bad);
                });
    }

    private Future<RequestHead> scanned(RequestTrace trace, Route.Relay route, RequestBody body) {
        String model = route.pathModel();
        if (body.length() > SCAN_ON_LOOP_MAX) {
            return vertx.executeBlocking(
                    () -> {
                        RequestHead head = RequestScanner.scan(body.bytes(), body.length(), model);
                        trace.prefix = PrefixFingerprint.of(body.bytes(), head); // seen here when the future is
                        return head;
                    },
                    false);
        }
        try {
            return Future.succeededFuture(RequestScanner.scan(body.bytes(), body.length(), model));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void admit(Exchange exchange, RequestTrace trace, Route.Relay route, RequestBody body) {
        RequestHead head = Objects.requireNonNull(trace.head);
        trace.bodyReadNanos = loop().nowNanos();
        trace.requestBytes = body.length();
        trace.stream = route.pathStream() || head.stream();
        if (exchange.over()) {
            body.release();
            return;
        }
        Objects.requireNonNull(admission)
                .admit(
                        new Admission.Ask(
                                Objects.requireNonNull(trace.caller),
                                route.protocol(),
                                head,
                                body.length(),
                                trace.arrival,
                                exchange.headers()),
                        admitted -> call(exchange, trace, route, body, admitted),
                        refused -> {
                            body.release();
                            refuse(exchange, trace, route, refused);
                        });
    }

    private void call(
            Exchange exchange, RequestTrace trace, Route.Relay route, RequestBody body, Admission.Admitted admitted) {
        if (exchange.over()) {
            admitted.release();
            body.release();
            return;
        }
        trace.group = admitted.group();
        trace.reservation = admitted.reservation();
        settings.openCalls().incrementAndGet();
        String query = Authentication.queryWithoutKey(exchange.request().query());
        RequestHead head = Objects.requireNonNull(trace.head);
        try {
            new Call(loop(), new Call.Request(exchange, trace, route, head, body, query, admitted)).start();
        } catch (RuntimeException e) {
            admitted.release();
            body.release();
            refuse(exchange, trace, route, e);
        }
    }

    private void refuse(Exchange exchange, RequestTrace trace, Route route, Throwable failure) {
        GatewayException known = failure instanceof GatewayException e ? e : internal();
        if (!(failure instanceof GatewayException)) {
            Loop.log.error("request {} failed inside", trace.requestId, failure);
        }
        trace.errorCode = known.code().id();
        trace.status = known.code().status();
        if (!exchange.over() && !exchange.headWritten()) {
            ErrorResponses.send(exchange, route.dialect(), known, trace.requestId);
        }
        long endNanos = loop().nowNanos();
        loop().settlement().count(trace, null, endNanos);
        AccessLog.write(trace, null, endNanos);
    }

    /** Answers what isn't HTTP as we understand it; the connection is closed after it. */
    private void invalid(HttpServerRequest request) {
        RequestTrace trace = new RequestTrace(
                plane.ids().nextRequestId(),
                plane.clock().instant(),
                loop().nowNanos(),
                request.method().name(),
                request.path() == null ? "/" : request.path());
        trace.client = proxies.client(request);
        refuseAndClose(
                request, trace, MalformedHttp.unreadable(request.decoderResult().cause()));
    }

    private void refuseAndClose(HttpServerRequest request, RequestTrace trace, GatewayException failure) {
        ConnectionGuard.stopReading(request.connection());
        trace.errorCode = failure.code().id();
        trace.status = failure.code().status();
        Route route = Routes.match("POST", trace.path, new Routes.Hints(false, false));
        byte[] body = ErrorResponses.body(route.dialect(), failure.code(), failure.publicMessage(), trace.requestId);
        request.response()
                .setStatusCode(trace.status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CONNECTION, "close")
                .putHeader(Names.REQUEST_ID, trace.requestId)
                .end(io.vertx.core.buffer.Buffer.buffer(body))
                .onComplete(done -> request.connection().close());
        long endNanos = loop().nowNanos();
        loop().settlement().count(trace, null, endNanos);
        AccessLog.write(trace, null, endNanos);
    }
}

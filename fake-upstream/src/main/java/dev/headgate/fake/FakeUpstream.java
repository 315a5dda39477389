package dev.headgate.fake;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP server that behaves like an LLM provider: HTTP/1.1 and HTTP/2 (in the clear, or by ALPN over TLS).
 *
 * <p>Without scripts it answers every route that the gateway relays in the vendor's shape; token counts follow {@link
 * TokenRule}. Thread-safe. {@link #start} and {@link #close} block and must not be called on an event loop.
 */
public final class FakeUpstream implements AutoCloseable {
    private static final int START_SECONDS = 30;
    private static final int CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final String host;
    private final @Nullable LocalCertificate certificate;
    private final ScriptBook book = new ScriptBook();
    private final NamedScripts named = new NamedScripts();
    private final Tally tally;
    private final AtomicInteger port = new AtomicInteger();

    private FakeUpstream(Vertx vertx, FakeOptions options, @Nullable LocalCertificate certificate) {
        this.vertx = vertx;
        this.host = options.host();
        this.certificate = certificate;
        this.tally = new Tally(options.seenMax());
    }

    /** Starts a provider and waits until it listens. */
    public static FakeUpstream start(FakeOptions options) {
        LocalCertificate certificate = options.tls() ? LocalCertificate.create() : null;
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(options.loops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
        FakeUpstream upstream = new FakeUpstream(vertx, options, certificate);
        try {
            await(upstream.listen(options), START_SECONDS);
        } catch (IllegalStateException e) {
            upstream.close();
            throw e;
        }
        return upstream;
    }

    /** A port of this machine on which nothing listens, so that connections to it are refused. */
    public static int refusingPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    /** The port that this provider listens on. */
    public int port() {
        return port.get();
    }

    /** The address to give as a base URL, without a path. */
    public String baseUrl() {
        return (certificate == null ? "http://" : "https://") + host + ":" + port();
    }

    /** The certificate to trust, where this provider speaks TLS. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate).map(LocalCertificate::certificate);
    }

    /** The next request that has no script of its own takes this one; first in, first out. */
    public void enqueue(Script script) {
        book.enqueue(script);
    }

    /** Every request with this credential gets this script. */
    public void forKey(String apiKey, Script script) {
        book.forKey(apiKey, script);
    }

    /** Every request whose path starts so gets this script; the latest given wins. */
    public void forPath(String pathPrefix, Script script) {
        book.forPath(pathPrefix, script);
    }

    /** The script of this name, as in the header {@code x-fake-script}, in the shape of the path's protocol. */
    public Script named(String spec, String path) {
        return named.get(spec, path);
    }

    /** Forgets scripts, requests and counts; ends silent exchanges with a reset. */
    public void reset() {
        book.clear();
        tally.reset();
    }

    /** The latest requests, oldest first, as far as they are remembered. */
    public List<Seen> seen() {
        return tally.seen();
    }

    /** Exchanges in flight. */
    public int open() {
        return tally.open.get();
    }

    /** The most exchanges that were in flight at once with a credential since the start. */
    public int openMax(String apiKey) {
        return tally.concurrency(apiKey).max();
    }

    /** Exchanges whose client went away before the end. */
    public int cancelled() {
        return tally.cancelled.get();
    }

    /** Requests since the start or the last reset. */
    public long requests() {
        return tally.requests.sum();
    }

    /** Bytes of bodies written since the start or the last reset. */
    public long bytesWritten() {
        return tally.bytesWritten.sum();
    }

    @Override
    public void close() {
        await(vertx.close(), CLOSE_SECONDS);
    }

    private Future<String> listen(FakeOptions options) {
        HttpServerOptions listen = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setHandle100ContinueAutomatically(true)
                .setMaxHeaderSize(64 << 10)
                .setMaxInitialLineLength(16 << 10)
                .setAcceptBacklog(8_192);
        if (certificate != null) {
            listen.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(
                            new PfxOptions().setValue(certificate.pkcs12()).setPassword(LocalCertificate.PASSWORD));
        }
        Loop.State state = new Loop.State(
                book,
                tally,
                named,
                new DefaultAnswers(),
                new Control(book, tally, named),
                options.pace(),
                System::nanoTime);
        SocketAddress address = options.port() == 0
                ? SocketAddress.sharedRandomPort(1, options.host())
                : SocketAddress.inetSocketAddress(options.port(), options.host());
        return vertx.deployVerticle(
                () -> new Loop(listen, address, state, port), new DeploymentOptions().setInstances(options.loops()));
    }

    private static <T> T await(Future<T> future, int seconds) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the fake provider did not start or stop: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the fake provider", e);
        }
    }
}

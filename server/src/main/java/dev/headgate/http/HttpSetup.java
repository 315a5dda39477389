package dev.headgate.http;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** The options of the data plane's server and clients, each with its reason, in one place. */
public final class HttpSetup {
    /** Upper bound of connections to one upstream from one loop; the real limit is the accounts' concurrency. */
    private static final int UPSTREAM_CONNECTIONS_MAX = 20_000;

    /**
     * An upstream connection idle for longer is not used again. Load balancers commonly cut at 60 s or more; staying well
     * below keeps a request from being written into a connection that is just being closed.
     */
    private static final int UPSTREAM_KEEP_ALIVE_SECONDS = 25;

    private HttpSetup() {}

    /**
     * Must run before the first Netty class loads: makes the decoder refuse a request that carries both
     * {@code transfer-encoding} and {@code content-length} (RFC 9112, 6.1), the base of request smuggling, instead of
     * dropping one of them.
     */
    public static void strictHttp() {
        System.setProperty("io.netty.handler.codec.http.rfc9112TransferEncoding", "true");
    }

    /**
     * Loads the native TLS library and the JDK's trust store, which unpacks and reads files: call before event loops run, since the
     * first client made on one would do it there. Returns whether the library is there; without it the JDK's engine is used.
     */
    public static boolean loadTls() {
        boolean there = OpenSSLEngineOptions.isAvailable();
        readTrustStore();
        return there;
    }

    /** The JDK reads its trust store at the first handshake, on the event loop that makes it; so it is made to read it now. */
    private static void readTrustStore() {
        try {
            Class.forName("sun.security.util.AnchorCertificates");
        } catch (ClassNotFoundException e) {
            LoggerFactory.getLogger(HttpSetup.class).debug("this JDK has no such class", e);
        }
    }

    /** No idle time-out: its handler would look at every message, and {@link LoopTicks} asks everything in flight anyway. */
    public static HttpServerOptions server(String host, int port, int headBytesMax) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setReuseAddress(true)
                .setTcpNoDelay(true)
                .setAcceptBacklog(4096)
                .setHttp2ClearTextEnabled(true)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(1_000)
                        .setMaxHeaderListSize(headBytesMax)
                        .setInitialWindowSize(1 << 20))
                .setHttp2ConnectionWindowSize(8 << 20)
                .setMaxInitialLineLength(16 * 1024)
                .setMaxHeaderSize(headBytesMax)
                .setHandle100ContinueAutomatically(false)
                // no WebSocket is served, and its handler would look at every message of every connection
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setDecompressionSupported(false);
    }

    /** Clear text, HTTP/1.1: an upgrade to HTTP/2 would cost a round trip and few local servers speak it. */
    public static HttpClient plainClient(Vertx vertx, Duration connectTimeout) {
        return client(vertx, base(connectTimeout), JoinedReads::watch);
    }

    /** The same for the data plane's event loop of that turn. */
    public static HttpClient plainClient(Vertx vertx, Duration connectTimeout, LoopTurn turn) {
        return client(vertx, base(connectTimeout), pipeline -> relaying(pipeline, turn));
    }

    /** TLS with ALPN: HTTP/2 where the upstream speaks it, else HTTP/1.1. */
    public static HttpClient tlsClient(Vertx vertx, Duration connectTimeout, boolean trustAll) {
        return client(vertx, tls(connectTimeout, trustAll), JoinedReads::watch);
    }

    /** The same for the data plane's event loop of that turn. */
    public static HttpClient tlsClient(Vertx vertx, Duration connectTimeout, boolean trustAll, LoopTurn turn) {
        return client(vertx, tls(connectTimeout, trustAll), pipeline -> relaying(pipeline, turn));
    }

    private static HttpClientOptions tls(Duration connectTimeout, boolean trustAll) {
        readTrustStore();
        SSLEngineOptions engine =
                OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
        HttpClientOptions options = base(connectTimeout)
                .setSsl(true)
                .setSslEngineOptions(engine)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setVerifyHost(!trustAll)
                .setTrustAll(trustAll)
                .setHttp2MultiplexingLimit(100)
                .setHttp2KeepAliveTimeout(UPSTREAM_KEEP_ALIVE_SECONDS)
                .setHttp2ConnectionWindowSize(8 << 20);
        options.setInitialSettings(new Http2Settings().setInitialWindowSize(1 << 20));
        return options;
    }

    private static HttpClient client(Vertx vertx, HttpClientOptions options, Consumer<ChannelPipeline> opened) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool())
                .withConnectHandler(connection -> {
                    if (connection instanceof HttpClientConnection client) {
                        opened.accept(client.channelHandlerContext().pipeline());
                    }
                })
                .build();
    }

    private static void relaying(ChannelPipeline pipeline, LoopTurn turn) {
        TurnFlush.watch(pipeline, turn);
        JoinedReads.watch(pipeline);
    }

    private static HttpClientOptions base(Duration connectTimeout) {
        return new HttpClientOptions()
                .setKeepAlive(true)
                .setPipelining(false)
                .setKeepAliveTimeout(UPSTREAM_KEEP_ALIVE_SECONDS)
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setTcpNoDelay(true)
                .setMaxHeaderSize(64 * 1024)
                .setMaxInitialLineLength(16 * 1024)
                .setMaxChunkSize(64 * 1024)
                .setDecompressionSupported(false);
    }

    private static PoolOptions pool() {
        return new PoolOptions()
                .setHttp1MaxSize(UPSTREAM_CONNECTIONS_MAX)
                .setHttp2MaxSize(64)
                .setMaxWaitQueueSize(-1)
                .setCleanerPeriod(5_000);
    }
}

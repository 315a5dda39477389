package dev.headgate.upstream;

import dev.headgate.accounts.EgressProxy;
import dev.headgate.accounts.TestStep.Stage;
import dev.headgate.upstream.AddressGuard.Trust;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection of its own, part by part, as calls do in one go, and closes it again: where a call can't connect, it tells
 * which part of the way is broken. Blocks: belongs on virtual threads. Thread-safe.
 */
final class ConnectionTest {
    private final NetClient client;
    private final AddressGuard guard;
    private final Duration connectTimeout;
    private final boolean trustAll;

    ConnectionTest(Vertx vertx, AddressGuard guard, Duration connectTimeout, boolean trustAll) {
        NetClientOptions options = new NetClientOptions().setTcpNoDelay(true);
        options.setConnectTimeout((int) connectTimeout.toMillis());
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        this.client = vertx.createNetClient(options);
        this.guard = guard;
        this.connectTimeout = connectTimeout;
        this.trustAll = trustAll;
    }

    /**
     * A way to a server.
     *
     * @param trust of the server's address; a proxy's follows from who entered it
     */
    record Way(
            String host,
            int port,
            boolean tls,
            Trust trust,
            @Nullable EgressProxy proxy) {}

    /** A part of the way is broken; the step has been told. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(String words) {
            super(words, null, false, false);
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    /** Connects, tells the steps, and hangs up. */
    void run(Way way, Steps steps) throws Broken {
        NetSocket socket = way.proxy() == null ? direct(way, steps) : through(way, way.proxy(), steps);
        if (socket == null) {
            steps.skipped(Stage.TLS, "the proxy connects by itself for each request");
            return;
        }
        try {
            if (way.tls()) {
                secure(way, socket, steps);
            } else {
                steps.skipped(Stage.TLS, "the address is http");
            }
        } finally {
            socket.close();
        }
    }

    private NetSocket direct(Way way, Steps steps) throws Broken {
        InetAddress address = resolve(way.host(), way.trust(), steps);
        steps.skipped(Stage.PROXY, "none");
        long since = steps.nowNanos();
        try {
            NetSocket socket = connect(new ConnectOptions().setRemoteAddress(at(address, way.port())));
            steps.ok(Stage.TCP, since, "connected to " + text(address, way.port()));
            return socket;
        } catch (IOException e) {
            throw broken(Stage.TCP, since, text(address, way.port()) + ": " + e.getMessage(), steps);
        }
    }

    /** Null where the way to the server is made anew for each request. */
    private @Nullable NetSocket through(Way way, EgressProxy proxy, Steps steps) throws Broken {
        judge(way, steps);
        InetAddress address = resolve(proxy.host(), ProxyRoute.trust(proxy), steps);
        long since = steps.nowNanos();
        try {
            connect(new ConnectOptions().setRemoteAddress(at(address, proxy.port())))
                    .close();
            steps.ok(Stage.PROXY, since, proxy.address() + " is connected to");
        } catch (IOException e) {
            throw broken(Stage.PROXY, since, proxy.address() + ": " + e.getMessage(), steps);
        }
        if (proxy.kind() == EgressProxy.Kind.HTTP && !way.tls()) {
            steps.skipped(Stage.TCP, "an HTTP proxy is sent requests to http addresses as they are");
            return null;
        }
        since = steps.nowNanos();
        String target = way.host() + ":" + way.port();
        try {
            NetSocket socket = connect(new ConnectOptions()
                    .setHost(way.host())
                    .setPort(way.port())
                    .setProxyOptions(ProxyRoute.of(proxy).setHost(address.getHostAddress())));
            steps.ok(Stage.TCP, since, "connected to " + target + " through the proxy");
            return socket;
        } catch (IOException e) {
            throw broken(Stage.TCP, since, target + " through the proxy: " + e.getMessage(), steps);
        }
    }

    /** The proxy looks the server up; what is known of it here must be allowed. */
    private void judge(Way way, Steps steps) throws Broken {
        long since = steps.nowNanos();
        try {
            guard.resolveBehindProxy(way.host(), way.trust());
        } catch (IllegalArgumentException e) {
            throw broken(Stage.DNS, since, String.valueOf(e.getMessage()), steps);
        }
    }

    private InetAddress resolve(String host, Trust trust, Steps steps) throws Broken {
        long since = steps.nowNanos();
        try {
            List<InetAddress> found = guard.resolve(host, trust);
            InetAddress first = found.getFirst();
            String more = found.size() == 1 ? "" : " and " + (found.size() - 1) + " more";
            steps.ok(Stage.DNS, since, host + " is " + first.getHostAddress() + more);
            return first;
        } catch (IllegalArgumentException e) {
            throw broken(Stage.DNS, since, String.valueOf(e.getMessage()), steps);
        }
    }

    private void secure(Way way, NetSocket socket, Steps steps) throws Broken {
        long since = steps.nowNanos();
        ClientSSLOptions options = new ClientSSLOptions()
                .setTrustAll(trustAll)
                .setHostnameVerificationAlgorithm(trustAll ? "" : "HTTPS")
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2", "http/1.1"));
        try {
            SSLContext.getDefault(); // reads the trusted certificates here, or the event loop would
            Waits.await(socket.upgradeToSsl(options, way.host()), connectTimeout);
            steps.ok(Stage.TLS, since, session(socket));
        } catch (IOException e) {
            throw broken(Stage.TLS, since, way.host() + ": " + e.getMessage(), steps);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks TLS", e);
        }
    }

    private static String session(NetSocket socket) {
        String protocol = socket.applicationLayerProtocol();
        StringBuilder words = new StringBuilder(socket.sslSession().getProtocol());
        words.append(protocol == null || protocol.isEmpty() ? "" : ", " + protocol);
        try {
            Certificate certificate = socket.peerCertificates().getFirst();
            if (certificate instanceof X509Certificate x509) {
                words.append(", certificate good until ")
                        .append(x509.getNotAfter().toInstant());
            }
        } catch (IOException e) {
            words.append(", no certificate");
        }
        return words.toString();
    }

    private NetSocket connect(ConnectOptions options) throws IOException {
        options.setTimeout((int) connectTimeout.toMillis());
        return Waits.await(client.connect(options), connectTimeout.multipliedBy(2));
    }

    private static SocketAddress at(InetAddress address, int port) {
        return SocketAddress.inetSocketAddress(new InetSocketAddress(address, port));
    }

    private static String text(InetAddress address, int port) {
        String shown = address.getHostAddress();
        return (shown.indexOf(':') >= 0 ? "[" + shown + "]" : shown) + ":" + port;
    }

    private static Broken broken(Stage stage, long since, String words, Steps steps) {
        steps.failed(stage, since, words);
        return new Broken(steps.shown(words));
    }
}

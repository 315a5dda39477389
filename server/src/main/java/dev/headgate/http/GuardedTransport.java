package dev.headgate.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * The machine's best transport, whose listening sockets set a {@link FirstHeadDeadline} on every connection they accept. It is the
 * one place at which Vert.x lets a connection be seen before its first request.
 */
public final class GuardedTransport implements Transport {
    private final Transport best;
    private final Duration headTimeout;
    private final RequestMemory memory;

    private GuardedTransport(Transport best, Duration headTimeout, RequestMemory memory) {
        this.best = best;
        this.headTimeout = headTimeout;
        this.memory = memory;
    }

    /**
     * A Vert.x whose servers cut connections without a whole request head after {@code headTimeout}, and take no more of them than
     * {@code memory} has room for.
     */
    public static Vertx vertx(VertxOptions options, Duration headTimeout, RequestMemory memory) {
        io.vertx.core.transport.Transport found = io.vertx.core.transport.Transport.nativeTransport();
        if (found == null || !found.available()) {
            found = io.vertx.core.transport.Transport.NIO;
        }
        return Vertx.builder()
                .with(options)
                .withTransport(new Named(found, new GuardedTransport(found.implementation(), headTimeout, memory)))
                .build();
    }

    /** What {@link io.vertx.core.VertxBuilder} takes. */
    private record Named(io.vertx.core.transport.Transport best, Transport implementation)
            implements io.vertx.core.transport.Transport {
        @Override
        public String name() {
            return best.name();
        }

        @Override
        public boolean available() {
            return best.available();
        }

        @Override
        public Throwable unavailabilityCause() {
            return best.unavailabilityCause();
        }
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        best.configure(config, domainSocket, bootstrap);
        bootstrap.handler(new FirstHeadDeadline.Acceptor(headTimeout, memory));
    }

    // all else is the best transport's

    @Override
    public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
        best.configure(config, domainSocket, bootstrap);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        best.configure(channel, options);
    }

    @Override
    public boolean supportsDomainSockets() {
        return best.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return best.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return best.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return best.unavailabilityCause();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        return best.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return best.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return best.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        return best.eventLoopGroup(type, threads, factory, ioRatio);
    }

    @Override
    @SuppressWarnings("deprecation") // the type is the interface's
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return best.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return best.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return best.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return best.serverChannelFactory(domainSocket);
    }
}

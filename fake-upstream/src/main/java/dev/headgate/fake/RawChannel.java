package dev.headgate.fake;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Map;

/** The connection below HTTP, for faults that no HTTP server makes on purpose. Used on its event loop only. */
final class RawChannel {
    private final Channel channel;

    private RawChannel(Channel channel) {
        this.channel = channel;
    }

    /** The connection of a request. */
    static RawChannel of(HttpServerRequest request) {
        HttpServerConnection connection = (HttpServerConnection) request.connection();
        return new RawChannel(connection.channelHandlerContext().channel());
    }

    /** Closes with RST. */
    void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.pipeline().firstContext().close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Closes with FIN after what was written. */
    void close() {
        outermost().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Sends bytes as they are (inside TLS, where there is TLS), then closes. */
    void sendAndClose(Buffer bytes) {
        outermost().writeAndFlush(Unpooled.wrappedBuffer(bytes.getBytes())).addListener(ChannelFutureListener.CLOSE);
    }

    /** The place in the pipeline from which writes meet TLS but not HTTP. */
    private ChannelHandlerContext outermost() {
        boolean afterTls = channel.pipeline().get(SslHandler.class) == null;
        for (Map.Entry<String, ?> entry : channel.pipeline()) {
            if (afterTls) {
                return channel.pipeline().context(entry.getKey());
            }
            afterTls = entry.getValue() instanceof SslHandler;
        }
        return channel.pipeline().lastContext();
    }
}

package dev.headgate.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the HTTP/1.1 decoder of an upstream connection and Vert.x, and joins the body pieces that one read of the socket
 * brought. A provider that writes fifty events at once sends fifty chunks; each would cost its own way through Vert.x and the relay. Where
 * chunks begin and end means nothing in HTTP, and nothing waits for another read. Confined to the connection's event loop.
 */
final class JoinedReads extends ChannelInboundHandlerAdapter {
    /** A piece of so many bytes isn't worth a copy, and no more than that is joined. */
    private static final int JOINED_MAX = 16 * 1024;

    /** Room that is made when a second piece comes. */
    private static final int ROOM = 8 * 1024;

    private byte @Nullable [] joined;
    private int length;

    JoinedReads() {}

    /** Joins what a connection just opened will read; HTTP/2 ones have a framing of their own. */
    static void watch(HttpConnection connection) {
        if (connection instanceof HttpClientConnection client) {
            Channel channel = client.channelHandlerContext().channel();
            if (channel.pipeline().get("codec") != null && channel.pipeline().get("handler") != null) {
                channel.pipeline().addBefore("handler", "joined", new JoinedReads());
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent content
                && !(message instanceof LastHttpContent)
                && !(message instanceof HttpMessage)
                && content.decoderResult().isSuccess()
                && content.content().readableBytes() < JOINED_MAX) {
            try {
                add(context, content.content());
            } finally {
                content.release();
            }
            return;
        }
        passOn(context);
        context.fireChannelRead(message);
    }

    private void add(ChannelHandlerContext context, ByteBuf piece) {
        int count = piece.readableBytes();
        if (length + count > JOINED_MAX) {
            passOn(context);
        }
        byte[] into = joined;
        if (into == null) {
            into = new byte[count];
        } else if (length + count > into.length) {
            into = Arrays.copyOf(into, Math.max(ROOM, Math.max(length + count, 2 * into.length)));
        }
        piece.readBytes(into, length, count);
        joined = into;
        length += count;
    }

    private void passOn(ChannelHandlerContext context) {
        byte[] bytes = joined;
        if (bytes != null) {
            joined = null;
            int count = length;
            length = 0;
            context.fireChannelRead(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes, 0, count)));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        passOn(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        passOn(context);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        passOn(context);
        context.fireExceptionCaught(cause);
    }
}

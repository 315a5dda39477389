package dev.headgate.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Arrays;

/**
 * Stands between the HTTP/1.1 decoder of an upstream connection and Vert.x, and joins the body pieces that one read of the socket
 * brought. A provider that writes fifty events at once sends fifty chunks; each would cost its own way through Vert.x and the relay. Where
 * chunks begin and end means nothing in HTTP, and nothing waits for another read. Confined to the connection's event loop.
 */
final class JoinedReads extends ChannelInboundHandlerAdapter {
    /** A piece of so many bytes isn't worth a copy, and no more than that is joined. */
    private static final int JOINED_MAX = 16 * 1024;

    private static final ByteBuf[] NONE = {};

    private ByteBuf[] pieces = NONE;
    private int count;
    private int length;

    JoinedReads() {}

    /** Joins what a connection just opened will read; HTTP/2 ones have a framing of their own. */
    static void watch(ChannelPipeline pipeline) {
        if (pipeline.get("codec") != null && pipeline.get("handler") != null) {
            pipeline.addBefore("handler", "joined", new JoinedReads());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent content
                && !(message instanceof LastHttpContent)
                && !(message instanceof HttpMessage)
                && content.decoderResult().isSuccess()
                && content.content().readableBytes() < JOINED_MAX) {
            add(context, content.content());
            return;
        }
        passOn(context);
        context.fireChannelRead(message);
    }

    /** Keeps a piece, which is this handler's to release now. */
    private void add(ChannelHandlerContext context, ByteBuf piece) {
        if (length + piece.readableBytes() > JOINED_MAX) {
            passOn(context);
        }
        if (count == pieces.length) {
            pieces = Arrays.copyOf(pieces, Math.max(4, 2 * count));
        }
        pieces[count++] = piece;
        length += piece.readableBytes();
    }

    private void passOn(ChannelHandlerContext context) {
        if (count > 0) {
            context.fireChannelRead(new DefaultHttpContent(count == 1 ? first() : joined()));
        }
    }

    private ByteBuf first() {
        ByteBuf piece = pieces[0];
        forget();
        return piece;
    }

    private ByteBuf joined() {
        byte[] bytes = new byte[length];
        int at = 0;
        for (int i = 0; i < count; i++) {
            ByteBuf piece = pieces[i];
            int size = piece.readableBytes();
            piece.readBytes(bytes, at, size);
            piece.release();
            at += size;
        }
        forget();
        return Unpooled.wrappedBuffer(bytes);
    }

    /** An idle connection keeps no room for pieces. */
    private void forget() {
        pieces = NONE;
        count = 0;
        length = 0;
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
    public void handlerRemoved(ChannelHandlerContext context) {
        for (int i = 0; i < count; i++) {
            pieces[i].release();
        }
        forget();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        passOn(context);
        context.fireExceptionCaught(cause);
    }
}

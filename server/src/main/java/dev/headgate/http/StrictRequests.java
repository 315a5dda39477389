package dev.headgate.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the HTTP/1.1 decoder and Vert.x, for the malformed requests that Vert.x answers without words or not at all: an
 * unknown version, a header without a name, a body whose chunks can't be read. The first two are made decoder failures, which the
 * server's handler of invalid requests answers; of the last the reader of the body is told, then the connection is closed.
 * Confined to the connection's event loop.
 */
final class StrictRequests extends ChannelInboundHandlerAdapter {
    private @Nullable Runnable badBody;
    private boolean broken;

    private StrictRequests() {}

    /** Watches a connection that has just been told of; HTTP/2 ones have a framing of their own. */
    static void watch(Channel channel) {
        if (channel.pipeline().get("httpDecoder") != null && channel.pipeline().get("handler") != null) {
            channel.pipeline().addBefore("handler", "strict", new StrictRequests());
        }
    }

    /** @param action called when the chunks of the body that is being read turn out to be malformed */
    static void onBadBody(Channel channel, Runnable action) {
        if (channel.pipeline().get("strict") instanceof StrictRequests strict) {
            strict.badBody = action;
        }
    }

    /** Drops what else comes: nobody knows any more where a request begins. */
    static void stop(Channel channel) {
        if (channel.pipeline().get("strict") instanceof StrictRequests strict) {
            strict.broken = true;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (broken) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
            badBody = null;
            check(request);
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            if (!(message instanceof HttpRequest)) {
                ReferenceCountUtil.release(message);
                bodyBroke(context);
                return;
            }
        }
        context.fireChannelRead(message);
    }

    private static void check(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        String problem = null;
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            problem = "version \"" + version.text() + "\" (expected: HTTP/1.1)";
            request.setProtocolVersion(HttpVersion.HTTP_1_1); // the answer's
        } else if (request.headers().contains("")) {
            problem = "a header without a name";
        }
        if (problem != null) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(problem)));
        }
    }

    private void bodyBroke(ChannelHandlerContext context) {
        broken = true;
        if (badBody != null) {
            badBody.run();
        }
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}

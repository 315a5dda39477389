package dev.headgate.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * On a busy event loop puts off the system call that sends a connection's bytes to the end of the loop's turn, when all that the turn's
 * sockets brought has been worked on. What is sent then leaves in a row: the peers are woken once for several of them, and don't
 * take the processor from a loop in the middle of its work. On a loop with little to do nothing is put off, so that the peer works
 * while the loop keeps its books. Nothing ever waits for another turn. Confined to the connection's event loop.
 */
final class TurnFlush extends ChannelOutboundHandlerAdapter {
    private final LoopTurn turn;
    private @Nullable ChannelHandlerContext putOff;

    TurnFlush(LoopTurn turn) {
        this.turn = turn;
    }

    /**
     * Watches a connection of {@code turn}'s loop, one of another is left alone. Stands next to the socket, so that nothing comes between
     * it and what is put off. An upgraded connection is told of twice.
     */
    static void watch(ChannelPipeline pipeline, LoopTurn turn) {
        if (turn.isOf(pipeline.channel().eventLoop()) && pipeline.get(TurnFlush.class) == null) {
            pipeline.addFirst("turn-flush", new TurnFlush(turn));
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (putOff != null) {
            return;
        }
        if (turn.takes(this)) {
            putOff = context;
        } else {
            context.flush();
        }
    }

    /** Sends what was put off, if anything. */
    void send() {
        ChannelHandlerContext context = putOff;
        if (context != null) {
            putOff = null;
            context.flush();
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise is the caller's
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        send();
        context.close(promise);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise is the caller's
    public void disconnect(ChannelHandlerContext context, ChannelPromise promise) {
        send();
        context.disconnect(promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        send();
    }
}

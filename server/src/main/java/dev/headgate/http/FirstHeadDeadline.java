package dev.headgate.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes an accepted connection that has not sent its first whole request head in time, be it silent or dribbling. Vert.x tells
 * of a connection only once that head is whole, so this one sits in the connection's pipeline from the moment it is accepted until
 * {@link #disarm}. It sees no bytes. Confined to the connection's event loop.
 */
final class FirstHeadDeadline extends ChannelInboundHandlerAdapter {
    private final long nanos;
    private @Nullable ScheduledFuture<?> due;

    private FirstHeadDeadline(long nanos) {
        this.nanos = nanos;
    }

    /** Ends the wait: a whole head has come. Does nothing where none was set. */
    static void disarm(Channel channel) {
        FirstHeadDeadline deadline = channel.pipeline().get(FirstHeadDeadline.class);
        if (deadline != null) {
            channel.pipeline().remove(deadline);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        due = context.executor().schedule(() -> close(context), nanos, TimeUnit.NANOSECONDS);
    }

    private static void close(ChannelHandlerContext context) {
        context.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (due != null) {
            due.cancel(false);
        }
    }

    /**
     * Stands in a listening socket's pipeline and gives each connection that it accepts a deadline; closes one at once for which there is
     * no memory.
     */
    @ChannelHandler.Sharable
    static final class Acceptor extends ChannelInboundHandlerAdapter {
        private final long nanos;
        private final RequestMemory memory;

        Acceptor(Duration timeout, RequestMemory memory) {
            this.nanos = timeout.toNanos();
            this.memory = memory;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel channel) {
                if (!memory.take(RequestMemory.CONNECTION_BYTES)) {
                    channel.unsafe().closeForcibly();
                    return;
                }
                channel.closeFuture().addListener(closed -> memory.giveBack(RequestMemory.CONNECTION_BYTES));
                channel.pipeline().addFirst(new FirstHeadDeadline(nanos));
            }
            context.fireChannelRead(accepted);
        }
    }
}

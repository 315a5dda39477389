package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnFlushTest {
    private final List<String> socket = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LoopTurn turn = new LoopTurn(channel.eventLoop());
    private @Nullable String answerToFlush;

    TurnFlushTest() {
        TurnFlush.watch(channel.pipeline(), turn);
        channel.pipeline().addFirst(new Socket());
    }

    /** In the place of the socket; the embedded channel's own would run at once what is planned for the turn's end. */
    private final class Socket extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ByteBuf bytes = (ByteBuf) message;
            socket.add(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
            promise.setSuccess();
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            socket.add("flush");
            String answer = answerToFlush;
            if (answer != null) {
                answerToFlush = null;
                TurnFlushTest.this.write(answer);
            }
        }

        @Override
        public void close(ChannelHandlerContext context, ChannelPromise promise) {
            socket.add("close");
            promise.setSuccess();
        }
    }

    @Test
    void aQuietLoopSendsAtOnce() {
        write("a");
        write("b");

        assertThat(socket).containsExactly("a", "flush", "b", "flush");
    }

    @Test
    void whatABusyLoopsTurnWritesLeavesAtItsEndAndOnce() {
        makeBusy();
        write("a");
        write("b");
        assertThat(socket).containsExactly("a", "b");

        channel.runPendingTasks();

        assertThat(socket).containsExactly("a", "b", "flush");
    }

    @Test
    void aLoopThatHasBecomeQuietSendsAtOnceAgain() {
        makeBusy();
        for (int i = 0; i < 30; i++) {
            write("a");
            channel.runPendingTasks();
        }
        socket.clear();

        write("b");

        assertThat(socket).containsExactly("b", "flush");
    }

    @Test
    void whatSendingMakesAnotherWriteLeavesToo() {
        makeBusy();
        answerToFlush = "b";
        write("a");
        channel.runPendingTasks();

        assertThat(socket).containsExactly("a", "flush", "b", "flush");
    }

    @Test
    void closingSendsFirst() {
        makeBusy();
        write("a");
        ChannelFuture closed = channel.pipeline().close();
        assertThat(closed.isDone()).isTrue();
        channel.runPendingTasks();

        assertThat(socket).containsExactly("a", "flush", "close");
    }

    @Test
    void anUpgradedConnectionIsWatchedOnce() {
        TurnFlush.watch(channel.pipeline(), turn);

        assertThat(channel.pipeline().names().stream().filter("turn-flush"::equals))
                .hasSize(1);
    }

    @Test
    void aConnectionOfAnotherLoopIsLeftAlone() {
        EmbeddedChannel other = new EmbeddedChannel();
        TurnFlush.watch(other.pipeline(), turn);

        assertThat(other.pipeline().get(TurnFlush.class)).isNull();
    }

    /** Turns that send much. */
    private void makeBusy() {
        for (int i = 0; i < 10 * LoopTurn.LOOK_EACH; i++) {
            for (int sends = 0; sends < 7; sends++) {
                write("x");
            }
            channel.runPendingTasks();
            if (!turnIsSentAtOnce()) {
                socket.clear();
                return;
            }
        }
        throw new AssertionError("the loop never counted as busy");
    }

    private boolean turnIsSentAtOnce() {
        socket.clear();
        write("x");
        boolean atOnce = socket.contains("flush");
        channel.runPendingTasks();
        return atOnce;
    }

    private void write(String text) {
        ChannelFuture written = channel.pipeline().write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        channel.pipeline().flush();
        assertThat(written.isDone()).isTrue(); // by the socket's word above
    }
}

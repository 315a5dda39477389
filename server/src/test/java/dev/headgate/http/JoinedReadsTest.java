package dev.headgate.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Risk: bytes lost, doubled or moved past the end of their answer; a piece that waits for a read that never comes. */
class JoinedReadsTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

    private static EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpClientCodec(), new JoinedReads());
        channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
        return channel;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    /** What has come out: {@code head}, {@code end}, and the text of each piece between. */
    private static List<String> out(EmbeddedChannel channel) {
        List<String> seen = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            switch (message) {
                case HttpResponse _ -> seen.add("head");
                case LastHttpContent last -> seen.add(last.content().toString(US_ASCII) + "end");
                case HttpContent piece -> seen.add(piece.content().toString(US_ASCII));
                default -> throw new AssertionError(message);
            }
            ReferenceCountUtil.release(message);
        }
        return seen;
    }

    @Test
    void piecesOfOneReadAreOneAndNothingWaitsForTheNext() {
        EmbeddedChannel channel = channel();

        channel.writeInbound(bytes(HEAD + chunk("one ") + chunk("two ") + chunk("three")));
        assertThat(out(channel)).containsExactly("head", "one two three");

        channel.writeInbound(bytes(chunk("four")));
        assertThat(out(channel)).containsExactly("four");

        channel.writeInbound(bytes(chunk("five") + "0\r\n\r\n"));
        assertThat(out(channel)).containsExactly("five", "end");
    }

    @Test
    void whatWasReadIsReleased() {
        EmbeddedChannel channel = channel();
        ByteBuf many = bytes(HEAD + chunk("one ") + chunk("two ") + chunk("three"));
        ByteBuf single = bytes(chunk("four"));
        ByteBuf broken = bytes(chunk("five") + chunk("six"));

        channel.writeInbound(many);
        channel.writeInbound(single);
        assertThat(out(channel)).containsExactly("head", "one two three", "four");
        assertThat(many.refCnt()).isZero();
        assertThat(single.refCnt()).isZero();

        channel.pipeline().fireChannelRead(broken);
        channel.pipeline().remove(JoinedReads.class);
        channel.finish();
        assertThat(broken.refCnt()).isZero();
    }

    @Test
    void largePiecesKeepTheirPlace() {
        EmbeddedChannel channel = channel();
        String large = "x".repeat(8_000);

        channel.writeInbound(
                bytes(HEAD + chunk("a") + chunk(large) + chunk(large) + chunk(large) + chunk("b") + "0\r\n\r\n"));

        List<String> seen = out(channel);
        assertThat(String.join("", seen)).isEqualTo("heada" + large.repeat(3) + "bend");
        assertThat(seen).allMatch(piece -> piece.length() <= 16 * 1024);
    }

    @Test
    void whatCameBeforeTheConnectionBrokeIsPassedOn() {
        EmbeddedChannel channel = channel();
        channel.pipeline().addFirst(new io.netty.channel.ChannelInboundHandlerAdapter() {
            @Override
            public void channelReadComplete(io.netty.channel.ChannelHandlerContext context) {
                // a connection may break between a read and its completion
            }
        });

        channel.writeInbound(bytes(HEAD + chunk("half an answer")));
        assertThat(out(channel)).containsExactly("head");
        channel.finish();

        assertThat(out(channel)).containsExactly("half an answer");
    }
}

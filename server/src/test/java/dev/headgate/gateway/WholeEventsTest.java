package dev.headgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.protocol.Protocol;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has passed always ends with an event's end, and nothing is lost or doubled. */
class WholeEventsTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void onlyWholeEventsPassAtAnySplit(String line) {
        String event = "event: a" + line + "data: {\"x\":\"ä\"}" + line + line;
        byte[] stream = (event + event + ": c" + line + line + event + "data: hal")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                WholeEvents whole = new WholeEvents(Protocol.ANTHROPIC_MESSAGES);
                Buffer passed = Buffer.buffer();
                int at = 0;
                for (int to : new int[] {first, second, stream.length}) {
                    passed.appendBuffer(whole.pass(Buffer.buffer().appendBytes(stream, at, to - at)));
                    at = to;
                    assertThat(passed.length() == 0 || passed.toString().endsWith(line + line))
                            .isTrue();
                }
                assertThat(passed.appendBuffer(whole.end()).getBytes()).isEqualTo(stream);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65_537, 1_000_000})
    void anEventTooLongToKeepPasses(int length) {
        WholeEvents whole = new WholeEvents(Protocol.ANTHROPIC_MESSAGES);
        Buffer event = Buffer.buffer("data: " + "x".repeat(length));

        assertThat(whole.pass(event)).isEqualTo(event);
        assertThat(whole.pass(Buffer.buffer("x\n\ny")).toString()).isEqualTo("x\n\n");
        assertThat(whole.end().toString()).isEqualTo("y");
    }
}

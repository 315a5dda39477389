package dev.headgate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is read the same however the network cuts it. */
class ResponseReaderTest {
    private static final String CHUNKED = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "X-Request-Id: r-1",
            "Transfer-Encoding: chunked",
            "",
            "c",
            "data: one\n\nd",
            "7",
            "ata: t\n",
            "c",
            "\r\ndata: 3\r\n\r",
            "1",
            "\n",
            "0",
            "",
            "");

    private static ResponseReader read(String text, int cut) {
        ResponseReader reader = new ResponseReader();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += cut) {
            reader.read(ByteBuffer.wrap(bytes, at, Math.min(cut, bytes.length - at)));
        }
        return reader;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 1_000})
    void chunkedStreamCountsItsEventsAtEveryCut(int cut) {
        ResponseReader reader = read(CHUNKED, cut);
        assertThat(reader.done()).isTrue();
        assertThat(reader.status()).isEqualTo(200);
        assertThat(reader.requestId()).isEqualTo("r-1");
        assertThat(reader.events()).isEqualTo(3);
    }

    @Test
    void noPrefixOfAnAnswerIsDone() {
        for (int length = 0; length < CHUNKED.length(); length++) {
            assertThat(read(CHUNKED.substring(0, length), 4).done())
                    .as("prefix of %s", length)
                    .isFalse();
        }
    }

    @Test
    void fixedLengthEndsWithItsLastByte() {
        String head = "HTTP/1.1 503 No\r\ncontent-length: 3\r\nconnection: close\r\n\r\n";
        assertThat(read(head + "ab", 1).done()).isFalse();
        assertThat(read(head + "abc", 1).done()).isTrue();
        assertThat(read(head + "abc", 1).closes()).isTrue();
    }

    @Test
    void answerWithoutLengthEndsWithTheConnection() {
        ResponseReader reader = read("HTTP/1.1 200 OK\r\n\r\nabc", 2);
        assertThat(reader.done()).isFalse();
        reader.closed();
        assertThat(reader.done()).isTrue();
    }

    @Test
    void garbageIsNamed() {
        assertThatThrownBy(() -> read("what is this\r\n", 3)).hasMessageContaining("what is this");
    }
}

package dev.headgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.ErrorCode;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Risk: a broken array of chunks that the client's JSON parser chokes on, or bytes lost or doubled on the way. */
class WholeElementsTest {
    private static final String STREAM =
            "[{\"a\":\"}],[{ \\\" \\\\\",\"b\":[1,{\"c\":[]}]}\n,\r\n{\"d\":\"\\\\\\\"]\"}\n,\r\n{\"e\":{}}\n]\n";

    @Test
    void aStreamBrokenAnywhereEndsAsReadableJsonWithTheError() throws Exception {
        for (int cut = 0; cut < STREAM.lastIndexOf(']'); cut++) {
            for (int split = 0; split <= cut; split++) {
                WholeElements whole = new WholeElements();
                Buffer got = Buffer.buffer()
                        .appendBuffer(whole.pass(Buffer.buffer(STREAM.substring(0, split))))
                        .appendBuffer(whole.pass(Buffer.buffer(STREAM.substring(split, cut))));
                Buffer ending = Objects.requireNonNull(whole.broken(ErrorCode.UPSTREAM_TIMEOUT, "req-1"));

                JsonNode array =
                        new ObjectMapper().readTree(got.appendBuffer(ending).getBytes());
                assertThat(array.isArray()).isTrue();
                assertThat(array.get(array.size() - 1).at("/error/status").asText())
                        .isEqualTo("DEADLINE_EXCEEDED");
            }
        }
    }

    @Test
    void aWholeStreamPassesUnchangedAtAnySplit() {
        for (int size = 1; size <= STREAM.length(); size++) {
            WholeElements whole = new WholeElements();
            Buffer got = Buffer.buffer();
            for (int at = 0; at < STREAM.length(); at += size) {
                got.appendBuffer(whole.pass(Buffer.buffer(STREAM.substring(at, Math.min(STREAM.length(), at + size)))));
            }
            assertThat(got.appendBuffer(whole.end()).toString()).isEqualTo(STREAM);
            assertThat(whole.broken(ErrorCode.UPSTREAM_TIMEOUT, "req-1")).isNull();
        }
    }

    @Test
    void anElementLongerThanWhatIsKeptPasses() {
        WholeElements whole = new WholeElements();
        String large = "[{\"a\":\"" + "x".repeat(100_000);

        assertThat(whole.pass(Buffer.buffer(large)).toString()).isEqualTo(large);
        assertThat(whole.pass(Buffer.buffer("yz")).toString()).isEqualTo("yz");
        assertThat(whole.broken(ErrorCode.UPSTREAM_TIMEOUT, "req-1")).isNull();
    }
}

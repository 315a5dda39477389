package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.GatewayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What a compressed body takes is counted while it grows, and given back whatever happens. */
class InflatedTest {
    private static final int MAX = 1 << 20;

    private static byte[] gzip(int length) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(new byte[length]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static RequestBody inflate(byte[] zipped, RequestMemory budget) {
        return Inflated.of(zipped, zipped.length, new BodyReader.Limits(MAX, 1, budget));
    }

    /** Everything was given back when all of it can be taken. */
    private static void assertUntouched(RequestMemory budget, long limit) {
        assertThat(budget.take(limit)).isTrue();
    }

    @Test
    void aBodyHoldsItsSizeUntilItIsReleased() {
        RequestMemory budget = new RequestMemory(2 * MAX);
        RequestBody body = inflate(gzip(MAX), budget);

        assertThat(body.length()).isEqualTo(MAX);
        assertThat(budget.take(MAX)).isFalse(); // the room for the byte too many counts as well
        body.release();
        assertUntouched(budget, 2 * MAX);
    }

    @Test
    void aBodyThatOutgrowsTheBudgetIsRefusedBeforeItIsThere() {
        RequestMemory budget = new RequestMemory(MAX / 2);

        assertThatThrownBy(() -> inflate(gzip(MAX), budget))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("no memory for another request");
        assertUntouched(budget, MAX / 2);
    }

    @Test
    void aBodyOverTheLimitIsRefusedWithTheLimit() {
        RequestMemory budget = new RequestMemory(4 * MAX);

        assertThatThrownBy(() -> inflate(gzip(MAX + 1), budget)).hasMessageContaining("at most 1048576");
        assertThatThrownBy(() -> inflate(gzip(64 * MAX), budget)).hasMessageContaining("at most 1048576");
        assertUntouched(budget, 4 * MAX);
    }

    @Test
    void damageAndTruncationAreRefused() {
        RequestMemory budget = new RequestMemory(4 * MAX);
        byte[] whole = gzip(100_000);

        assertThatThrownBy(() -> inflate(Arrays.copyOf(whole, whole.length - 9), budget))
                .hasMessageContaining("not valid gzip");
        assertThatThrownBy(() -> inflate("{\"model\":\"m\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8), budget))
                .hasMessageContaining("not valid gzip");
        assertUntouched(budget, 4 * MAX);
    }
}

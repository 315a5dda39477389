package dev.headgate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Secret;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** No one but the operator may read the operator's credential, however a provider quotes it. */
class RefusalFilterTest {
    private static final String KEY = "upstream-secret-0123456789";
    private static final String OTHER = "another-secret";
    private static final String MASK = "*".repeat(KEY.length());

    private static RefusalFilter filter(String encoding) {
        return new RefusalFilter(
                List.of(new Secret(KEY), new Secret(OTHER)), encoding, "{\"withheld\":true}".getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static String passed(RefusalFilter filter, byte[] body, int size) {
        Buffer out = Buffer.buffer();
        for (int at = 0; at < body.length; at += size) {
            out.appendBuffer(
                    filter.pass(Buffer.buffer(Arrays.copyOfRange(body, at, Math.min(body.length, at + size)))));
        }
        return out.appendBuffer(filter.end()).toString(UTF_8);
    }

    @Property(tries = 200)
    void theCredentialIsMaskedWhereverTheBytesAreSplit(@ForAll @IntRange(min = 1, max = 70) int size) {
        String text = "{\"a\":\"" + KEY + "\",\"ü\":\"" + KEY + KEY + "\",\"c\":\"upstream-secret-\",\"d\":\"" + OTHER
                + "\"}";
        String expected = text.replace(KEY, MASK).replace(OTHER, "*".repeat(OTHER.length()));

        assertThat(passed(filter(null), text.getBytes(UTF_8), size)).isEqualTo(expected);
        assertThat(passed(filter("gzip"), gzip(text.getBytes(UTF_8)), size)).isEqualTo(expected);
    }

    @Test
    void headersAreMaskedAndTellOfTheBodyThatIsSent() {
        MultiMap headers = HttpHeaders.headers()
                .add("content-type", "application/json")
                .add("content-encoding", "gzip")
                .add("content-length", "77")
                .add("x-hint", "key " + KEY);

        MultiMap seen = filter("gzip").headers(headers);

        assertThat(seen.get("x-hint")).isEqualTo("key " + MASK);
        assertThat(seen.contains("content-encoding")).isFalse();
        assertThat(seen.contains("content-length")).isFalse();
        assertThat(seen.get("content-type")).isEqualTo("application/json");
        assertThat(filter(null).headers(headers).get("content-length")).isEqualTo("77");
    }

    @Test
    void whatCannotBeLookedIntoIsWithheld() {
        RefusalFilter filter = filter("br");

        assertThat(passed(filter, KEY.getBytes(UTF_8), 4)).isEqualTo("{\"withheld\":true}");
    }

    @Test
    void aRefusalThatInflatesWithoutEndIsCutShort() {
        byte[] bomb = gzip(new byte[64 << 20]);

        assertThat(passed(filter("gzip"), bomb, 16 * 1024)).hasSize(RefusalFilter.PLAIN_MAX);
        assertThat(passed(filter("gzip"), bomb, bomb.length)).hasSize(RefusalFilter.PLAIN_MAX);
    }

    @Test
    void damagedGzipShowsNothingOfItself() {
        byte[] damaged = gzip(("x " + KEY).getBytes(UTF_8));
        damaged[12] ^= 0x55;

        assertThat(passed(filter("gzip"), damaged, 5)).doesNotContain(KEY);
        assertThat(passed(filter("gzip"), KEY.getBytes(UTF_8), 5)).doesNotContain(KEY);
    }
}

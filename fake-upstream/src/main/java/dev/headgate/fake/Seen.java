package dev.headgate.fake;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as the fake provider received it.
 *
 * @param method HTTP method
 * @param uri path and query as sent
 * @param headers values by lower-case name, in the order of arrival
 * @param body the whole body
 * @param version {@code HTTP_1_1} or {@code HTTP_2}
 * @param apiKey the credential, wherever it was sent; null when there was none
 */
public record Seen(
        String method,
        String uri,
        Map<String, List<String>> headers,
        Buffer body,
        String version,
        @Nullable String apiKey) {
    /** The first value of a header, or null. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.getFirst();
    }

    /** The body's bytes. */
    public byte[] bodyBytes() {
        return body.getBytes();
    }

    /** The body as UTF-8 text. */
    public String bodyText() {
        return body.toString(StandardCharsets.UTF_8);
    }
}

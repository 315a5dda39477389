package dev.headgate.gateway;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requests that aren't HTTP as Headgate understands it, or that two servers could understand differently, the base of request
 * smuggling (RFC 9112, 11.2). After the answer to one the connection is closed, since nobody knows where the next request begins.
 */
final class MalformedHttp {
    private static final int SHOWN_MAX = 100;

    /** In the decoder's words a header's value, maybe a key; no word of its own is that long. */
    private static final Pattern LONG_WORD = Pattern.compile("[\\w+/=.-]{16,}");

    private MalformedHttp() {}

    /** Why a request whose head could be read is not served, null when it may be. */
    static @Nullable GatewayException problem(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return null; // the framing is HTTP/2's own
        }
        MultiMap headers = request.headers();
        List<String> encodings = headers.contains(HttpHeaders.TRANSFER_ENCODING)
                ? headers.getAll(HttpHeaders.TRANSFER_ENCODING)
                : List.of();
        boolean chunked = encodings.size() == 1 && encodings.getFirst().strip().equalsIgnoreCase("chunked");
        if (!encodings.isEmpty() && (!chunked || request.version() == HttpVersion.HTTP_1_0)) {
            return bad("transfer-encoding: \"" + shown(String.join(", ", encodings))
                    + "\" (expected: chunked, in HTTP/1.1, or none)");
        }
        int hosts = headers.getAll(HttpHeaders.HOST).size();
        if (hosts > 1 || hosts == 0 && request.version() == HttpVersion.HTTP_1_1) {
            return bad("host: " + hosts + " headers (expected: one)");
        }
        String expect = request.getHeader(HttpHeaders.EXPECT);
        if (expect != null && !expect.strip().equalsIgnoreCase("100-continue")) {
            return new GatewayException(
                    ErrorCode.EXPECTATION_FAILED, "expect: \"" + shown(expect) + "\" (expected: 100-continue)");
        }
        return null;
    }

    /** Why a request could not be read at all. */
    static GatewayException unreadable(@Nullable Throwable cause) {
        String kind = cause == null ? "" : cause.getClass().getSimpleName();
        String words = cause == null || cause.getMessage() == null
                ? ""
                : ": " + LONG_WORD.matcher(shown(cause.getMessage())).replaceAll("…");
        return switch (kind) {
            case "TooLongHttpHeaderException" ->
                new GatewayException(
                        ErrorCode.HEADERS_TOO_LARGE, "The request's head is larger than gateway.max-header allows.");
            case "TooLongHttpLineException" ->
                new GatewayException(ErrorCode.URL_TOO_LONG, "The request's first line is longer than 16384 bytes.");
            default -> new GatewayException(ErrorCode.INVALID_REQUEST, "Malformed HTTP request" + words);
        };
    }

    private static GatewayException bad(String message) {
        return new GatewayException(ErrorCode.INVALID_REQUEST, message);
    }

    private static String shown(String text) {
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    }
}

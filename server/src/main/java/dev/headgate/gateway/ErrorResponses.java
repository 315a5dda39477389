package dev.headgate.gateway;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.headgate.base.Dialect;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.http.Exchange;
import dev.headgate.http.Names;
import dev.headgate.protocol.StreamErrors;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Headgate's own errors over HTTP, in the shape that the client's SDK turns into its typed exception. */
final class ErrorResponses {
    private ErrorResponses() {}

    /** Answers {@code failure}; the answer's head must not have been written. */
    static void send(Exchange exchange, Dialect dialect, GatewayException failure, String requestId) {
        ErrorCode code = failure.code();
        byte[] body = body(dialect, code, failure.publicMessage(), requestId);
        exchange.headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
        exchange.headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        exchange.headers().set(Names.REQUEST_ID, requestId);
        if (dialect == Dialect.ANTHROPIC) {
            exchange.headers().set("request-id", requestId);
        }
        if (code.status() == 429 || code.status() == 503) {
            exchange.headers()
                    .set(
                            "retry-after",
                            Long.toString(seconds(failure.retryAfter().orElse(Duration.ZERO))));
        }
        if (code == ErrorCode.UNAUTHENTICATED) {
            exchange.headers().set("www-authenticate", "Bearer");
        }
        exchange.begin(code.status());
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            exchange.end();
        } else {
            exchange.end(Buffer.buffer(body));
        }
    }

    /** Whole seconds, rounded up, at least 1. */
    static long seconds(Duration wait) {
        return Math.max(1, (wait.toMillis() + 999) / 1_000);
    }

    static byte[] body(Dialect dialect, ErrorCode code, String message, String requestId) {
        String text = quote(message + " (request id " + requestId + ")");
        String json = switch (dialect) {
            case ANTHROPIC ->
                "{\"type\":\"error\",\"error\":{\"type\":\"" + StreamErrors.anthropicType(code) + "\",\"message\":"
                        + text + "},\"request_id\":" + quote(requestId) + "}";
            case OPENAI ->
                "{\"error\":{\"message\":" + text + ",\"type\":\"" + openAiType(code) + "\",\"param\":null,\"code\":\""
                        + openAiCode(code) + "\"}}";
            case GEMINI ->
                "{\"error\":{\"code\":" + code.status() + ",\"message\":" + text + ",\"status\":\""
                        + StreamErrors.geminiStatus(code) + "\"}}";
        };
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String openAiType(ErrorCode code) {
        return switch (code.status()) {
            case 401 -> "authentication_error";
            case 402 -> "insufficient_quota";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> code.status() >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    /** The codes that programs know from the vendor, else our own id. */
    private static String openAiCode(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> "invalid_api_key";
            case INSUFFICIENT_BALANCE -> "insufficient_quota";
            case RATE_LIMITED, UPSTREAM_RATE_LIMITED -> "rate_limit_exceeded";
            default -> code.id();
        };
    }

    private static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}

package dev.headgate.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.headgate.base.ErrorCode;
import java.nio.charset.StandardCharsets;

/** Bytes that Headgate itself puts into a stream: each protocol's own error event, and its keep-alive. */
public final class StreamErrors {
    private static final byte[] ANTHROPIC_PING =
            "event: ping\ndata: {\"type\": \"ping\"}\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

    private StreamErrors() {}

    /**
     * The event that ends a broken stream so that the vendor's SDK raises its own exception. It begins with a blank line, which
     * ends a half event before it.
     */
    public static byte[] errorEvent(Protocol protocol, ErrorCode code, String message, String requestId) {
        String text = quote(message + " (request id " + requestId + ")");
        String event = switch (protocol) {
            case ANTHROPIC_MESSAGES, ANTHROPIC_COUNT_TOKENS ->
                "\n\nevent: error\ndata: {\"type\":\"error\",\"error\":"
                        + "{\"type\":\"" + anthropicType(code) + "\",\"message\":" + text + "},\"request_id\":"
                        + quote(requestId) + "}\n\n";
            case OPENAI_RESPONSES ->
                "\n\nevent: error\ndata: {\"type\":\"error\",\"code\":\"" + code.id() + "\",\"message\":" + text
                        + ",\"param\":null,\"sequence_number\":0}\n\n";
            case OPENAI_CHAT, OPENAI_EMBEDDINGS ->
                "\n\ndata: {\"error\":{\"message\":" + text + ",\"type\":\"server_error\",\"param\":null,\"code\":\""
                        + code.id() + "\"}}\n\n";
            case GEMINI_GENERATE, GEMINI_COUNT_TOKENS, GEMINI_EMBEDDINGS ->
                "\r\n\r\ndata: " + geminiError(code, text) + "\r\n\r\n";
        };
        return event.getBytes(StandardCharsets.UTF_8);
    }

    /** The same as the last element of Gemini's array of chunks, without what stands between two elements. */
    public static byte[] errorElement(ErrorCode code, String message, String requestId) {
        return geminiError(code, quote(message + " (request id " + requestId + ")"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String geminiError(ErrorCode code, String text) {
        return "{\"error\":{\"code\":" + code.status() + ",\"message\":" + text + ",\"status\":\"" + geminiStatus(code)
                + "\"}}";
    }

    /** A keep-alive that says nothing. */
    public static byte[] ping(Protocol protocol) {
        return (protocol == Protocol.ANTHROPIC_MESSAGES ? ANTHROPIC_PING : COMMENT).clone();
    }

    /** Anthropic's word for an error, as its SDKs know it. */
    public static String anthropicType(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST,
                    UPSTREAM_REJECTED,
                    METHOD_NOT_ALLOWED,
                    UNSUPPORTED_ENCODING,
                    HEADERS_TOO_LARGE,
                    URL_TOO_LONG,
                    EXPECTATION_FAILED,
                    CONFLICT -> "invalid_request_error";
            case UNAUTHENTICATED -> "authentication_error";
            case INSUFFICIENT_BALANCE -> "billing_error";
            case FORBIDDEN -> "permission_error";
            case NOT_FOUND, MODEL_NOT_FOUND -> "not_found_error";
            case PAYLOAD_TOO_LARGE -> "request_too_large";
            case RATE_LIMITED, UPSTREAM_RATE_LIMITED -> "rate_limit_error";
            case REQUEST_TIMEOUT, UPSTREAM_TIMEOUT -> "timeout_error";
            case OVERLOADED,
                    SHUTTING_DOWN,
                    NO_ACCOUNT_AVAILABLE,
                    QUEUE_FULL,
                    QUEUE_TIMEOUT,
                    UPSTREAM_QUOTA,
                    UPSTREAM_OVERLOADED -> "overloaded_error";
            case CLIENT_GONE,
                    INTERNAL,
                    UPSTREAM_NOT_SENT,
                    UPSTREAM_CREDENTIALS,
                    UPSTREAM_ERROR,
                    UPSTREAM_BROKEN_BEFORE_FIRST_BYTE,
                    UPSTREAM_BROKEN_MID_STREAM -> "api_error";
        };
    }

    /** Google's canonical status (google.rpc.Code) for an error. */
    public static String geminiStatus(ErrorCode code) {
        return switch (code.status()) {
            case 400, 405, 414, 415, 417, 431 -> "INVALID_ARGUMENT";
            case 409 -> "ABORTED";
            case 401 -> "UNAUTHENTICATED";
            case 402, 429 -> "RESOURCE_EXHAUSTED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            case 413 -> "OUT_OF_RANGE";
            case 499 -> "CANCELLED";
            case 500 -> "INTERNAL";
            default -> "UNAVAILABLE";
        };
    }

    private static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}

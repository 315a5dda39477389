package dev.headgate.gateway;

import dev.headgate.base.ErrorCode;
import dev.headgate.protocol.Protocol;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Passes a stream on piece by whole piece, so that one that breaks off can be ended in the protocol's words. */
interface WholePieces {
    /** For a successful answer to whose end something can be added; null for any other. */
    static @Nullable WholePieces of(Protocol protocol, boolean stream, MultiMap headers) {
        if (headers.contains(HttpHeaders.CONTENT_ENCODING) || headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            return null;
        }
        if (areEvents(headers)) {
            return new WholeEvents(protocol);
        }
        return stream && protocol == Protocol.GEMINI_GENERATE ? new WholeElements() : null;
    }

    /** Whether an answer is a stream of server-sent events. */
    static boolean areEvents(MultiMap headers) {
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("text/event-stream");
    }

    /** Takes the next bytes of the stream; returns those that may go on now. */
    Buffer pass(Buffer bytes);

    /** The stream is over in good order: what was kept. */
    Buffer end();

    /** The stream broke off: what ends it instead of what was kept; null when it can't be ended in order any more. */
    @Nullable
    Buffer broken(ErrorCode code, String requestId);
}

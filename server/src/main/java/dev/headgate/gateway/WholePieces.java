package dev.headgate.gateway;

import dev.headgate.base.ErrorCode;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Passes a stream on piece by whole piece, so that one that breaks off can be ended in the protocol's words. */
interface WholePieces {
    /** Takes the next bytes of the stream; returns those that may go on now. */
    Buffer pass(Buffer bytes);

    /** The stream is over in good order: what was kept. */
    Buffer end();

    /** The stream broke off: what ends it instead of what was kept; null when it can't be ended in order any more. */
    @Nullable
    Buffer broken(ErrorCode code, String requestId);
}

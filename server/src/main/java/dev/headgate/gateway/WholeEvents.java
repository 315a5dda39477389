package dev.headgate.gateway;

import dev.headgate.base.ErrorCode;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.StreamErrors;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Passes an event stream on up to its last blank line and keeps the begun event after it, of which no client can make use yet.
 * So a stream that breaks off inside an event can still be ended with a readable error event. At most {@value #KEPT_MAX} bytes
 * are kept; of a longer event all passes. Confined to its event loop.
 */
final class WholeEvents implements WholePieces {
    private static final int KEPT_MAX = 64 * 1024;

    private final Protocol protocol;
    private @Nullable Buffer kept;

    WholeEvents(Protocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public Buffer pass(Buffer bytes) {
        Buffer begun = kept; // our own copy, so it may grow in place
        int searched = begun == null ? 0 : begun.length();
        Buffer all = begun == null ? bytes : begun.appendBuffer(bytes);
        int end = endOfEvents(all, searched);
        if (end == all.length() || all.length() - end > KEPT_MAX) {
            kept = null;
            return all;
        }
        kept = begun != null && end == 0 ? begun : all.getBuffer(end, all.length());
        return all.slice(0, end);
    }

    @Override
    public Buffer broken(ErrorCode code, String requestId) {
        return Buffer.buffer(StreamErrors.errorEvent(protocol, code, code.publicText(), requestId));
    }

    @Override
    public Buffer end() {
        Buffer rest = kept == null ? Buffer.buffer() : kept;
        kept = null;
        return rest;
    }

    /** The index after the last blank line that ends at {@code from} or later, be lines ended by LF, CRLF or CR; 0 without one. */
    private static int endOfEvents(Buffer all, int from) {
        for (int at = all.length() - 1; at >= Math.max(1, from); at--) {
            byte last = all.getByte(at);
            if (last != '\n' && last != '\r') {
                continue;
            }
            byte before = all.getByte(at - 1);
            if (before == last || last == '\n' && before == '\r' && at > 1 && all.getByte(at - 2) == '\n') {
                return at + 1;
            }
        }
        return 0;
    }
}

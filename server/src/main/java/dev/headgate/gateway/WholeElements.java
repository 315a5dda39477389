package dev.headgate.gateway;

import dev.headgate.base.ErrorCode;
import dev.headgate.protocol.StreamErrors;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Passes a stream that is one JSON array (Gemini without {@code alt=sse}) on up to the end of its last whole element and keeps the
 * begun one after it. At most {@value #KEPT_MAX} bytes are kept; once that was not enough, or the text is no array, all passes and
 * the stream can't be ended in order any more. Confined to its event loop.
 */
final class WholeElements implements WholePieces {
    private static final int KEPT_MAX = 64 * 1024;

    private @Nullable Buffer kept;
    private int depth;
    private boolean begun;
    private boolean anyElement;
    private boolean inString;
    private boolean escaped;
    private boolean gaveUp;

    @Override
    public Buffer pass(Buffer bytes) {
        if (gaveUp) {
            return bytes;
        }
        int before = kept == null ? 0 : kept.length();
        int end = 0;
        for (int at = 0; at < bytes.length() && !gaveUp; at++) {
            end = step(bytes.getByte(at)) ? before + at + 1 : end;
        }
        Buffer all = kept == null ? bytes : kept.appendBuffer(bytes); // what is kept is our own copy
        if (gaveUp || end == all.length() || all.length() - end > KEPT_MAX) {
            gaveUp |= end != all.length();
            kept = null;
            return all;
        }
        kept = kept != null && end == 0 ? all : all.getBuffer(end, all.length());
        return all.slice(0, end);
    }

    /** Reads a byte; returns whether the bytes up to it may pass: an element or the array ends with it. */
    private boolean step(byte b) {
        if (inString) {
            inString = escaped || b != '"';
            escaped = !escaped && b == '\\';
            return false;
        }
        switch (b) {
            case '"' -> inString = true;
            case '{', '[' -> {
                depth++;
                if (depth == 1) {
                    gaveUp = b != '[';
                    begun = true;
                    return true;
                }
            }
            case '}', ']' -> {
                depth--;
                anyElement |= depth == 1;
                return depth <= 1;
            }
            default -> {}
        }
        return false;
    }

    @Override
    public Buffer end() {
        Buffer rest = kept == null ? Buffer.buffer() : kept;
        kept = null;
        return rest;
    }

    @Override
    public @Nullable Buffer broken(ErrorCode code, String requestId) {
        if (gaveUp || begun && depth == 0) {
            return null;
        }
        return Buffer.buffer()
                .appendString(anyElement ? ",\r\n" : begun ? "" : "[")
                .appendBytes(StreamErrors.errorElement(code, code.publicText(), requestId))
                .appendString("]");
    }
}

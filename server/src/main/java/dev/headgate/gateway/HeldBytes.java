package dev.headgate.gateway;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Bytes of an answer that may not pass yet, gathered in place. Confined to its event loop. */
final class HeldBytes {
    private @Nullable Buffer bytes;
    private boolean ours;

    /** Whether anything was added since it was taken last, be it no bytes. */
    boolean any() {
        return bytes != null;
    }

    int length() {
        Buffer all = bytes;
        return all == null ? 0 : all.length();
    }

    void add(Buffer more) {
        Buffer before = bytes;
        if (before == null) {
            bytes = more;
            ours = false;
        } else if (ours) {
            before.appendBuffer(more);
        } else {
            bytes = Buffer.buffer(before.length() + more.length() + 1024)
                    .appendBuffer(before)
                    .appendBuffer(more);
            ours = true;
        }
    }

    /** All of it, null when nothing was added; holds nothing afterwards. */
    @Nullable
    Buffer take() {
        Buffer all = bytes;
        bytes = null;
        return all;
    }

    @Override
    public String toString() {
        Buffer all = bytes;
        return all == null ? "" : all.toString();
    }
}

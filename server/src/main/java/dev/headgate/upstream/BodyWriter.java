package dev.headgate.upstream;

import dev.headgate.protocol.RequestEdits;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;

/**
 * Sends a request's body. A small one leaves in one write with the head; of a large one at most {@value #SLICE} bytes are handed on
 * at a time, as fast as the provider takes them, since the socket copies what it is given into memory of its own. A large body's
 * bytes are never copied here. Confined to its event loop.
 */
final class BodyWriter {
    private static final int SLICE = 64 * 1024;
    private static final RequestEdits.Edited SENT = new RequestEdits.Edited(List.of());

    private final HttpClientRequest request;
    private RequestEdits.Edited body;
    private int piece;
    private int offset;
    private Runnable progress = () -> {};

    BodyWriter(HttpClientRequest request, RequestEdits.Edited body) {
        this.request = request;
        this.body = body;
    }

    /** @param progress called at once, and again as more of a large body leaves, the last time when all has */
    void start(Runnable progress) {
        this.progress = progress;
        progress.run();
        if (body.length() <= SLICE) {
            request.end(whole());
            return;
        }
        request.drainHandler(drained -> {
            this.progress.run();
            write();
        });
        write();
    }

    private Buffer whole() {
        return body.pieces().size() == 1 ? next() : BufferInternal.buffer(Unpooled.wrappedBuffer(body.joined()));
    }

    private void write() {
        List<RequestEdits.Piece> pieces = body.pieces();
        while (piece < pieces.size() && !request.writeQueueFull()) {
            Buffer slice = next();
            if (piece == pieces.size()) {
                body = SENT; // the request knows this writer, and lasts as long as a stream
                request.end(slice).onSuccess(sent -> progress.run());
                return;
            }
            request.write(slice);
        }
    }

    private Buffer next() {
        RequestEdits.Piece from = body.pieces().get(piece);
        int count = Math.min(SLICE, from.length() - offset);
        Buffer slice = BufferInternal.buffer(Unpooled.wrappedBuffer(from.bytes(), from.offset() + offset, count));
        offset += count;
        if (offset == from.length()) {
            piece++;
            offset = 0;
        }
        return slice;
    }
}

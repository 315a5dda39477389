package dev.headgate.http;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;

/**
 * One client request and its answer. Writes of one event-loop turn are joined into one, so that a burst of events costs one
 * system call. Confined to its event loop.
 */
public final class Exchange {
    /** Room for a burst of events, so that joining them seldom moves what is joined already. */
    private static final int JOINED_MIN = 8 * 1024;

    private final Context context;
    private final LoopTicks ticks;
    private final ConnectionGuard guard;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private @Nullable Buffer pending;
    private boolean pendingIsOurs;
    private boolean flushPlanned;
    private boolean over;
    private boolean bodyTaken;
    private @Nullable RequestMemory memory;
    private int counted;
    private @Nullable Runnable onClientGone;
    private long bytesOut;

    public Exchange(Context context, LoopTicks ticks, ConnectionGuard guard, HttpServerRequest request) {
        this.context = context;
        this.ticks = ticks;
        this.guard = guard;
        this.request = request;
        this.response = request.response();
        guard.requestStarted(request.connection());
        response.closeHandler(closed -> clientGone());
        response.exceptionHandler(failure -> clientGone());
    }

    public HttpServerRequest request() {
        return request;
    }

    /**
     * Reads the whole body. Call in the turn in which the request came, or after pausing it then.
     *
     * @param memory what the body and, until the answer is over, the request itself are counted in
     */
    public Future<RequestBody> body(RequestMemory memory, long maxBytes, long stallNanos) {
        if (!memory.take(RequestMemory.REQUEST_BYTES)) {
            return Future.failedFuture(BodyReader.noMemory());
        }
        this.memory = memory;
        counted = RequestMemory.REQUEST_BYTES;
        bodyTaken = true;
        return new BodyReader(
                        io.vertx.core.internal.ContextInternal.class
                                .cast(context)
                                .owner(),
                        ticks,
                        new BodyReader.Limits(maxBytes, stallNanos, memory),
                        request)
                .read();
    }

    /** Called at most once, when the client's connection or stream ends before the answer does. */
    public void onClientGone(Runnable action) {
        onClientGone = action;
    }

    /** Whether nothing more can be written: ended, aborted, or the client has gone. */
    public boolean over() {
        return over;
    }

    public boolean headWritten() {
        return response.headWritten();
    }

    /** Body bytes written so far. */
    public long bytesOut() {
        return bytesOut;
    }

    /** Headers of the answer, to be filled before the first write. */
    public MultiMap headers() {
        return response.headers();
    }

    /** Sets the status; without a {@code content-length} among the headers the body is chunked, but for 204, which has none. */
    public void begin(int status) {
        response.setStatusCode(status);
        if (status != 204
                && !response.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && request.version() == HttpVersion.HTTP_1_1) {
            response.setChunked(true);
        }
    }

    /** Appends body bytes; they leave at the end of this turn. */
    public void write(Buffer bytes) {
        if (over) {
            return;
        }
        append(bytes);
        if (!flushPlanned) {
            flushPlanned = true;
            context.runOnContext(ignored -> flush());
        }
    }

    /** Whether the client reads slower than we write; then hold back until {@link #onDrain}. */
    public boolean congested() {
        return response.writeQueueFull();
    }

    /** Called once when the client has caught up. */
    public void onDrain(Runnable action) {
        response.drainHandler(drained -> action.run());
    }

    /** Ends the answer with the bytes not yet written. */
    public void end() {
        if (over) {
            return;
        }
        Buffer last = pending;
        pending = null;
        finish();
        if (last == null) {
            response.end();
        } else {
            bytesOut += last.length();
            response.end(last);
        }
    }

    public void end(Buffer last) {
        if (!over) {
            append(last);
            end();
        }
    }

    /** Cuts the answer off so that the client sees a broken one: closes the connection, or resets the HTTP/2 stream. */
    public void abort() {
        if (over) {
            return;
        }
        pending = null;
        finish();
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            request.connection().close();
        }
    }

    private void append(Buffer bytes) {
        Buffer joined = pending;
        if (joined == null) {
            pending = bytes;
            pendingIsOurs = false;
        } else if (pendingIsOurs) {
            joined.appendBuffer(bytes);
        } else {
            pending = Buffer.buffer(Math.max(JOINED_MIN, joined.length() + bytes.length() + 1024))
                    .appendBuffer(joined)
                    .appendBuffer(bytes);
            pendingIsOurs = true;
        }
    }

    private void flush() {
        flushPlanned = false;
        Buffer bytes = pending;
        if (over || bytes == null) {
            return;
        }
        pending = null;
        bytesOut += bytes.length();
        response.write(bytes);
    }

    /** An upstream works on the request; what that takes counts until the answer is over. */
    public void forwarded() {
        if (memory != null && counted == RequestMemory.REQUEST_BYTES) {
            counted += RequestMemory.UPSTREAM_BYTES;
            memory.takeAnyway(RequestMemory.UPSTREAM_BYTES);
        }
    }

    private void forget() {
        if (memory != null) {
            memory.giveBack(counted);
            memory = null;
        }
    }

    private void finish() {
        over = true;
        forget();
        boolean bodyRead = request.isEnded();
        if (!bodyRead) {
            if (request.version() != HttpVersion.HTTP_2 && !response.headWritten()) {
                response.putHeader(HttpHeaders.CONNECTION, "close");
            }
            if (!bodyTaken) {
                request.handler(discarded -> {});
            }
            request.resume();
        }
        guard.requestEnded(request.connection(), bodyRead);
    }

    private void clientGone() {
        if (over) {
            return;
        }
        over = true;
        pending = null;
        forget();
        guard.requestEnded(request.connection(), true);
        Runnable action = onClientGone;
        if (action != null) {
            action.run();
        }
    }

    /** Reads {@code buffer} in place where it is backed by an array, else from a copy. */
    public static void bytesOf(Buffer buffer, ByteConsumer consumer) {
        ByteBuf buf = ((BufferInternal) buffer).getByteBuf();
        int count = buf.readableBytes();
        if (buf.hasArray()) {
            consumer.accept(buf.array(), buf.arrayOffset() + buf.readerIndex(), count);
        } else {
            consumer.accept(buffer.getBytes(), 0, count);
        }
    }

    /** Takes a run of bytes without keeping the array. */
    @FunctionalInterface
    public interface ByteConsumer {
        void accept(byte[] bytes, int offset, int length);
    }
}

package dev.headgate.http;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads one request body into memory, bounded in size and in the time between its bytes. A gzip body is inflated (bounded
 * too, on a worker thread). Confined to its event loop.
 */
final class BodyReader extends LoopTicks.Member {
    private static final int FIRST_CAPACITY = 8 * 1024;

    private final Vertx vertx;
    private final LoopTicks ticks;
    private final Limits limits;
    private final HttpServerRequest request;
    private final Promise<RequestBody> promise = Promise.promise();
    private byte[] bytes = new byte[0];
    private int length;
    private long taken;
    private long lastByteNanos;
    private boolean done;

    /**
     * What a body may take.
     *
     * @param maxBytes of the body, before and after inflating
     * @param stallNanos time without a byte after which the body is given up
     */
    record Limits(long maxBytes, long stallNanos, RequestMemory memory) {}

    BodyReader(Vertx vertx, LoopTicks ticks, Limits limits, HttpServerRequest request) {
        this.vertx = vertx;
        this.ticks = ticks;
        this.limits = limits;
        this.request = request;
    }

    /** Starts reading; must be called in the turn in which the request came, or with the request paused. */
    Future<RequestBody> read() {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        boolean gzip = "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
        if (encoding != null && !gzip && !encoding.equalsIgnoreCase("identity")) {
            return Future.failedFuture(new GatewayException(
                    ErrorCode.UNSUPPORTED_ENCODING,
                    "content-encoding: \"" + encoding + "\" (expected: gzip or identity)"));
        }
        long announced = announcedLength();
        if (announced > limits.maxBytes()) {
            return Future.failedFuture(tooLarge(announced + " bytes"));
        }
        int first = announced >= 0 ? (int) announced : FIRST_CAPACITY;
        if (!limits.memory().take(first)) {
            return Future.failedFuture(noMemory());
        }
        taken = first;
        lastByteNanos = ticks.nowNanos();
        ticks.join(this);
        request.handler(this::chunk);
        request.endHandler(ended -> finish(gzip));
        request.exceptionHandler(
                failure -> fail(new GatewayException(ErrorCode.CLIENT_GONE, "The request body broke off.")));
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                && request.connection() instanceof HttpServerConnection server) {
            StrictRequests.onBadBody(server.channelHandlerContext().channel(), this::malformed);
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.resume();
        return promise.future();
    }

    @Override
    protected void tick(long nowNanos) {
        if (nowNanos - lastByteNanos > limits.stallNanos()) {
            fail(new GatewayException(
                    ErrorCode.REQUEST_TIMEOUT,
                    "The request body stopped for " + limits.stallNanos() / 1_000_000_000L + " s after " + length
                            + " bytes."));
        }
    }

    private long announcedLength() {
        String text = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (text == null) {
            return -1;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1; // the decoder has refused such a request already; read as if the length were not given
        }
    }

    private void chunk(Buffer chunk) {
        if (done) {
            return;
        }
        ByteBuf buf = ((BufferInternal) chunk).getByteBuf();
        int count = buf.readableBytes();
        if (length + (long) count > limits.maxBytes()) {
            fail(tooLarge("more than that"));
            return;
        }
        if (count == taken && length == 0 && isOwnArray(buf)) {
            bytes = buf.array(); // the whole announced body in one piece, which Vert.x copied for us alone
        } else {
            if (length + count > bytes.length && !grow(length + count)) {
                fail(noMemory());
                return;
            }
            buf.getBytes(buf.readerIndex(), bytes, length, count);
        }
        length += count;
        lastByteNanos = ticks.nowNanos();
    }

    private static boolean isOwnArray(ByteBuf buf) {
        return buf.hasArray()
                && buf.arrayOffset() + buf.readerIndex() == 0
                && buf.array().length == buf.readableBytes();
    }

    private boolean grow(int needed) {
        long wanted = Math.max(Math.max(needed, taken), 2L * bytes.length);
        int capacity = (int) Math.min(wanted, limits.maxBytes());
        if (capacity > taken) {
            if (!limits.memory().take(capacity - taken)) {
                return false;
            }
            taken = capacity;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    private void finish(boolean gzip) {
        if (done) {
            return;
        }
        done = true;
        ticks.leave(this);
        if (!gzip) {
            RequestBody body = new RequestBody(limits.memory(), bytes, length, taken);
            bytes = new byte[0]; // this reader lives as long as the request
            promise.complete(body);
            return;
        }
        vertx.executeBlocking(() -> Inflated.of(bytes, length, limits), false).onComplete(inflated -> {
            limits.memory().giveBack(taken);
            if (inflated.succeeded()) {
                promise.complete(inflated.result());
            } else {
                promise.fail(inflated.cause());
            }
        });
    }

    private void malformed() {
        fail(new GatewayException(
                ErrorCode.INVALID_REQUEST, "request body: not in chunks, though transfer-encoding says so"));
    }

    private void fail(GatewayException failure) {
        if (done) {
            return;
        }
        done = true;
        ticks.leave(this);
        limits.memory().giveBack(taken);
        bytes = new byte[0];
        promise.fail(failure);
    }

    private GatewayException tooLarge(String size) {
        return new GatewayException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "request body: " + size + " (expected: at most " + limits.maxBytes() + " bytes)");
    }

    static GatewayException noMemory() {
        return new GatewayException(
                ErrorCode.OVERLOADED,
                "There are as many requests here at this moment as there is memory for; try again shortly.",
                "no memory for another request (headgate_request_memory_limit_bytes; a larger heap, -Xmx, has more)",
                Duration.ofSeconds(1),
                null);
    }
}

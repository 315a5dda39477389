package dev.headgate.fake;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request and the script that answers it. Lives on its connection's event loop. */
final class Exchange {
    private static final int FLOOD_PIECES_A_TURN = 8;
    /** Gives what was written before a reset time to reach the client's program. */
    private static final Duration BEFORE_BREAK = Duration.ofMillis(30);

    private static final long HTTP2_INTERNAL_ERROR = 2;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final Pacer pacer;
    private final Tally tally;
    private final Tally.@Nullable Concurrency concurrency;
    private boolean done;

    /** {@code key} is the credential, null when there is none. */
    Exchange(HttpServerRequest request, Context context, Pacer pacer, Tally tally, @Nullable String key) {
        this.request = request;
        this.response = request.response();
        this.context = context;
        this.pacer = pacer;
        this.tally = tally;
        tally.requests.increment();
        tally.open.incrementAndGet();
        this.concurrency = key == null ? null : tally.concurrency(key);
        if (concurrency != null) {
            concurrency.begun();
        }
    }

    /** Counts the exchange as cancelled when the client leaves before its end. */
    void watch() {
        response.closeHandler(ignored -> finish(true));
        response.exceptionHandler(ignored -> finish(true));
    }

    /** Answers after the script's delay. */
    void answer(Script script) {
        if (script.delayHeaders().isZero()) {
            begin(script);
            return;
        }
        pacer.after(script.delayHeaders(), () -> begin(script));
    }

    /** Ends a silent exchange, on its own event loop. */
    void release() {
        context.runOnContext(ignored -> {
            if (!done) {
                finish(false);
                abort();
            }
        });
    }

    private void begin(Script script) {
        if (done) {
            return;
        }
        switch (script.fault()) {
            case Fault.None none -> {
                head(script);
                if (script.repeatBytes() > 0) {
                    flood(script.body().getFirst(), script.repeatBytes());
                } else {
                    body(script.body(), script.every(), null);
                }
            }
            case Fault.ResetBeforeHeaders reset -> {
                finish(false);
                abort();
            }
            case Fault.StallBeforeHeaders stall -> tally.stalled.add(this);
            case Fault.Garbage garbage -> {
                finish(false);
                RawChannel.of(request).sendAndClose(garbage.bytes());
            }
            case Fault.DeclaredLength declared -> {
                head(script);
                response.putHeader("content-length", Long.toString(declared.bytes()));
                response.setChunked(false);
                body(script.body(), script.every(), Fault.How.CLOSE);
            }
            case Fault.BreakAfter breaks -> {
                head(script);
                if (!script.streamed()) {
                    response.putHeader(
                            "content-length", Integer.toString(script.whole().length()));
                }
                body(prefix(script.body(), breaks.bytes()), script.every(), breaks.how());
            }
        }
    }

    private void head(Script script) {
        response.setStatusCode(script.status());
        script.headers().forEach(response::putHeader);
        if (script.streamed()) {
            response.setChunked(true);
        }
    }

    /** Writes the pieces and ends the answer, or breaks it off where {@code how} is given. */
    private void body(List<Buffer> pieces, Duration every, Fault.@Nullable How how) {
        if (how != null && pieces.isEmpty()) {
            response.writeHead();
        }
        if (every.isZero() || pieces.size() < 2) {
            int last = how == null ? pieces.size() - 1 : pieces.size();
            for (int i = 0; i < last; i++) {
                write(pieces.get(i));
            }
            end(pieces, how);
            return;
        }
        write(pieces.getFirst());
        step(pieces, 1, pacer.now(), every.toNanos(), how);
    }

    /** Writes piece {@code i} at its time, which is counted from the first, so that lateness does not add up. */
    private void step(List<Buffer> pieces, int i, long startNanos, long everyNanos, Fault.@Nullable How how) {
        pacer.at(startNanos + i * everyNanos, () -> {
            if (done) {
                return;
            }
            if (i < pieces.size() - 1) {
                write(pieces.get(i));
                step(pieces, i + 1, startNanos, everyNanos, how);
                return;
            }
            if (how != null) {
                write(pieces.get(i));
            }
            end(pieces, how);
        });
    }

    private void end(List<Buffer> pieces, Fault.@Nullable How how) {
        if (how == null) {
            finish(false);
            if (pieces.isEmpty()) {
                response.end();
                return;
            }
            tally.bytesWritten.add(pieces.getLast().length());
            response.end(pieces.getLast());
            return;
        }
        if (how == Fault.How.STALL) {
            tally.stalled.add(this);
            return;
        }
        pacer.after(BEFORE_BREAK, () -> {
            if (done) {
                return;
            }
            finish(false);
            if (how == Fault.How.RESET || request.version() == HttpVersion.HTTP_2) {
                abort();
            } else {
                RawChannel.of(request).close();
            }
        });
    }

    /**
     * Writes one piece over and over, as fast as the client takes it: a few pieces a turn, since a connection that breaks while
     * it is written to says so only in a later turn and swallows what is written until then.
     */
    private void flood(Buffer piece, long left) {
        long rest = left;
        for (int i = 0; i < FLOOD_PIECES_A_TURN && rest > 0 && !done && !response.writeQueueFull(); i++) {
            Buffer next = rest >= piece.length() ? piece : piece.slice(0, (int) rest);
            write(next);
            rest -= next.length();
        }
        long later = rest;
        if (done) {
            return;
        }
        if (rest == 0) {
            finish(false);
            response.end();
        } else if (response.writeQueueFull()) {
            response.drainHandler(drained -> context.runOnContext(turn -> flood(piece, later)));
        } else {
            context.runOnContext(turn -> flood(piece, later));
        }
    }

    private void write(Buffer piece) {
        tally.bytesWritten.add(piece.length());
        response.write(piece);
    }

    private void abort() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset(HTTP2_INTERNAL_ERROR);
        } else {
            RawChannel.of(request).reset();
        }
    }

    private void finish(boolean cancelled) {
        if (done) {
            return;
        }
        done = true;
        tally.stalled.remove(this);
        tally.open.decrementAndGet();
        if (concurrency != null) {
            concurrency.ended();
        }
        if (cancelled) {
            tally.cancelled.incrementAndGet();
        }
    }

    private static List<Buffer> prefix(List<Buffer> pieces, long bytes) {
        List<Buffer> prefix = new ArrayList<>();
        long left = bytes;
        for (Buffer piece : pieces) {
            if (left <= 0) {
                break;
            }
            prefix.add(left >= piece.length() ? piece : piece.slice(0, (int) left));
            left -= piece.length();
        }
        return prefix;
    }
}

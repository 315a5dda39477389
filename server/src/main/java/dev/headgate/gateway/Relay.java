package dev.headgate.gateway;

import dev.headgate.base.ErrorCode;
import dev.headgate.http.Exchange;
import dev.headgate.http.Names;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.UsageChunkFilter;
import dev.headgate.protocol.UsageReader;
import dev.headgate.protocol.UsageReaders;
import dev.headgate.protocol.UsageReport;
import dev.headgate.upstream.FailureClassifier;
import dev.headgate.upstream.UpstreamCall;
import dev.headgate.upstream.UpstreamFailure;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes one answer on, byte for byte, reading its tokens on the way.
 *
 * <p>Nothing is passed before the answer shows content, since a provider may say inside HTTP 200 that it is overloaded; that
 * holds at most 64 KiB or 2 s. The last piece of the answer is held until the call's record is in the journal: of a stream the
 * piece with its terminal event, else the last chunk. Confined to its event loop.
 */
final class Relay {
    private static final int HELD_MAX = 64 * 1024;
    private static final Buffer NOTHING = Buffer.buffer();
    private static final long HELD_NANOS = 2_000_000_000L;
    private static final long LINGER_NANOS =
            5_000_000_000L; // for a provider to close a stream after its terminal event

    private final Call call;
    private final Attempt attempt;
    private final Exchange exchange;
    private final Loop loop;
    private final UpstreamCall upstream;
    private final int status;
    private final boolean success;
    private final MultiMap headers;
    private final boolean events;
    private final boolean pinged;
    private final @Nullable UsageReader reader;
    private final @Nullable RefusalFilter refusal;
    private final @Nullable UsageChunkFilter filter;
    private final @Nullable GzipTee gunzip;
    private final @Nullable WholePieces whole;
    private final @Nullable StreamPace pace;
    private final HeldBytes held = new HeldBytes();
    private boolean committed;
    private boolean settling;
    private boolean safe;
    private boolean upstreamOver;
    private boolean paused;
    private final long headNanos;
    private long lastByteNanos;
    private boolean heard;
    private long goneNanos;

    Relay(Call call, Attempt attempt, int status, MultiMap headers, UpstreamCall upstream) {
        this.call = call;
        this.attempt = attempt;
        this.exchange = call.exchange();
        this.loop = call.loop();
        this.upstream = upstream;
        this.status = status;
        this.success = status >= 200 && status < 300;
        this.refusal = success ? null : attempt.refusalFilter(headers);
        this.headers = refusal == null ? headers : refusal.headers(headers);
        // with a length given, the client knows the end from the last byte: then that is held, not only the end itself
        this.events = success && WholePieces.areEvents(headers) && !headers.contains(HttpHeaders.CONTENT_LENGTH);
        this.pinged = call.trace().status != 0;
        Protocol protocol = Objects.requireNonNull(call.trace().protocol);
        this.reader = success ? UsageReaders.open(protocol) : null;
        this.filter = success && call.asksUsage() ? new UsageChunkFilter() : null;
        this.gunzip = reader != null && "gzip".equalsIgnoreCase(headers.get(HttpHeaders.CONTENT_ENCODING))
                ? new GzipTee(reader::feed)
                : null;
        this.whole = success && filter == null ? WholePieces.of(protocol, call.trace().stream, headers) : null;
        this.headNanos = loop.nowNanos();
        this.lastByteNanos = headNanos;
        this.pace = events ? StreamPace.of(loop.failover(), headNanos) : null;
        if (call.isClientGone()) {
            clientGone();
        }
    }

    boolean committed() {
        return committed;
    }

    /** What was read so far; frees what reading took. */
    UsageReport closeReader() {
        if (refusal != null) {
            refusal.close();
        }
        if (gunzip != null) {
            gunzip.end();
        }
        return reader == null ? UsageReport.NOTHING : reader.report();
    }

    void chunk(Buffer bytes) {
        heard = true;
        read(bytes);
        Buffer passed = passed(bytes);
        if (pinged && !success) {
            if (held.length() < HELD_MAX) {
                held.add(passed);
            }
            return;
        }
        if (!committed) {
            held.add(passed);
            if (!mayCommit(bytes)) {
                return;
            }
            commit();
        } else if (settling && !safe) {
            held.add(passed);
        } else if (safe || events) {
            write(passed);
        } else {
            release(); // always one chunk behind, so that the last one can be held
            held.add(passed);
        }
        if (reader != null && reader.finished() && !settling) {
            complete();
        }
    }

    private void read(Buffer bytes) {
        if (reader == null) {
            return;
        }
        if (gunzip != null) {
            Exchange.bytesOf(bytes, gunzip::feed);
        } else {
            Exchange.bytesOf(bytes, reader::feed);
        }
    }

    private Buffer passed(Buffer bytes) {
        if (refusal != null) {
            return refusal.pass(bytes);
        }
        return filter != null ? filtered(bytes) : whole != null ? whole.pass(bytes) : bytes;
    }

    private Buffer filtered(Buffer bytes) {
        byte[] all = bytes.getBytes();
        return Buffer.buffer(Objects.requireNonNull(filter).filter(all, 0, all.length));
    }

    /** Whether the answer may go to the client; a failure that it hides sends the call to another account instead. */
    private boolean mayCommit(Buffer latest) {
        if (reader == null) {
            return held.length() > HELD_MAX; // a refusal may break, and another account answer
        }
        if (hidesFailure()) {
            return false;
        }
        if (reader.finished()) {
            return true;
        }
        if (pace != null) {
            pace.count(latest);
        }
        boolean large = held.length() > HELD_MAX;
        if (pace != null && !pace.quick()) {
            return large || pace.over(loop.nowNanos()) && !leftForSlowness();
        }
        return reader.sawContent() || large || loop.nowNanos() - headNanos > HELD_NANOS;
    }

    /** A slow stream is given up only for an account that is free now: slow is better than nothing. */
    private boolean leftForSlowness() {
        if (!call.couldMove()) {
            return false;
        }
        attempt.tooSlow(Objects.requireNonNull(pace).words());
        return true;
    }

    private boolean hidesFailure() {
        if (reader == null || reader.sawContent()) {
            return false;
        }
        Optional<UpstreamFailure.Rejected> failure = FailureClassifier.overloadInside(reader);
        failure.ifPresent(attempt::refusedInside);
        return failure.isPresent();
    }

    private void commit() {
        committed = true;
        attempt.committed(success);
        if (!exchange.over() && !exchange.headWritten() && call.trace().status == 0) {
            MultiMap ours = exchange.headers();
            ForwardedHeaders.downstream(headers, ours, filter == null);
            ours.set(Names.REQUEST_ID, call.trace().requestId);
            exchange.begin(status);
        }
        call.committed(status);
        boolean last = reader != null && reader.finished();
        if (events && !last) {
            release();
        }
    }

    /** Passes on what was held. */
    private void release() {
        Buffer bytes = held.take();
        if (bytes != null) {
            write(bytes);
        }
    }

    private void write(Buffer bytes) {
        if (exchange.over() || bytes.length() == 0) {
            return;
        }
        exchange.write(bytes);
        if (!paused && exchange.congested()) {
            paused = true;
            upstream.pause();
            exchange.onDrain(this::drained);
        }
    }

    private void drained() {
        if (paused) {
            paused = false;
            lastByteNanos = loop.nowNanos();
            upstream.resume();
        }
    }

    void upstreamEnded() {
        upstreamOver = true;
        if (gunzip != null) {
            gunzip.end();
        }
        if (reader != null) {
            reader.end();
        }
        if (refusal != null) {
            held.add(refusal.end());
        }
        if (pinged && !success) {
            attempt.over(ErrorCode.UPSTREAM_REJECTED.id(), "HTTP " + status);
            call.refusedAfterPing(status, held.toString());
            return;
        }
        if (!committed) {
            if (hidesFailure()) {
                return;
            }
            commit();
        }
        if (filter != null) {
            byte[] rest = filter.end();
            if (rest.length > 0) {
                held.add(Buffer.buffer(rest));
            }
        }
        if (!settling) {
            complete();
        } else if (safe) {
            endAnswer();
        }
    }

    /** All that is charged has passed: the record is journalled, then the client sees the end. */
    private void complete() {
        settling = true;
        Optional<UpstreamFailure.Rejected> inside = FailureClassifier.inside(reader);
        if (inside.isPresent()) {
            attempt.endedWithError(inside.get());
        } else if (success) {
            attempt.succeeded();
            if (reader != null && reader.error().isEmpty()) {
                call.answeredWell(attempt.account(), reader);
            }
        } else {
            attempt.over(ErrorCode.UPSTREAM_REJECTED.id(), "HTTP " + status);
        }
        ErrorCode code = code();
        call.settle(code, () -> {
            safe = true;
            release();
            if (upstreamOver) {
                endAnswer();
            }
        });
    }

    private @Nullable ErrorCode code() {
        if (call.isClientGone()) {
            return ErrorCode.CLIENT_GONE;
        }
        if (!success) {
            return ErrorCode.UPSTREAM_REJECTED;
        }
        return reader != null && reader.error().isPresent() ? ErrorCode.UPSTREAM_ERROR : null;
    }

    private void endAnswer() {
        if (whole != null) {
            write(whole.end());
        }
        exchange.end();
        call.over();
    }

    /** The answer broke off after the client saw some of it. */
    void broken(ErrorCode code, String detail) {
        if (settling) {
            upstreamOver = true; // all that counts has passed: end it as if the provider had
            if (safe) {
                endAnswer();
            }
            return;
        }
        settling = true;
        attempt.brokeOff(code, detail);
        call.settle(call.isClientGone() ? ErrorCode.CLIENT_GONE : code, () -> {
            safe = true;
            Buffer ending = ending(code); // a compressed stream can't be added to
            if (ending != null) {
                release();
                exchange.end(ending);
            } else {
                exchange.abort();
            }
            call.over();
        });
    }

    private @Nullable Buffer ending(ErrorCode code) {
        WholePieces pieces = filter == null ? whole : new WholeEvents(Objects.requireNonNull(call.trace().protocol));
        return pieces == null ? null : pieces.broken(code, call.trace().requestId);
    }

    void clientGone() {
        goneNanos = loop.nowNanos();
        if (settling) {
            return;
        }
        if (loop.config().onClientGone() == RelayConfig.OnClientGone.CANCEL) {
            stop("cancelled when the client left");
        } else if (paused) {
            drained();
        }
    }

    private void stop(String why) {
        attempt.cancelUpstream();
        settling = true;
        attempt.over(ErrorCode.CLIENT_GONE.id(), why);
        call.finish(ErrorCode.CLIENT_GONE);
    }

    void tick(long nowNanos) {
        if (!committed && held.any() && !settling && !(pinged && !success) && mayCommit(NOTHING)) {
            commit();
        }
        if (heard) { // asked now and then, so that not every event of a stream costs a look at the clock
            heard = false;
            lastByteNanos = nowNanos;
        }
        long silent = nowNanos - lastByteNanos;
        long idle = loop.config().idleTimeout().toNanos();
        if (settling) {
            if (safe && !upstreamOver && silent > LINGER_NANOS) {
                attempt.cancelUpstream();
                upstreamOver = true;
                endAnswer();
            }
        } else if (goneNanos != 0
                && nowNanos - goneNanos > loop.config().drainMax().toNanos()) {
            stop("still going " + loop.config().drainMax() + " after the client left");
        } else if (paused) {
            if (silent > idle) {
                exchange.abort(); // the client holds its connection but reads nothing
                call.clientStalled();
            }
        } else if (silent > idle) {
            if (committed) {
                attempt.cancelUpstream();
                broken(ErrorCode.UPSTREAM_TIMEOUT, "silent for " + loop.config().idleTimeout());
            } else {
                attempt.silentBeforeFirstByte();
            }
        }
    }
}

package dev.headgate.fake;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One answer: what is sent, how fast, and what goes wrong. Immutable; the methods return changed copies.
 *
 * @param status HTTP status
 * @param headers answer headers, lower-case names
 * @param body the pieces of the body, each its own write
 * @param streamed whether the body goes out without a content-length
 * @param every time between two pieces; zero writes them at once
 * @param delayHeaders time between the end of the request and the answer's head
 * @param readEvery time between two reads of the request's body; zero reads at full speed
 * @param repeatBytes when above zero, the first piece is repeated at full speed until so many bytes were written
 * @param fault what goes wrong
 * @param recorded whether the request is remembered; false also skips keeping its body, for benchmarks
 */
public record Script(
        int status,
        Map<String, String> headers,
        List<Buffer> body,
        boolean streamed,
        Duration every,
        Duration delayHeaders,
        Duration readEvery,
        long repeatBytes,
        Fault fault,
        boolean recorded) {
    private static final Fault NONE = new Fault.None();

    public Script {
        headers = Map.copyOf(headers);
        body = List.copyOf(body);
    }

    /** An answer with a content-length. */
    public static Script answer(int status, Map<String, String> headers, byte[] body) {
        return of(status, headers, List.of(Buffer.buffer(body)), false);
    }

    /** An answer with a content-length, its body as UTF-8 text. */
    public static Script answer(int status, Map<String, String> headers, String body) {
        return answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON answer. */
    public static Script json(int status, String body) {
        return answer(status, Map.of("content-type", "application/json"), body);
    }

    /** A 200 event stream of complete events, each given with its blank line. */
    public static Script sse(String... events) {
        List<Buffer> pieces = new ArrayList<>(events.length);
        for (String event : events) {
            pieces.add(Buffer.buffer(event));
        }
        return of(200, Map.of("content-type", "text/event-stream; charset=utf-8"), pieces, true);
    }

    /** A 200 event stream with one write for each element, wherever the events begin and end. */
    public static Script chunks(List<byte[]> chunks) {
        List<Buffer> pieces = chunks.stream().map(Buffer::buffer).toList();
        return of(200, Map.of("content-type", "text/event-stream; charset=utf-8"), pieces, true);
    }

    /** A recorded exchange: the body in writes of the given sizes, what is left over last. No sizes: one write. */
    public static Script exchange(int status, Map<String, String> headers, byte[] body, int... chunkSizes) {
        List<Buffer> pieces = new ArrayList<>();
        int at = 0;
        for (int size : chunkSizes) {
            int end = Math.min(body.length, at + Math.max(0, size));
            if (end > at) {
                pieces.add(Buffer.buffer(end - at).appendBytes(body, at, end - at));
            }
            at = end;
        }
        if (at < body.length) {
            pieces.add(Buffer.buffer(body.length - at).appendBytes(body, at, body.length - at));
        }
        return of(status, headers, pieces, chunkSizes.length > 0);
    }

    /** A 200 stream of {@code bytes} bytes, written as fast as the client takes them (server-sent comments). */
    public static Script flood(long bytes) {
        Buffer piece = Buffer.buffer(": " + "x".repeat(16_380) + "\n\n");
        Script base = of(200, Map.of("content-type", "text/event-stream; charset=utf-8"), List.of(piece), true);
        return new Script(
                base.status,
                base.headers,
                base.body,
                true,
                base.every,
                base.delayHeaders,
                base.readEvery,
                bytes,
                NONE,
                true);
    }

    /** The connection is reset before any byte of an answer. */
    public static Script resetBeforeHeaders() {
        return json(200, "{}").with(new Fault.ResetBeforeHeaders());
    }

    /** The request is read and never answered. */
    public static Script stallBeforeHeaders() {
        return json(200, "{}").with(new Fault.StallBeforeHeaders());
    }

    /** Bytes that are no HTTP, then a close. */
    public static Script garbage() {
        return json(200, "{}")
                .with(new Fault.Garbage(Buffer.buffer("!! this is not HTTP at all \u0001\u0002\u0003\r\n\r\n")));
    }

    /** Answer of one body, many pieces. */
    static Script of(int status, Map<String, String> headers, List<Buffer> body, boolean streamed) {
        Map<String, String> lower = new LinkedHashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), value));
        return new Script(status, lower, body, streamed, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, NONE, true);
    }

    /** The same with a time between two pieces. */
    public Script every(Duration every) {
        return new Script(
                status, headers, body, streamed, every, delayHeaders, readEvery, repeatBytes, fault, recorded);
    }

    /** The same with a wait before the head. */
    public Script delayHeaders(Duration delayHeaders) {
        return new Script(
                status, headers, body, streamed, every, delayHeaders, readEvery, repeatBytes, fault, recorded);
    }

    /** The same with the request's body read slowly, one piece at a time. */
    public Script readEvery(Duration readEvery) {
        return new Script(
                status, headers, body, streamed, every, delayHeaders, readEvery, repeatBytes, fault, recorded);
    }

    /** The same with a fault. */
    public Script with(Fault fault) {
        return new Script(
                status, headers, body, streamed, every, delayHeaders, readEvery, repeatBytes, fault, recorded);
    }

    /** The same without remembering the request. */
    public Script unrecorded() {
        return new Script(status, headers, body, streamed, every, delayHeaders, readEvery, repeatBytes, fault, false);
    }

    /** The same with one more header. */
    public Script header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name.toLowerCase(java.util.Locale.ROOT), value);
        return new Script(status, more, body, streamed, every, delayHeaders, readEvery, repeatBytes, fault, recorded);
    }

    /** The same with a reset right after the head. */
    public Script resetAfterHeaders() {
        return with(new Fault.BreakAfter(0, Fault.How.RESET));
    }

    /** The same with a reset after so many bytes of the body. */
    public Script resetAfter(long bytes) {
        return with(new Fault.BreakAfter(bytes, Fault.How.RESET));
    }

    /** The same with an orderly close after so many bytes of the body, which may be inside an event. */
    public Script closeAfter(long bytes) {
        return with(new Fault.BreakAfter(bytes, Fault.How.CLOSE));
    }

    /** The same with silence right after the head. */
    public Script stallAfterHeaders() {
        return with(new Fault.BreakAfter(0, Fault.How.STALL));
    }

    /** The same with silence after so many bytes of the body. */
    public Script stallAfter(long bytes) {
        return with(new Fault.BreakAfter(bytes, Fault.How.STALL));
    }

    /** The same with a false content-length; the connection is closed after the body. */
    public Script declaredLength(long bytes) {
        return with(new Fault.DeclaredLength(bytes));
    }

    /** The same body in writes of at most so many bytes, each in its own turn of the event loop. */
    public Script splitEvery(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("splitEvery: " + bytes + " (expected: >= 1)");
        }
        Buffer whole = whole();
        List<Buffer> pieces = new ArrayList<>();
        for (int at = 0; at < whole.length(); at += bytes) {
            pieces.add(whole.slice(at, Math.min(whole.length(), at + bytes)));
        }
        Duration pause = every.isZero() ? Duration.ofNanos(1) : every;
        return new Script(status, headers, pieces, true, pause, delayHeaders, readEvery, repeatBytes, fault, recorded);
    }

    /** The same with the body compressed and said to be so. */
    public Script gzip() {
        Script packed = header("content-encoding", "gzip");
        return new Script(
                status,
                packed.headers,
                List.of(Buffer.buffer(Wire.gzip(whole().getBytes()))),
                streamed,
                every,
                delayHeaders,
                readEvery,
                repeatBytes,
                fault,
                recorded);
    }

    /** The whole body in one piece. */
    public Buffer whole() {
        if (body.size() == 1) {
            return body.getFirst();
        }
        Buffer whole = Buffer.buffer();
        body.forEach(whole::appendBuffer);
        return whole;
    }
}

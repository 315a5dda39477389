package dev.headgate.fake;

import io.vertx.core.buffer.Buffer;

/** What goes wrong with an answer. */
public sealed interface Fault {
    /** Nothing goes wrong. */
    record None() implements Fault {}

    /** The request is read and the connection reset (RST; HTTP/2: stream reset) before any byte of an answer. */
    record ResetBeforeHeaders() implements Fault {}

    /** The request is read and never answered, until the client leaves or the server is reset or closed. */
    record StallBeforeHeaders() implements Fault {}

    /** After so many bytes of the body (0: right after the headers) the answer breaks off in the given way. */
    record BreakAfter(long bytes, How how) implements Fault {}

    /** These bytes are sent in place of an HTTP answer, then the connection is closed. */
    record Garbage(Buffer bytes) implements Fault {}

    /** The answer declares this content-length whatever its body; the connection is closed after the body. */
    record DeclaredLength(long bytes) implements Fault {}

    /** How an answer breaks off. */
    enum How {
        /** RST (HTTP/2: stream reset). */
        RESET,
        /** An orderly close (FIN) with the body unfinished (HTTP/2: stream reset). */
        CLOSE,
        /** Silence for ever. */
        STALL
    }
}

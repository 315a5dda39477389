package dev.headgate.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads HTTP/1.1 answers as they arrive, byte by byte, and counts what is in them. One at a time; {@link #reset} makes it
 * ready for the next answer on the same connection.
 */
final class ResponseReader {
    private static final int HEAD_BYTES_MAX = 32 << 10;

    private final StringBuilder line = new StringBuilder();
    private State state = State.STATUS;
    private int headBytes;
    private int status;
    private long left;
    private boolean chunked;
    private boolean lengthKnown;
    private boolean closes;
    private boolean lastWasNewline;
    private long events;
    private String requestId = "";

    private enum State {
        STATUS,
        HEADERS,
        FIXED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        DONE
    }

    /** Forgets the last answer. */
    void reset() {
        state = State.STATUS;
        line.setLength(0);
        headBytes = 0;
        status = 0;
        chunked = false;
        lengthKnown = false;
        closes = false;
        lastWasNewline = false;
        events = 0;
        requestId = "";
    }

    /** Takes what has arrived, up to the end of this answer. */
    void read(ByteBuffer in) {
        while (in.hasRemaining() && state != State.DONE) {
            switch (state) {
                case FIXED -> {
                    body(in);
                    if (left == 0) {
                        state = State.DONE;
                    }
                }
                case CHUNK -> {
                    body(in);
                    if (left == 0) {
                        state = State.CHUNK_END;
                    }
                }
                case UNTIL_CLOSE -> {
                    left = in.remaining();
                    body(in);
                }
                case STATUS, HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS -> text(in.get());
                case DONE -> throw new IllegalStateException("bytes after the end");
            }
        }
    }

    /** Says that the connection has ended; an answer without a length is complete by that. */
    void closed() {
        if (state == State.UNTIL_CLOSE) {
            state = State.DONE;
        }
    }

    /** Whether the last byte of the answer has come. */
    boolean done() {
        return state == State.DONE;
    }

    /** Whether the connection is to be closed after this answer. */
    boolean closes() {
        return closes;
    }

    int status() {
        return status;
    }

    /** Blank-line-terminated events seen so far in the body. */
    long events() {
        return events;
    }

    /** The value of {@code x-request-id}, or the empty text. */
    String requestId() {
        return requestId;
    }

    private void body(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        int end = in.position() + count;
        for (int i = in.position(); i < end; i++) {
            byte b = in.get(i);
            if (b == '\n') {
                if (lastWasNewline) {
                    events++;
                }
                lastWasNewline = !lastWasNewline;
            } else if (b != '\r') {
                lastWasNewline = false;
            }
        }
        in.position(end);
        left -= count;
    }

    private void text(byte b) {
        if (++headBytes > HEAD_BYTES_MAX && state != State.CHUNK_SIZE && state != State.CHUNK_END) {
            throw new IllegalStateException("head: over " + HEAD_BYTES_MAX + " bytes (expected: less)");
        }
        if (b != '\n') {
            line.append((char) (b & 0xff));
            return;
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        lineEnded(line.toString());
        line.setLength(0);
    }

    private void lineEnded(String text) {
        switch (state) {
            case STATUS -> {
                if (!text.startsWith("HTTP/1.") || text.length() < 12) {
                    throw new IllegalStateException("status line: " + text + " (expected: HTTP/1.x and a status)");
                }
                status = Integer.parseInt(text.substring(9, 12));
                state = State.HEADERS;
            }
            case HEADERS -> {
                if (text.isEmpty()) {
                    state = bodyState();
                } else {
                    header(text);
                }
            }
            case CHUNK_SIZE -> {
                int semicolon = text.indexOf(';');
                left = Long.parseLong((semicolon < 0 ? text : text.substring(0, semicolon)).strip(), 16);
                state = left == 0 ? State.TRAILERS : State.CHUNK;
            }
            case CHUNK_END -> state = State.CHUNK_SIZE;
            case TRAILERS -> state = text.isEmpty() ? State.DONE : State.TRAILERS;
            case FIXED, CHUNK, UNTIL_CLOSE, DONE -> throw new IllegalStateException("a line inside a body");
        }
    }

    private void header(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = colon < 0 ? "" : text.substring(colon + 1).strip();
        switch (name) {
            case "content-length" -> {
                lengthKnown = true;
                left = Long.parseLong(value);
            }
            case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).contains("chunked");
            case "connection" -> closes = value.equalsIgnoreCase("close");
            case "x-request-id" -> requestId = value;
            default -> {}
        }
    }

    private State bodyState() {
        if (status == 204 || status == 304) {
            return State.DONE;
        }
        if (chunked) {
            return State.CHUNK_SIZE;
        }
        if (!lengthKnown) {
            closes = true;
            return State.UNTIL_CLOSE;
        }
        return left == 0 ? State.DONE : State.FIXED;
    }

    /** A POST of a JSON body with a key, as bytes. */
    static byte[] request(String path, String key, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: " + key
                + "\r\nanthropic-version: 2023-06-01\r\ncontent-type: application/json\r\ncontent-length: "
                + bytes.length
                + "\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(first.length + bytes.length)
                .put(first)
                .put(bytes)
                .array();
    }
}

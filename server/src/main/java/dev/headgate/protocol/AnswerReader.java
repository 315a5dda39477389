package dev.headgate.protocol;

import java.util.Optional;

/**
 * Finds the JSON documents in an answer's body, whatever its framing: one plain document, server-sent events (LF, CRLF or
 * CR; comments; several data lines), or one JSON array whose elements are the events (Gemini without {@code alt=sse}). The
 * framing is told by the first byte, since content types lie.
 */
final class AnswerReader implements UsageReader {
    private static final int LINE_START = 0;
    private static final int LINE_DATA = 1;
    private static final int LINE_OTHER = 2;
    private static final String DONE = "[DONE]";
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

    /** What one protocol reads from its documents. */
    interface Documents extends JsonPush.Sink {
        /** An event whose data isn't JSON: {@code [DONE]}. */
        void doneMarker();

        boolean finished();

        boolean sawContent();

        Optional<BodyError> error();

        default AnswerLinks links() {
            return AnswerLinks.NONE;
        }

        UsageReport report();
    }

    private enum Framing {
        UNKNOWN,
        EVENTS,
        PLAIN
    }

    private final Documents documents;
    private final JsonPush json;
    private Framing framing = Framing.UNKNOWN;
    private int line = LINE_START;
    private int matched;
    private boolean afterColon;
    private boolean eventHasData;
    private boolean lastWasCr;
    private int doneMatched;
    private long dataBytes;

    AnswerReader(Documents documents) {
        this.documents = documents;
        this.json = new JsonPush(documents);
    }

    @Override
    public void feed(byte[] bytes, int offset, int length) {
        int from = offset;
        int to = offset + length;
        if (framing == Framing.UNKNOWN) {
            while (from < to && isPrelude(bytes[from])) {
                from++;
            }
            if (from == to) {
                return;
            }
            framing = bytes[from] == '{' || bytes[from] == '[' ? Framing.PLAIN : Framing.EVENTS;
        }
        if (framing == Framing.PLAIN) {
            json.feed(bytes, from, to);
            return;
        }
        while (from < to) {
            from = inLine(bytes, from, to);
        }
    }

    /** White space or a byte order mark before the first line. */
    private static boolean isPrelude(byte b) {
        return b == ' '
                || b == '\n'
                || b == '\r'
                || b == '\t'
                || b == (byte) 0xEF
                || b == (byte) 0xBB
                || b == (byte) 0xBF;
    }

    private int inLine(byte[] bytes, int from, int to) {
        byte b = bytes[from];
        if (lastWasCr) {
            lastWasCr = false;
            if (b == '\n') {
                return from + 1;
            }
        }
        if (b == '\n' || b == '\r') {
            lastWasCr = b == '\r';
            lineEnded();
            return from + 1;
        }
        if (line == LINE_START) {
            return matchName(b, from);
        }
        int end = from;
        while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        if (line == LINE_DATA) {
            data(bytes, from, end);
        }
        return end;
    }

    private int matchName(byte b, int from) {
        if (b == DATA[matched]) {
            matched++;
            if (matched == DATA.length) {
                line = LINE_DATA;
                afterColon = true;
            }
            return from + 1;
        }
        line = LINE_OTHER;
        return from + 1;
    }

    private void data(byte[] bytes, int start, int end) {
        int from = start;
        if (afterColon) {
            afterColon = false;
            if (!eventHasData) {
                eventHasData = true;
                json.reset();
                doneMatched = 0;
                dataBytes = 0;
            }
            if (from < end && bytes[from] == ' ') {
                from++;
            }
        }
        for (int i = from; i < end && dataBytes + i - from < DONE.length(); i++) {
            doneMatched += bytes[i] == DONE.charAt((int) (dataBytes + i - from)) ? 1 : 0;
        }
        dataBytes += end - from;
        json.feed(bytes, from, end);
    }

    private void lineEnded() {
        if (line == LINE_START && matched == 0) {
            eventHasData = false; // a blank line: the event is over
        } else if (line == LINE_DATA) {
            doneIfMarked();
        }
        line = LINE_START;
        matched = 0;
    }

    private void doneIfMarked() {
        if (doneMatched == DONE.length() && dataBytes == DONE.length()) {
            documents.doneMarker();
        }
    }

    @Override
    public void end() {
        if (line == LINE_DATA) {
            doneIfMarked();
        }
    }

    @Override
    public boolean finished() {
        return documents.finished() && framing == Framing.EVENTS;
    }

    @Override
    public boolean sawContent() {
        return documents.sawContent();
    }

    @Override
    public Optional<BodyError> error() {
        return documents.error();
    }

    @Override
    public AnswerLinks links() {
        return documents.links();
    }

    @Override
    public UsageReport report() {
        return documents.report();
    }
}

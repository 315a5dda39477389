package dev.headgate.protocol;

import java.io.ByteArrayOutputStream;

/**
 * Holds back the one event of a Chat stream that exists only because Headgate asked for usage: empty {@code choices} beside a
 * {@code usage} object. All other bytes pass unchanged, at any split. An event is held until its end is seen (that is when
 * its kind is known), at most {@value #HELD_MAX} bytes of it; a longer one passes. Confined to one event loop.
 */
public final class UsageChunkFilter {
    private static final int HELD_MAX = 64 * 1024;

    private final Probe probe = new Probe();
    private final AnswerReader reader = new AnswerReader(probe);
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean lineEmpty = true;
    private boolean lastWasCr;
    private boolean lineWasEmptyBeforeCr;
    private boolean passing;

    /** Takes the next bytes of the stream; returns those that may go on now. */
    public byte[] filter(byte[] bytes, int offset, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + held.size());
        int start = offset;
        int to = offset + length;
        for (int at = offset; at < to; at++) {
            if (endsEvent(bytes[at])) {
                event(bytes, start, at + 1, out);
                start = at + 1;
            }
        }
        rest(bytes, start, to, out);
        return out.toByteArray();
    }

    /** The stream is over: returns what was still held. */
    public byte[] end() {
        byte[] left = held.toByteArray();
        held.reset();
        return left;
    }

    /** Whether {@code b} ends a blank line. For CRLF that is its LF; for lone CRs the next byte tells, one event later. */
    private boolean endsEvent(byte b) {
        boolean ends = false;
        if (b == '\n') {
            ends = lineEmpty && !(lastWasCr && !lineWasEmptyBeforeCr);
            lineEmpty = true;
        } else if (b == '\r') {
            lineWasEmptyBeforeCr = lineEmpty;
            lineEmpty = true;
        } else {
            lineEmpty = false;
        }
        lastWasCr = b == '\r';
        return ends;
    }

    private void event(byte[] bytes, int start, int end, ByteArrayOutputStream out) {
        if (passing) {
            out.write(bytes, start, end - start);
            passing = false;
        } else {
            probe.begin();
            held.write(bytes, start, end - start);
            byte[] whole = held.toByteArray();
            held.reset();
            reader.feed(whole, 0, whole.length);
            if (!probe.usageOnly()) {
                out.write(whole, 0, whole.length);
            }
        }
    }

    private void rest(byte[] bytes, int start, int to, ByteArrayOutputStream out) {
        if (passing) {
            out.write(bytes, start, to - start);
            return;
        }
        held.write(bytes, start, to - start);
        if (held.size() > HELD_MAX) {
            passing = true;
            byte[] whole = held.toByteArray();
            held.reset();
            out.write(whole, 0, whole.length);
        }
    }

    /** Looks at one event: are there choices, is there a usage object. */
    private static final class Probe implements AnswerReader.Documents {
        private boolean choices;
        private boolean emptyChoices;
        private boolean usage;

        void begin() {
            choices = false;
            emptyChoices = false;
            usage = false;
        }

        boolean usageOnly() {
            return usage && emptyChoices && !choices;
        }

        @Override
        public int captureMax(JsonPush at) {
            return 0;
        }

        @Override
        public void string(JsonPush at, String captured, long bytes) {}

        @Override
        public void number(JsonPush at, long value) {}

        @Override
        public void opened(JsonPush at) {
            emptyChoices |= at.is(Field.CHOICES);
            choices |= at.is(Field.CHOICES, Field.ITEM);
            usage |= at.is(Field.USAGE);
        }

        @Override
        public void documentEnded() {}

        @Override
        public void doneMarker() {}

        @Override
        public boolean finished() {
            return false;
        }

        @Override
        public boolean sawContent() {
            return false;
        }

        @Override
        public java.util.Optional<UsageReader.BodyError> error() {
            return java.util.Optional.empty();
        }

        @Override
        public UsageReport report() {
            return UsageReport.NOTHING;
        }
    }
}

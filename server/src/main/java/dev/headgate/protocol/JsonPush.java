package dev.headgate.protocol;

import java.nio.charset.StandardCharsets;

/** Tells a {@link Sink} of the values in JSON text that is pushed in, in any split, without keeping the text. */
final class JsonPush {
    /*
     * Idea: a parser that is handed bytes can't ask for more, so its whole state stands in fields between two bytes: what
     *     it is inside of, the names on the path down to there, and one number or short string in the making.
     *
     * Data: path[0..depth) names the members open now (ITEM inside an array), as far as PATH_MAX levels; deeper levels are
     *     counted, not named. When the outermost value is an array, its elements are the documents: `base` is then 1 and
     *     levels are counted from there. `arrays` has one bit a level. A name is gathered in `name` and looked up once it ends. Of a
     *     string value at most what the sink asked for is kept, the rest only counted.
     *
     * Cost: O(bytes) time; strings, most of all bytes, are stepped over in a loop of one compare-pair a byte. Memory is
     *     constant: about 1.5 KiB, whatever the text.
     *
     * Limits: not a validator. Text that is not JSON sets `broken`; from there on it is ignored until the next document.
     *     Nesting beyond DEPTH_MAX breaks the document.
     *
     * Threading: confined to its owner.
     */
    private static final int PATH_MAX = 12;
    private static final int DEPTH_MAX = 1024;
    private static final int NAME_MAX = 40;

    /** Hears of values; positions are read from the {@link JsonPush} it is given. */
    interface Sink {
        /** How many bytes of the string that starts here shall be kept; 0 to have it only counted. */
        int captureMax(JsonPush at);

        /** A string of {@code bytes} UTF-8 bytes (as escaped in the text) has passed. */
        void string(JsonPush at, String captured, long bytes);

        /** A number has passed; its integer part, clamped to a long. Negative ones come as 0. */
        void number(JsonPush at, long value);

        /** An object or array opens here. */
        void opened(JsonPush at);

        /** A document is over: one event of a stream, one element of an outermost array, or a whole plain body. */
        void documentEnded();
    }

    private enum State {
        VALUE,
        NAME_OR_END,
        NAME,
        NAME_ESCAPE,
        COLON,
        STRING,
        STRING_ESCAPE,
        STRING_UNICODE,
        NUMBER,
        FRACTION,
        WORD,
        AFTER
    }

    private final Sink sink;
    private final Field[] path = new Field[PATH_MAX];
    private final long[] arrays = new long[DEPTH_MAX / 64];
    private final byte[] name = new byte[NAME_MAX];
    private byte[] kept = new byte[64];
    private State state = State.VALUE;
    private int depth;
    private int nameLength;
    private int keptLength;
    private int keptMax;
    private long stringBytes;
    private long number;
    private boolean negative;
    private int unicode;
    private int unicodeDigits;
    private boolean broken;
    private int base;

    JsonPush(Sink sink) {
        this.sink = sink;
    }

    /** Forgets everything and expects a new document. */
    void reset() {
        state = State.VALUE;
        depth = 0;
        base = 0;
        broken = false;
    }

    /** Levels from the document's root down to the value at hand. */
    int depth() {
        return depth - base;
    }

    /** Whether the value at hand is the root's member {@code only}. */
    boolean is(Field only) {
        return depth == base + 1 && path[base] == only;
    }

    boolean is(Field first, Field second) {
        return depth == base + 2 && path[base + 1] == second && path[base] == first;
    }

    boolean is(Field first, Field second, Field third) {
        return depth == base + 3 && path[base + 2] == third && path[base + 1] == second && path[base] == first;
    }

    /** The name at a level counted from the root, {@link Field#OTHER} where that level isn't open or isn't named. */
    Field level(int level) {
        int at = level + base;
        return level >= 0 && at < depth && at < PATH_MAX ? path[at] : Field.OTHER;
    }

    /** The innermost name. */
    Field last() {
        return level(depth - base - 1);
    }

    void feed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && !broken) {
            at = switch (state) {
                case STRING -> inString(bytes, at, to);
                case NAME -> inName(bytes, at, to);
                default -> step(bytes[at], at);
            };
        }
    }

    /** Handles one byte outside of strings; returns the next position (the same one when the byte ends a number). */
    private int step(byte b, int at) {
        switch (state) {
            case VALUE -> startValue(b);
            case NAME_OR_END -> nameOrEnd(b);
            case NAME_ESCAPE -> {
                keepName((byte) '\\'); // no name that is looked for has an escape, so any wrong byte will do
                state = State.NAME;
            }
            case COLON -> {
                if (b == ':') {
                    state = State.VALUE;
                } else if (!isSpace(b)) {
                    broken = true;
                }
            }
            case STRING_ESCAPE -> escape(b);
            case STRING_UNICODE -> unicode(b);
            case NUMBER, FRACTION -> {
                return inNumber(b, at);
            }
            case WORD -> {
                if (b < 'a' || b > 'z') {
                    state = State.AFTER;
                    return at;
                }
            }
            case AFTER -> after(b);
            case STRING, NAME -> throw new IllegalStateException("handled by the caller");
        }
        return at + 1;
    }

    private void startValue(byte b) {
        if (isSpace(b)) {
            return;
        }
        switch (b) {
            case '{' -> open(false);
            case '[' -> open(true);
            case '"' -> {
                keptMax = sink.captureMax(this);
                keptLength = 0;
                stringBytes = 0;
                state = State.STRING;
            }
            case 't', 'f', 'n' -> state = State.WORD;
            case ']' -> {
                if (depth > 0 && inArray()) {
                    close(); // an empty array
                } else {
                    broken = true;
                }
            }
            default -> {
                negative = b == '-';
                number = b >= '0' && b <= '9' ? b - '0' : 0;
                broken = !negative && (b < '0' || b > '9');
                state = State.NUMBER;
            }
        }
    }

    private void open(boolean array) {
        if (depth + 1 >= DEPTH_MAX) {
            broken = true;
            return;
        }
        if (depth == 0 && array) {
            base = 1;
        } else {
            sink.opened(this);
        }
        int word = depth >> 6;
        long bit = 1L << depth;
        arrays[word] = array ? arrays[word] | bit : arrays[word] & ~bit;
        if (depth < PATH_MAX) {
            path[depth] = array ? Field.ITEM : Field.OTHER;
        }
        depth++;
        state = array ? State.VALUE : State.NAME_OR_END;
    }

    private boolean inArray() {
        int level = depth - 1;
        return (arrays[level >> 6] & (1L << level)) != 0;
    }

    private void close() {
        depth--;
        state = State.AFTER;
        if (depth == base) {
            sink.documentEnded();
        }
    }

    private void nameOrEnd(byte b) {
        if (b == '"') {
            nameLength = 0;
            state = State.NAME;
        } else if (b == '}') {
            close();
        } else if (!isSpace(b)) {
            broken = true;
        }
    }

    private int inName(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        boolean whole = nameLength == 0 && at < to && bytes[at] == '"';
        if (whole) {
            name(bytes, from, at - from); // read where it stands: most names are not split
        } else {
            keepName(bytes, from, at - from);
        }
        if (at == to) {
            return to;
        }
        if (bytes[at] == '\\') {
            state = State.NAME_ESCAPE;
            return at + 1;
        }
        if (!whole) {
            name(name, 0, nameLength);
        }
        state = State.COLON;
        return at + 1;
    }

    private void name(byte[] bytes, int from, int length) {
        if (depth <= PATH_MAX) {
            path[depth - 1] = length <= NAME_MAX ? Field.of(bytes, from, length) : Field.OTHER;
        }
    }

    private void keepName(byte[] bytes, int from, int count) {
        int room = Math.max(0, Math.min(count, NAME_MAX - nameLength));
        System.arraycopy(bytes, from, name, Math.min(nameLength, NAME_MAX), room);
        nameLength += count;
    }

    private void keepName(byte b) {
        if (nameLength < NAME_MAX) {
            name[nameLength] = b;
        }
        nameLength++;
    }

    private int inString(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        stringBytes += at - from;
        if (keptLength < keptMax) {
            keep(bytes, from, at - from);
        }
        if (at == to) {
            return to;
        }
        if (bytes[at] == '\\') {
            stringBytes++;
            state = State.STRING_ESCAPE;
        } else {
            state = State.AFTER;
            boolean none = keptMax == 0 || keptLength == 0;
            sink.string(this, none ? "" : new String(kept, 0, keptLength, StandardCharsets.UTF_8), stringBytes);
        }
        return at + 1;
    }

    private void keep(byte[] bytes, int from, int count) {
        int room = Math.min(count, keptMax - keptLength);
        if (keptLength + room > kept.length) {
            kept = java.util.Arrays.copyOf(kept, Math.max(keptLength + room, 2 * kept.length));
        }
        System.arraycopy(bytes, from, kept, keptLength, room);
        keptLength += room;
    }

    private void keepCharacter(int character) {
        if (keptLength < keptMax) {
            byte[] utf8 = Character.toString(character).getBytes(StandardCharsets.UTF_8);
            keep(utf8, 0, utf8.length);
        }
    }

    private void escape(byte b) {
        state = State.STRING;
        switch (b) {
            case 'n' -> keepCharacter('\n');
            case 't' -> keepCharacter('\t');
            case 'r' -> keepCharacter('\r');
            case 'b' -> keepCharacter('\b');
            case 'f' -> keepCharacter('\f');
            case 'u' -> {
                unicode = 0;
                unicodeDigits = 0;
                state = State.STRING_UNICODE;
            }
            default -> keepCharacter(b & 0x7F);
        }
    }

    private void unicode(byte b) {
        int digit = Character.digit(b, 16);
        unicode = unicode << 4 | (digit < 0 ? 0 : digit);
        if (++unicodeDigits == 4) {
            keepCharacter(Character.isSurrogate((char) unicode) ? '?' : unicode);
            state = State.STRING;
        }
    }

    private int inNumber(byte b, int at) {
        if (b >= '0' && b <= '9') {
            if (state == State.NUMBER) {
                number = number > (Long.MAX_VALUE - 9) / 10 ? Long.MAX_VALUE - 9 : number * 10 + (b - '0');
            }
            return at + 1;
        }
        if (b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-') {
            state = State.FRACTION;
            return at + 1;
        }
        sink.number(this, negative ? 0 : number);
        state = State.AFTER;
        return at; // the byte belongs to what follows
    }

    private void after(byte b) {
        if (isSpace(b)) {
            return;
        }
        if (depth == 0) {
            broken = true; // text after the document
        } else if (b == ',') {
            state = inArray() ? State.VALUE : State.NAME_OR_END;
        } else if (b == (inArray() ? ']' : '}')) {
            close();
        } else {
            broken = true;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}

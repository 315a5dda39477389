package dev.headgate.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.headgate.protocol.RequestHead.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The named edits of a request, spliced into the client's own bytes; every other byte stays as it was (law 1). There are two:
 * the model's upstream name, and {@code stream_options.include_usage: true}.
 */
public final class RequestEdits {
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPTIONS = "{\"include_usage\":true}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIRST_OPTION = "\"include_usage\":true,".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ONLY_OPTION = "\"include_usage\":true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPTIONS_FIELD =
            ",\"stream_options\":{\"include_usage\":true}".getBytes(StandardCharsets.US_ASCII);

    private RequestEdits() {}

    /** A run of bytes to be replaced. */
    private record Edit(int start, int end, byte[] bytes) {}

    /**
     * Applies the edits that are asked for. Copies nothing of {@code body}: the result names its parts, which must not change.
     *
     * @param length of {@code body}, whose array may be longer
     * @param upstreamModel the name to put in place of {@code model}, null to leave it
     * @param askUsage whether the provider shall be asked for the usage of a stream
     */
    public static Edited apply(
            byte[] body, int length, RequestHead head, @Nullable String upstreamModel, boolean askUsage) {
        Edit model = modelEdit(head, upstreamModel);
        Edit usage = askUsage && !head.usageAsked() ? usageEdit(body, head) : null;
        boolean usageFirst = model != null && usage != null && usage.start() < model.start();
        List<Piece> pieces = new ArrayList<>(5);
        int at = 0;
        for (Edit edit : usageFirst ? new Edit[] {usage, model} : new @Nullable Edit[] {model, usage}) {
            if (edit != null) {
                add(pieces, new Piece(body, at, edit.start() - at));
                add(pieces, new Piece(edit.bytes(), 0, edit.bytes().length));
                at = edit.end();
            }
        }
        add(pieces, new Piece(body, at, length - at));
        return new Edited(pieces);
    }

    private static void add(List<Piece> pieces, Piece piece) {
        if (piece.length() > 0) {
            pieces.add(piece);
        }
    }

    /** A run of {@code length} bytes, from {@code offset} on. */
    public record Piece(byte[] bytes, int offset, int length) {}

    /** The bytes of a request, in pieces. */
    public record Edited(List<Piece> pieces) {
        public Edited {
            pieces = List.copyOf(pieces);
        }

        /** Of all pieces together. */
        public int length() {
            int sum = 0;
            for (Piece piece : pieces) {
                sum += piece.length();
            }
            return sum;
        }

        /** All bytes in one array; a copy, unless one piece is a whole array. */
        public byte[] joined() {
            if (pieces.size() == 1
                    && pieces.getFirst().length() == pieces.getFirst().bytes().length) {
                return pieces.getFirst().bytes();
            }
            byte[] all = new byte[length()];
            int at = 0;
            for (Piece piece : pieces) {
                System.arraycopy(piece.bytes(), piece.offset(), all, at, piece.length());
                at += piece.length();
            }
            return all;
        }
    }

    private static @Nullable Edit modelEdit(RequestHead head, @Nullable String upstreamModel) {
        Span span = head.modelSpan();
        if (span == null || upstreamModel == null || upstreamModel.equals(head.model())) {
            return null;
        }
        String quoted = '"' + new String(JsonStringEncoder.getInstance().quoteAsString(upstreamModel)) + '"';
        return new Edit(span.start(), span.end(), quoted.getBytes(StandardCharsets.UTF_8));
    }

    private static Edit usageEdit(byte[] body, RequestHead head) {
        Span include = head.includeUsageSpan();
        if (include != null) {
            return new Edit(include.start(), include.end(), TRUE);
        }
        Span options = head.streamOptionsSpan();
        if (options == null) {
            return new Edit(head.bodyEnd(), head.bodyEnd(), OPTIONS_FIELD);
        }
        if (body[options.start()] != '{') {
            return new Edit(options.start(), options.end(), OPTIONS);
        }
        int inside = options.start() + 1;
        int next = inside;
        while (body[next] == ' ' || body[next] == '\n' || body[next] == '\r' || body[next] == '\t') {
            next++;
        }
        return new Edit(inside, inside, body[next] == '}' ? ONLY_OPTION : FIRST_OPTION);
    }
}

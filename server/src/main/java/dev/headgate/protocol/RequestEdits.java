package dev.headgate.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.headgate.protocol.RequestHead.Span;
import java.nio.charset.StandardCharsets;
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
     * Applies the edits that are asked for.
     *
     * @param upstreamModel the name to put in place of {@code model}, null to leave it
     * @param askUsage whether the provider shall be asked for the usage of a stream
     * @return {@code body} itself when nothing changes (then only {@code length} bytes of it count), else a new array
     */
    public static Edited apply(
            byte[] body, int length, RequestHead head, @Nullable String upstreamModel, boolean askUsage) {
        Edit model = modelEdit(head, upstreamModel);
        Edit usage = askUsage && !head.usageAsked() ? usageEdit(body, head) : null;
        if (model == null && usage == null) {
            return new Edited(body, length);
        }
        if (model == null || usage == null) {
            Edit only = model == null ? java.util.Objects.requireNonNull(usage) : model;
            return splice(body, length, only);
        }
        Edit first = model.start() < usage.start() ? model : usage;
        Edit second = model.start() < usage.start() ? usage : model;
        Edited later = splice(body, length, second); // the later place first, so that the earlier offset still holds
        return splice(later.bytes(), later.length(), first);
    }

    /** Bytes of a request; only the first {@code length} count. */
    public record Edited(byte[] bytes, int length) {}

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

    private static Edited splice(byte[] body, int length, Edit edit) {
        int grown = length - (edit.end() - edit.start()) + edit.bytes().length;
        byte[] out = new byte[grown];
        System.arraycopy(body, 0, out, 0, edit.start());
        System.arraycopy(edit.bytes(), 0, out, edit.start(), edit.bytes().length);
        System.arraycopy(body, edit.end(), out, edit.start() + edit.bytes().length, length - edit.end());
        return new Edited(out, grown);
    }
}

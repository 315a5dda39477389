package dev.headgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Edits change what they name and nothing else; the filter removes one event and nothing else, at any split. */
class EditsAndFilterTest {
    private static String edit(String body, String model, boolean usage) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RequestHead head = RequestScanner.scan(bytes, bytes.length, null);
        RequestEdits.Edited edited = RequestEdits.apply(bytes, bytes.length, head, model, usage);
        return new String(edited.joined(), StandardCharsets.UTF_8);
    }

    @Test
    void theModelIsReplacedInItsPlace() {
        assertThat(edit("{ \"a\":\"ü\", \"model\" : \"fast\" ,\"x\":1}", "re\"al", false))
                .isEqualTo("{ \"a\":\"ü\", \"model\" : \"re\\\"al\" ,\"x\":1}");
        assertThat(edit("{\"model\":\"same\" }", "same", false)).isEqualTo("{\"model\":\"same\" }");
    }

    @Test
    void usageIsAskedForWhereverTheOptionsStand() {
        assertThat(edit("{\"model\":\"m\" } ", "m", true))
                .isEqualTo("{\"model\":\"m\" ,\"stream_options\":{\"include_usage\":true}} ");
        assertThat(edit("{\"stream_options\":{},\"model\":\"m\"}", "m", true))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}");
        assertThat(edit("{\"stream_options\":{ \"o\":[1]},\"model\":\"m\"}", "n", true))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true, \"o\":[1]},\"model\":\"n\"}");
        assertThat(edit("{\"model\":\"m\",\"stream_options\":{\"include_usage\": false }}", "m", true))
                .isEqualTo("{\"model\":\"m\",\"stream_options\":{\"include_usage\": true }}");
        assertThat(edit("{\"model\":\"m\",\"stream_options\":null}", "m", true))
                .isEqualTo("{\"model\":\"m\",\"stream_options\":{\"include_usage\":true}}");
    }

    /** A 32 MiB body with a new model's name must not cost another 32 MiB. */
    @Test
    void theClientsBytesAreNamedNotCopied() {
        byte[] bytes = "{\"model\":\"a\",\"stream_options\":{}} ".getBytes(StandardCharsets.UTF_8);
        RequestHead head = RequestScanner.scan(bytes, bytes.length, null);

        RequestEdits.Edited edited = RequestEdits.apply(bytes, bytes.length, head, "b", true);

        assertThat(edited.pieces()).hasSize(5);
        for (int own : new int[] {0, 2, 4}) {
            assertThat(edited.pieces().get(own).bytes()).isSameAs(bytes);
        }
    }

    private static final String BEFORE =
            ": hello\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"a\\n\\n\"}}],\"usage\":null}\n\n";
    private static final String USAGE = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5}}\n\n";
    private static final String AFTER = "data: {\"choices\":[{\"delta\":{}}],\"usage\":{\"x\":1}}\n\ndata: [DONE]\n\n";

    @Property(tries = 200)
    void onlyTheUsageEventIsHeldBack(@ForAll @IntRange(min = 1, max = 60) int size) {
        byte[] stream = (BEFORE + USAGE + AFTER).getBytes(StandardCharsets.UTF_8);
        UsageChunkFilter filter = new UsageChunkFilter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < stream.length; at += size) {
            out.writeBytes(filter.filter(stream, at, Math.min(size, stream.length - at)));
        }
        out.writeBytes(filter.end());

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(BEFORE + AFTER);
    }

    /** Whatever a provider sends, reading it neither fails nor remembers. */
    @Property(tries = 300)
    void readersSurviveAnything(@ForAll byte[] bytes) {
        for (Protocol protocol : Protocol.values()) {
            UsageReader reader = UsageReaders.open(protocol);
            reader.feed(bytes, 0, bytes.length);
            reader.end();
            assertThat(reader.report().generatedBytes()).isNotNegative();
        }
    }
}

package dev.headgate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the journal keeps is the record itself, to the last field; what isn't a record is refused, not guessed. */
class RecordCodecTest {
    @Property(tries = 500)
    void anyRecordComesBackAsItWas(@ForAll long seed) throws IOException {
        UsageRecord record = Records.any(seed);

        assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
    }

    /** A journal written by a newer version must stop settlement, not be charged as something else. */
    @Test
    void anUnknownVersionIsRefused() {
        byte[] bytes = RecordCodec.encode(Records.any(1));
        bytes[0] = 99;

        assertThatThrownBy(() -> RecordCodec.decode(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("99");
    }

    @Property(tries = 50)
    void aRecordCutAnywhereIsRefused(@ForAll long seed) {
        byte[] whole = RecordCodec.encode(Records.any(seed));
        for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 100)) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> RecordCodec.decode(cut))
                    .as("of %d bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }
}

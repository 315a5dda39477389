package dev.headgate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.usage.JournalRecovery.Found;
import dev.headgate.usage.JournalRecovery.Gap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage costs the records it touched; every other one is found, and none is made up. */
@Tag("slow")
class JournalRecoveryTest {
    @TempDir
    private Path folder;

    private final List<Integer> starts = new ArrayList<>();

    private byte[] segment(List<UsageRecord> records) {
        ByteBuffer bytes = ByteBuffer.allocate(JournalSegment.SIZE);
        bytes.position((int) JournalSegment.start());
        starts.clear();
        for (UsageRecord record : records) {
            starts.add(bytes.position());
            JournalSegment.frame(bytes, RecordCodec.encode(record));
        }
        starts.add(bytes.position());
        return bytes.array();
    }

    private static Found read(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("segment", ".damaged");
        try {
            Files.write(file, bytes);
            return JournalRecovery.read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static List<UsageRecord> records(int count) {
        List<UsageRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(Records.any(i));
        }
        return records;
    }

    @Test
    void recordsBehindTheDamageAreFound() throws IOException {
        List<UsageRecord> all = records(5);
        byte[] bytes = segment(all);
        bytes[starts.get(1) + 20] ^= 1;
        bytes[starts.get(3)] ^= 64; // its length: where the next one starts must be searched for

        Found found = read(bytes);

        assertThat(found.records()).containsExactly(all.get(0), all.get(2), all.get(4));
        assertThat(found.gaps())
                .containsExactly(
                        new Gap(starts.get(1), starts.get(2) - starts.get(1)),
                        new Gap(starts.get(3), starts.get(4) - starts.get(3)));
    }

    @Test
    void aTornTailIsAGapAndZerosAreNot() throws IOException {
        byte[] bytes = segment(records(2));
        assertThat(read(bytes).gaps()).isEmpty();

        Arrays.fill(bytes, starts.get(1) + 9, bytes.length, (byte) 0);
        assertThat(read(bytes).records()).containsExactly(Records.any(0));
        assertThat(read(bytes).gaps()).hasSize(1);
    }

    @Property(tries = 60)
    void anyDamageCostsOnlyWhatItTouched(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<UsageRecord> all = records(12);
        byte[] bytes = segment(all);
        int from = random.nextInt(starts.getFirst(), starts.getLast());
        int to = Math.min(starts.getLast(), from + 1 + random.nextInt(3_000));
        byte[] before = bytes.clone();
        for (int at = from; at < to; at++) {
            bytes[at] = (byte) random.nextInt();
        }
        List<UsageRecord> untouched = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (Arrays.equals(bytes, starts.get(i), starts.get(i + 1), before, starts.get(i), starts.get(i + 1))) {
                untouched.add(all.get(i));
            }
        }

        assertThat(read(bytes).records()).containsExactlyElementsOf(untouched);
    }

    /** A segment full of bytes that look like lengths must not take hours. */
    @Test
    void hopelessFilesAreReadInReasonableTime() throws IOException {
        byte[] bytes = new byte[JournalSegment.SIZE];
        for (int at = 0; at + 16 <= bytes.length; at += 16) {
            ByteBuffer.wrap(bytes).putInt(at, 900_000).putInt(at + 4, 7).put(at + 8, (byte) 2);
        }
        assertThat(read(bytes).records()).isEmpty();
    }

    @Test
    void whatCantBeASegmentIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("tiny"), new byte[3]);
        assertThatThrownBy(() -> JournalRecovery.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 bytes");
    }
}

package dev.headgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crash or a rotten disk never makes a record that wasn't written, and costs only the records it touched and later ones. */
class JournalSegmentTest {
    private static final byte[][] PAYLOADS = {
        RecordCodec.encode(Records.any(1)), {1}, RecordCodec.encode(UsageJournalTest.record(2)), {0, 0, 0}
    };

    @TempDir
    private Path folder;

    /** A segment with all payloads; returns where each record ends, the segment's start first. */
    private List<Integer> write() throws IOException {
        List<Integer> ends = new ArrayList<>(List.of((int) JournalSegment.start()));
        try (JournalSegment segment = JournalSegment.create(folder, 7)) {
            for (byte[] payload : PAYLOADS) {
                ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
                JournalSegment.frame(frame, payload);
                segment.append(frame.flip());
                ends.add((int) segment.written());
            }
        }
        return ends;
    }

    private Path file() {
        return folder.resolve(JournalSegment.name(7));
    }

    private void overwrite(int at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private List<byte[]> read() throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (JournalSegment segment = JournalSegment.recover(file())) {
            long at = JournalSegment.start();
            for (JournalSegment.Entry entry = segment.read(at); entry != null; entry = segment.read(at)) {
                found.add(entry.payload());
                at = entry.next();
            }
            assertThat(segment.recovered()).isEqualTo(found.size());
            assertThat(segment.written()).isEqualTo(at);
        }
        return found;
    }

    private static byte[][] first(int count) {
        return Arrays.copyOf(PAYLOADS, count);
    }

    @Test
    void recordsComeBackInTheirOrder() throws IOException {
        write();

        assertThat(read()).containsExactly(PAYLOADS);
        assertThat(Files.size(file())).as("filled with zeros beforehand").isEqualTo(JournalSegment.SIZE);
    }

    /** A power cut may leave any prefix of the last write, the rest still zero. */
    @Test
    void aTailTornAtAnyByteCostsOnlyTheRecordItIsIn() throws IOException {
        List<Integer> ends = write();
        byte[] written = Arrays.copyOf(Files.readAllBytes(file()), ends.getLast());
        for (int cut = ends.getFirst(); cut < ends.getLast(); cut++) {
            overwrite(cut, new byte[ends.getLast() - cut]);
            int whole = whole(ends, cut, written);

            assertThat(read()).as("torn at byte " + cut).containsExactly(first(whole));
            overwrite(cut, Arrays.copyOfRange(written, cut, written.length));
        }
    }

    /** How many records lie before {@code cut}; one whose missing bytes were zeros anyway is whole. */
    private static int whole(List<Integer> ends, int cut, byte[] written) {
        int whole = 0;
        while (whole < PAYLOADS.length && onlyZeros(written, Math.max(cut, ends.get(whole)), ends.get(whole + 1))) {
            whole++;
        }
        return whole;
    }

    private static boolean onlyZeros(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        List<Integer> ends = write();
        byte[] written = Arrays.copyOf(Files.readAllBytes(file()), ends.getLast());
        for (int record = 1; record <= 2; record++) {
            for (int at = ends.get(record); at < ends.get(record + 1); at++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte flipped = (byte) (written[at] ^ 1 << bit);
                    overwrite(at, new byte[] {flipped});
                    assertThat(read()).as("bit %d of byte %d", bit, at).containsExactly(first(record));
                }
                overwrite(at, new byte[] {written[at]});
            }
        }
    }

    /** What is neither zeros nor a record is somebody's charge, damaged: it must be told apart from a clean end. */
    @Test
    void aCleanEndIsToldApartFromATornOne() throws IOException {
        List<Integer> ends = write();
        try (JournalSegment clean = JournalSegment.recover(file())) {
            assertThat(clean.hasTornTail()).isFalse();
        }
        overwrite(ends.get(3) - 1, new byte[] {77});
        try (JournalSegment torn = JournalSegment.recover(file())) {
            assertThat(torn.hasTornTail()).isTrue();
        }
    }

    @Test
    void aSegmentTakesNoMoreThanItsSize() throws IOException {
        try (JournalSegment segment = JournalSegment.create(folder, 7)) {
            long room = JournalSegment.SIZE - JournalSegment.start();
            assertThat(segment.hasRoom(room)).isTrue();
            assertThat(segment.hasRoom(room + 1)).isFalse();
        }
    }
}

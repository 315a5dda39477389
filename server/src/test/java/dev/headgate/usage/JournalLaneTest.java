package dev.headgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lane took is there for the next process, each record once while it has not been released, whatever was torn. */
class JournalLaneTest {
    @TempDir
    private Path folder;

    private static byte[] payload(int number, int length) {
        byte[] bytes = new byte[length];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    private static List<byte[]> recovered(Path file) throws Exception {
        List<byte[]> payloads = new ArrayList<>();
        JournalLane.recover(file, payloads::add);
        return payloads;
    }

    private static List<byte[]> taken(ByteBuffer frames) {
        List<byte[]> payloads = new ArrayList<>();
        while (frames.hasRemaining()) {
            byte[] payload = new byte[frames.getInt()];
            frames.getInt();
            frames.get(payload);
            payloads.add(payload);
        }
        return payloads;
    }

    @Test
    void whatWasPutIsFoundByTheNextProcessUntilItIsReleased() throws Exception {
        Path file = folder.resolve("lane");
        JournalLane lane = JournalLane.create(file);
        assertThat(recovered(file)).isEmpty();
        assertThat(lane.put(payload(1, 300), 300)).isTrue();
        assertThat(lane.put(payload(2, 301), 301)).isTrue();
        assertThat(recovered(file)).containsExactly(payload(1, 300), payload(2, 301));

        ByteBuffer frames = ByteBuffer.allocate(10_000);
        assertThat(lane.copyTo(frames)).isEqualTo(2);
        assertThat(taken(frames.flip())).containsExactly(payload(1, 300), payload(2, 301));
        assertThat(recovered(file)).as("copied, but not written yet").hasSize(2);
        assertThat(lane.isEmpty()).isFalse();
        lane.release();
        assertThat(recovered(file)).isEmpty();
        assertThat(lane.isEmpty()).isTrue();
    }

    @Test
    void aFullLaneRefusesAndGoesOnOnceThereIsRoom() throws Exception {
        JournalLane lane = JournalLane.create(folder.resolve("lane"));
        int put = 0;
        while (lane.put(payload(put, 1_000), 1_000)) {
            put++;
        }
        assertThat(put).isBetween(200, 262);
        assertThat(lane.put(payload(0, JournalLane.RECORD_MAX + 1), JournalLane.RECORD_MAX + 1))
                .isFalse();
        ByteBuffer frames = ByteBuffer.allocate(1 << 20);
        assertThat(lane.copyTo(frames)).isEqualTo(put);
        lane.release();
        assertThat(lane.put(payload(7, 1_000), 1_000)).isTrue();
    }

    /** Many laps of records of all sizes, taken at random times; the next process always finds exactly what was not released. */
    @Test
    void everyRecordComesOnceAndInOrderOverManyLaps() throws Exception {
        Random random = new Random(42);
        Path file = folder.resolve("lane");
        JournalLane lane = JournalLane.create(file);
        List<byte[]> waiting = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int length = 1 + random.nextInt(random.nextInt(50) == 0 ? JournalLane.RECORD_MAX : 700);
            byte[] payload = payload(i, length);
            if (lane.put(payload, length)) {
                waiting.add(payload);
            }
            if (random.nextInt(100) == 0) {
                ByteBuffer frames = ByteBuffer.allocate(random.nextBoolean() ? 1 << 20 : 40_000);
                int count = lane.copyTo(frames);
                assertThat(taken(frames.flip())).containsExactlyElementsOf(waiting.subList(0, count));
                waiting.subList(0, count).clear();
                lane.release();
                assertThat(lane.isEmpty()).isEqualTo(waiting.isEmpty());
            }
            if (random.nextInt(1_000) == 0) {
                assertThat(recovered(file)).containsExactlyElementsOf(waiting);
            }
        }
    }

    @Test
    void aTornRecordAndWhatFollowsItAreNotTaken() throws Exception {
        Path file = folder.resolve("lane");
        JournalLane lane = JournalLane.create(file);
        for (int i = 0; i < 3; i++) {
            lane.put(payload(i, 100), 100);
        }
        byte[] whole = Files.readAllBytes(file);
        byte[] torn = whole.clone();
        torn[64 + 120 + 16 + 50] ^= 1; // a byte of the second payload; a frame takes 16 + 100 bytes, rounded up to 120
        Files.write(folder.resolve("torn"), torn);
        assertThat(recovered(folder.resolve("torn"))).containsExactly(payload(0, 100));
        Files.write(folder.resolve("short"), Arrays.copyOf(whole, 1_000));
        assertThat(recovered(folder.resolve("short"))).isEmpty();
    }
}

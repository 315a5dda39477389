package dev.headgate.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads a segment that was kept aside since something in it couldn't be read: every whole record is found, also behind the
 * damage.
 *
 * <p>Where no record starts, the next one is looked for byte by byte. A record is believed when its length fits, its checksum
 * is right and it decodes to its last byte; that chance bytes pass all three is less likely than one in four billion.
 */
public final class JournalRecovery {
    private static final int FRAME = 8;

    private JournalRecovery() {}

    /**
     * What a file holds.
     *
     * @param records whole records in their order
     * @param gaps what can't be read between and behind them; zeros at the end are not a gap
     */
    public record Found(List<UsageRecord> records, List<Gap> gaps) {
        public Found {
            records = List.copyOf(records);
            gaps = List.copyOf(gaps);
        }
    }

    /** Bytes that are no record, from offset {@code at} on. */
    public record Gap(int at, int bytes) {}

    /**
     * Reads a file; changes nothing.
     *
     * @throws IllegalArgumentException when it can't be a segment
     */
    public static Found read(Path file) throws IOException {
        long size = Files.size(file);
        if (size < JournalSegment.start() || size > JournalSegment.SIZE) {
            throw new IllegalArgumentException(file + ": " + size + " bytes (expected: a segment of the journal, "
                    + JournalSegment.start() + " to " + JournalSegment.SIZE + " bytes)");
        }
        return scan(Files.readAllBytes(file));
    }

    private static Found scan(byte[] bytes) {
        List<UsageRecord> records = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        int at = (int) JournalSegment.start();
        int unread = at;
        while (at < end) {
            int length = payloadAt(bytes, at);
            UsageRecord record = length == 0 ? null : decoded(bytes, at, length);
            if (record == null) {
                at++;
                continue;
            }
            gap(gaps, unread, at);
            records.add(record);
            at += FRAME + length;
            unread = at;
        }
        gap(gaps, unread, end);
        return new Found(records, gaps);
    }

    private static void gap(List<Gap> gaps, int from, int to) {
        if (to > from) {
            gaps.add(new Gap(from, to - from));
        }
    }

    /** The length of the payload of a frame at {@code at} whose checksum is right, 0 when there is none. */
    private static int payloadAt(byte[] bytes, int at) {
        if (at + FRAME > bytes.length) {
            return 0;
        }
        ByteBuffer head = ByteBuffer.wrap(bytes, at, FRAME);
        int length = head.getInt();
        int start = at + FRAME;
        if (length <= 0 || length > JournalSegment.PAYLOAD_MAX || start + length > bytes.length) {
            return 0;
        }
        if (!RecordCodec.mayStart(bytes, start, length)) {
            return 0; // spares summing up a megabyte at every byte of the damage
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, length);
        return (int) crc.getValue() == head.getInt() ? length : 0;
    }

    private static @org.jspecify.annotations.Nullable UsageRecord decoded(byte[] bytes, int at, int length) {
        try {
            return RecordCodec.decode(Arrays.copyOfRange(bytes, at + FRAME, at + FRAME + length));
        } catch (IOException e) {
            return null;
        }
    }
}

package dev.headgate.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A ring of records in memory that outlives the process, from one event loop to the journal's writer. One thread puts, one other
 * takes.
 */
final class JournalLane {
    /*
     * Idea: a record that stands in the pages of a tmpfs file is in the kernel's hands: SIGKILL doesn't take it, and putting it
     *     there is a copy of some hundred bytes, without a system call and without waking a thread. The writer moves records on
     *     to the disk some fifty times a second. What a killed process left is found by the next one.
     *
     * Data: 64 bytes of head (mark, then `taken`: how many bytes are in the journal's files already), then CAPACITY bytes as a
     *     ring of frames that start at multiples of 8:
     *
     *         position [8]  length [4]  CRC32C of the payload [4]  payload  padding
     *
     *     `position` is the number of bytes put before this frame since the lane was made. It is written last, so a frame whose
     *     position isn't what the reader expects is not there (yet): a torn one, or one of an earlier lap. A frame never wraps;
     *     what is left at the end of a lap is skipped, by a frame of length SKIP where there is room for one.
     *
     * Cost: one copy and one CRC a record, no allocation. Memory: FILE_BYTES for each lane.
     *
     * Limits: a record larger than RECORD_MAX, or one that finds the ring full, is not taken; it goes the longer way.
     *
     * The mapping ends with the garbage collector: ending it by hand could crash a thread that still puts.
     *
     * Threading: put by one thread, copyTo and release by one other. `written` and `taken` are volatile: whoever sees the
     *     number sees the bytes.
     */
    private static final long MARK = 0x4847_4C31_0000_0000L; // "HGL1"
    private static final int TAKEN_AT = 8;
    private static final int HEAD = 64;
    private static final int CAPACITY = 256 << 10;
    private static final int FRAME_HEAD = 16;
    private static final int SKIP = -1;
    static final int RECORD_MAX = 32 << 10;
    static final int FILE_BYTES = HEAD + CAPACITY;

    private final MappedByteBuffer memory;
    private final CRC32C crc = new CRC32C();
    private volatile long written;
    private volatile long taken;
    private long copied;
    private volatile long putCount;
    private volatile long movedCount;
    private int copiedCount;

    private JournalLane(MappedByteBuffer memory) {
        this.memory = memory;
    }

    /** Makes an empty lane. All its pages are there afterwards, so that no later write can find the file system full. */
    static JournalLane create(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(FILE_BYTES);
            zeros.putLong(0, MARK);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            return new JournalLane(map(channel));
        }
    }

    private static MappedByteBuffer map(FileChannel channel) throws IOException {
        MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
        memory.order(ByteOrder.BIG_ENDIAN);
        return memory;
    }

    /** Hands out the payloads that an ended process left in {@code file}; what is not a lane has none. */
    static void recover(Path file, Consumer<byte[]> payloads) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != FILE_BYTES) {
                return;
            }
            JournalLane lane = new JournalLane(map(channel));
            if (lane.memory.getLong(0) == MARK) {
                lane.recover(payloads);
            }
        }
    }

    private void recover(Consumer<byte[]> payloads) {
        long at = memory.getLong(TAKEN_AT);
        while (at >= 0) {
            int offset = offset(at);
            int toLapEnd = HEAD + CAPACITY - offset;
            if (toLapEnd < FRAME_HEAD) {
                at += toLapEnd;
                continue;
            }
            int length = memory.getInt(offset + 8);
            if (memory.getLong(offset) != at || length == 0 || length < SKIP || length > toLapEnd - FRAME_HEAD) {
                return;
            }
            if (length == SKIP) {
                at += toLapEnd;
                continue;
            }
            byte[] payload = new byte[length];
            memory.get(offset + FRAME_HEAD, payload);
            crc.reset();
            crc.update(payload);
            if ((int) crc.getValue() != memory.getInt(offset + 12)) {
                return;
            }
            payloads.accept(payload);
            at += size(length);
        }
    }

    private static int offset(long position) {
        return HEAD + (int) (position & CAPACITY - 1);
    }

    private static int size(int length) {
        return FRAME_HEAD + length + 7 & ~7;
    }

    /** Puts one payload; false when it is too large or the ring is full. Once true is returned, it survives the process. */
    boolean put(byte[] payload, int length) {
        int size = size(length);
        long at = written;
        int offset = offset(at);
        int toLapEnd = HEAD + CAPACITY - offset;
        long needed = size <= toLapEnd ? size : (long) toLapEnd + size;
        if (length > RECORD_MAX || at + needed - taken > CAPACITY) {
            return false;
        }
        if (size > toLapEnd) {
            if (toLapEnd >= FRAME_HEAD) {
                frame(offset, at, SKIP, 0);
            }
            at += toLapEnd;
            offset = HEAD;
        }
        memory.put(offset + FRAME_HEAD, payload, 0, length);
        crc.reset();
        crc.update(payload, 0, length);
        frame(offset, at, length, (int) crc.getValue());
        written = at + size;
        long count = putCount + 1; // by this thread alone
        putCount = count;
        return true;
    }

    private void frame(int offset, long at, int length, int checksum) {
        memory.putInt(offset + 8, length);
        memory.putInt(offset + 12, checksum);
        java.lang.invoke.VarHandle.releaseFence(); // the frame counts once its position is there, so that comes last
        memory.putLong(offset, at);
    }

    /** Whether everything put has been released. */
    boolean isEmpty() {
        return written == taken;
    }

    /** Copies records, framed as the journal's files have them, while they fit; returns how many. */
    int copyTo(ByteBuffer frames) {
        int count = 0;
        long end = written;
        long at = taken;
        while (at < end) {
            int offset = offset(at);
            int toLapEnd = HEAD + CAPACITY - offset;
            int length = toLapEnd < FRAME_HEAD ? SKIP : memory.getInt(offset + 8);
            if (length == SKIP) {
                at += toLapEnd;
                continue;
            }
            if (frames.remaining() < length + 8) {
                break;
            }
            frames.putInt(length).putInt(memory.getInt(offset + 12));
            frames.put(frames.position(), memory, offset + FRAME_HEAD, length);
            frames.position(frames.position() + length);
            at += size(length);
            count++;
        }
        copied = at;
        copiedCount = count;
        return count;
    }

    /** What was copied is in the journal's files: its room may be used again. */
    void release() {
        memory.putLong(TAKEN_AT, copied);
        taken = copied;
        long count = movedCount + copiedCount; // by this thread alone
        movedCount = count;
        copiedCount = 0;
    }

    /** How many records were put and not released. */
    long left() {
        long moved = movedCount; // first: so that none is missed that is on its way
        return putCount - moved;
    }

    /** Whether any of {@code lanes} still holds records. */
    static boolean anyLeft(List<JournalLane> lanes) {
        for (JournalLane lane : lanes) {
            if (!lane.isEmpty()) {
                return true;
            }
        }
        return false;
    }
}

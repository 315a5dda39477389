package dev.headgate.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the journal: an 8-byte mark, then records of length, CRC32C of the payload, payload. The file is filled with
 * zeros when it is made, so that a record never needs new disk blocks and a zero length marks the end. One writer; readers may
 * read what {@link #written} covers.
 */
final class JournalSegment implements AutoCloseable {
    static final int SIZE = 8 << 20;
    static final int PAYLOAD_MAX = 1 << 20;
    private static final long MARK = 0x4847_4A31_0000_0000L; // "HGJ1"
    private static final int HEAD = 8;

    /** Records are read in blocks of this size: a system call for some hundred records instead of two for each. */
    private static final int BLOCK = 128 << 10;

    private final Path file;
    private final long sequence;
    private final FileChannel channel;
    private volatile long written;
    private long recovered;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long blockAt;

    private JournalSegment(Path file, long sequence, FileChannel channel, long written) {
        this.file = file;
        this.sequence = sequence;
        this.channel = channel;
        this.written = written;
    }

    static String name(long sequence) {
        return String.format(Locale.ROOT, "journal-%016d.log", sequence);
    }

    /** Makes an empty segment with its blocks on disk; leaves nothing behind when the disk is full. */
    static JournalSegment create(Path folder, long sequence) throws IOException {
        Path file = folder.resolve(name(sequence));
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
            for (long at = 0; at < SIZE; at += zeros.capacity()) {
                zeros.clear();
                writeAll(channel, zeros, at);
            }
            writeAll(channel, ByteBuffer.allocate(HEAD).putLong(MARK).flip(), 0);
            channel.force(true);
            return new JournalSegment(file, sequence, channel, HEAD);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Opens a segment left by an earlier run for reading; its end is where the first record fails its check. */
    static JournalSegment recover(Path file) throws IOException {
        String digits = file.getFileName().toString().replaceAll("\\D", "");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        JournalSegment segment = new JournalSegment(file, Long.parseLong(digits), channel, channel.size());
        long at = HEAD;
        for (Entry entry = segment.read(at); entry != null; entry = segment.read(at)) {
            at = entry.next();
            segment.recovered++;
        }
        segment.written = at;
        return segment;
    }

    long sequence() {
        return sequence;
    }

    /** How many records an earlier run left in it. */
    long recovered() {
        return recovered;
    }

    long written() {
        return written;
    }

    static long start() {
        return HEAD;
    }

    boolean hasRoom(long bytes) {
        return written + bytes <= SIZE;
    }

    /** Appends framed records in one write; from a direct buffer without a copy. */
    void append(ByteBuffer frames) throws IOException {
        long at = written;
        int count = frames.remaining();
        writeAll(channel, frames, at);
        written = at + count;
    }

    /** Frames one payload. */
    static void frame(ByteBuffer into, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        into.putInt(payload.length).putInt((int) crc.getValue()).put(payload);
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** A payload and where the next record starts. */
    record Entry(byte[] payload, long next) {}

    /** The record at {@code at}, null where the journal ends: a zero length, a torn record or a wrong checksum. */
    @Nullable
    Entry read(long at) throws IOException {
        long end = written;
        if (at + 8 > end) {
            return null;
        }
        int head = inBlock(at, 8, end);
        int length = block.getInt(head);
        if (length <= 0 || length > PAYLOAD_MAX || at + 8 + length > end) {
            return null;
        }
        int checksum = block.getInt(head + 4);
        byte[] payload = new byte[length];
        int start = inBlock(at + 8, length, end); // may be another block from here on
        block.get(start, payload);
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue() == checksum ? new Entry(payload, at + 8 + length) : null;
    }

    /** Where in the block the bytes at {@code at} stand; reads another block when they aren't in this one. */
    private int inBlock(long at, int count, long end) throws IOException {
        if (at < blockAt || at + count > blockAt + block.limit()) {
            int size = (int) Math.min(end - at, Math.max(BLOCK, count));
            if (block.capacity() < size) {
                block = ByteBuffer.allocate(Math.max(size, BLOCK));
            }
            block.clear().limit(size);
            readAll(block, at);
            blockAt = at;
        }
        return (int) (at - blockAt);
    }

    /** Whether bytes other than zero follow the end: a torn or damaged tail. */
    boolean hasTornTail() throws IOException {
        ByteBuffer next = ByteBuffer.allocate(8);
        return channel.read(next, written) == 8 && next.getLong(0) != 0;
    }

    private void readAll(ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                return;
            }
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer from, long at) throws IOException {
        long position = at;
        while (from.hasRemaining()) {
            position += channel.write(from, position);
        }
    }

    /** Closes the segment and keeps its file under another name, for somebody to look at. */
    Path setAside() throws IOException {
        channel.close();
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        for (int i = 2; Files.exists(aside); i++) {
            aside = file.resolveSibling(file.getFileName() + ".damaged-" + i); // numbers start anew once all is settled
        }
        return Files.move(file, aside);
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

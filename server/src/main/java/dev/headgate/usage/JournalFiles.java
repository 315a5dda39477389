package dev.headgate.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a journal: the writer asks for room, the settler reads what is not settled. One writer and one reader at a
 * time.
 */
final class JournalFiles {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);

    private final Path folder;
    private final Deque<JournalSegment> segments = new ArrayDeque<>();
    private volatile @Nullable JournalSegment current;
    private long nextSequence;
    private long recovered;
    private long readAt = JournalSegment.start();
    private volatile long settledAt = JournalSegment.start();
    private volatile int count;
    private @Nullable JournalSegment reading;

    private JournalFiles(Path folder) {
        this.folder = folder;
    }

    /** Opens what an earlier run left. */
    static JournalFiles open(Path folder) throws IOException {
        JournalFiles files = new JournalFiles(folder);
        files.recover();
        return files;
    }

    private void recover() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder)) {
            listed.filter(file -> file.getFileName().toString().matches("journal-\\d{16}\\.log"))
                    .sorted()
                    .forEach(files::add);
        }
        for (Path file : files) {
            JournalSegment segment = JournalSegment.recover(file);
            if (segment.hasTornTail()) {
                log.warn(
                        "journal: {} can't be read from byte {} on; what is before is settled, the file is kept",
                        file.getFileName(),
                        segment.written());
            }
            segments.add(segment);
            count = segments.size();
            recovered += segment.recovered();
            nextSequence = segment.sequence() + 1;
        }
        reading = segments.peekFirst();
    }

    /** Records that an earlier run left. */
    long recovered() {
        return recovered;
    }

    /** The segment written last, null when this run has written none. */
    @Nullable
    JournalSegment current() {
        return current;
    }

    /** The segment in which the next {@code bytes} go. */
    JournalSegment roomFor(int bytes) throws IOException {
        JournalSegment open = current;
        if (open != null && open.hasRoom(bytes)) {
            return open;
        }
        if (open != null) {
            open.force();
        }
        JournalSegment fresh = JournalSegment.create(folder, nextSequence);
        synchronized (this) {
            nextSequence++;
            segments.add(fresh);
            count = segments.size();
            current = fresh;
            if (reading == null) {
                reading = fresh;
            }
        }
        return fresh;
    }

    /** At most {@code max} unsettled records that were not read before, oldest first. */
    synchronized List<UsageRecord> read(int max) throws IOException {
        List<UsageRecord> records = new ArrayList<>();
        JournalSegment from = reading;
        while (from != null && records.size() < max) {
            JournalSegment.Entry entry = from.read(readAt);
            if (entry != null) {
                records.add(RecordCodec.decode(entry.payload()));
                readAt = entry.next();
            } else if (from == current || !records.isEmpty()) {
                break;
            } else {
                from = nextSegment(from);
            }
        }
        return records;
    }

    /** Moves on from a segment whose readable records are all settled; deletes it, unless something unreadable follows them. */
    private @Nullable JournalSegment nextSegment(JournalSegment done) throws IOException {
        segments.remove(done);
        count = segments.size();
        if (done.hasTornTail()) {
            log.error(
                    "journal: what can't be read of a segment is kept in {}; `headgate journal recover` settles the rest of it",
                    done.setAside());
        } else {
            done.delete();
        }
        reading = segments.peekFirst();
        readAt = JournalSegment.start();
        settledAt = readAt;
        return reading;
    }

    /** About how many bytes are not settled; read without a lock, so it may be a segment off for a moment. */
    long pendingBytes() {
        int files = count;
        JournalSegment open = current;
        if (files == 0 || open == null) {
            return (long) files * JournalSegment.SIZE;
        }
        return (files - 1L) * JournalSegment.SIZE + open.written() - (files == 1 ? settledAt : JournalSegment.start());
    }

    /** All records read so far are in the database. */
    synchronized void settled() {
        settledAt = readAt;
    }

    /** The records read since the last {@link #settled} were not taken, so they are to be read again. */
    synchronized void unread() {
        readAt = settledAt;
    }

    /** Leaves no file behind when all records are settled. */
    synchronized void close() throws IOException {
        JournalSegment last = current;
        boolean empty = segments.size() <= 1
                && (last == null || readAt == last.written())
                && (last != null || segments.isEmpty());
        for (JournalSegment segment : segments) {
            segment.force();
            if (empty && settledAt == readAt) {
                segment.delete();
            } else {
                segment.close();
            }
        }
        segments.clear();
    }
}

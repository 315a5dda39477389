package dev.headgate.usage;

import dev.headgate.base.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the records of finished calls on disk until they are settled.
 *
 * <p>{@link #append} may be called from event loops: it puts the record into a bounded ring and returns. One thread encodes,
 * writes what has gathered in one go (group commit), and says so: once {@code done} is called with null, the bytes are in the
 * kernel's hands and survive the process; with {@code sync: always} they are on disk.
 *
 * <p>The settler reads from the files, not from memory, so a database that is away for hours costs disk, not heap.
 */
public final class UsageJournal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);
    private static final int RING = 32 * 1024;
    private static final int BATCH = 1_000;

    /** After a failed write, how far apart it is tried again: each try may write a whole segment. */
    private static final long PROBE_NANOS = 1_000_000_000L;

    private final Path folder;
    private final JournalConfig config;
    private final Ticker ticker;
    private final ArrayBlockingQueue<Waiting> ring = new ArrayBlockingQueue<>(RING);
    private final Deque<JournalSegment> segments = new ArrayDeque<>();
    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final Thread writer;
    private @Nullable JournalSegment current;
    private long nextSequence;
    private long readAt = JournalSegment.start();
    private long settledAt = JournalSegment.start();
    private @Nullable JournalSegment reading;
    private volatile boolean stopping;
    private volatile boolean healthy = true;
    private boolean dirty;
    private long lastSyncNanos;
    private long lastProbeNanos;

    private record Waiting(UsageRecord record, Consumer<@Nullable Throwable> done) {}

    private UsageJournal(Path folder, JournalConfig config, Ticker ticker) {
        this.folder = folder;
        this.config = config;
        this.ticker = ticker;
        this.writer = Thread.ofPlatform().name("journal").daemon(true).unstarted(this::writeLoop);
    }

    /** Opens the journal in {@code folder}; records that an earlier run left unsettled are the first to be read. */
    public static UsageJournal open(Path folder, JournalConfig config, Ticker ticker) {
        UsageJournal journal = new UsageJournal(folder, config, ticker);
        try {
            Files.createDirectories(folder);
            journal.recover();
        } catch (IOException e) {
            throw new UncheckedIOException("journal: " + folder + " can't be opened", e);
        }
        journal.writer.start();
        return journal;
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
            appended.addAndGet(segment.recovered());
            nextSequence = segment.sequence() + 1;
        }
        reading = segments.peekFirst();
    }

    /** Takes a record. {@code done} is called on the journal's thread, or at once with an error when the ring is full. */
    public void append(UsageRecord record, Consumer<@Nullable Throwable> done) {
        if (stopping || !ring.offer(new Waiting(record, done))) {
            done.accept(new IOException(stopping ? "the journal is closed" : "the journal's ring is full"));
        }
    }

    /** Whether the last write worked; while false, new calls should be refused. */
    public boolean healthy() {
        return healthy;
    }

    /** Records written, also by an earlier run, and not yet settled. */
    public long lag() {
        return appended.get() - settled.get();
    }

    private void writeLoop() {
        List<Waiting> batch = new ArrayList<>(BATCH);
        while (!stopping || !ring.isEmpty()) {
            try {
                Waiting first = ring.poll(dirty ? config.interval().toMillis() : 200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    ring.drainTo(batch, BATCH - 1);
                    commit(batch);
                } else if (!healthy) {
                    probe();
                }
                if (dirty) {
                    syncIfDue(first == null);
                }
            } catch (InterruptedException e) {
                stopping = true;
            } catch (IOException e) {
                failed(batch, e);
            } finally {
                batch.clear();
            }
        }
    }

    /** Interval mode: at most one fsync an interval, and one after the last record. */
    private void syncIfDue(boolean idle) throws IOException {
        long now = ticker.nanos();
        if (idle || now - lastSyncNanos >= config.interval().toNanos()) {
            JournalSegment open = current;
            if (open != null) {
                open.force();
            }
            lastSyncNanos = now;
            dirty = false;
        }
    }

    private void commit(List<Waiting> batch) throws IOException {
        List<byte[]> payloads = new ArrayList<>(batch.size());
        int bytes = 0;
        for (Waiting waiting : batch) {
            byte[] payload = RecordCodec.encode(waiting.record());
            payloads.add(payload);
            bytes += payload.length + 8;
        }
        ByteBuffer frames = ByteBuffer.allocate(bytes);
        for (byte[] payload : payloads) {
            JournalSegment.frame(frames, payload);
        }
        JournalSegment open = roomFor(bytes);
        open.append(frames.flip());
        if (config.sync() == JournalConfig.Sync.ALWAYS) {
            open.force();
        } else {
            dirty = true;
        }
        healthy = true;
        appended.addAndGet(batch.size());
        for (Waiting waiting : batch) {
            waiting.done().accept(null);
        }
    }

    /**
     * Looks whether the disk is well again. After a failed write no call is taken, so no record would come to show it: without
     * this the gateway would refuse calls for ever.
     */
    private void probe() throws IOException {
        long now = ticker.nanos();
        if (now - lastProbeNanos < PROBE_NANOS) {
            return;
        }
        lastProbeNanos = now;
        roomFor(JournalSegment.PAYLOAD_MAX).force();
        healthy = true;
        log.info("journal: records can be written again");
    }

    private JournalSegment roomFor(int bytes) throws IOException {
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
            current = fresh;
            if (reading == null) {
                reading = fresh;
            }
        }
        return fresh;
    }

    private void failed(List<Waiting> batch, IOException failure) {
        if (healthy) {
            log.error("journal: {} records could not be written: {}", batch.size(), failure.getMessage());
        }
        healthy = false;
        for (Waiting waiting : batch) {
            waiting.done().accept(failure);
        }
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

    /** Says that all records read so far are in the database. */
    synchronized void settled(int count) {
        settledAt = readAt;
        settled.addAndGet(count);
    }

    /** Says that the records read since the last {@link #settled} were not taken, so that they are read again. */
    synchronized void unread() {
        readAt = settledAt;
    }

    /** Writes what is in the ring, then closes. A journal whose records are all settled leaves no file behind. */
    @Override
    public void close() {
        stopping = true;
        try {
            writer.join(10_000);
            synchronized (this) {
                boolean empty = segments.size() <= 1
                        && (current == null || readAt == current.written())
                        && (current != null || segments.isEmpty());
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
        } catch (IOException e) {
            log.warn("journal: not closed cleanly: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

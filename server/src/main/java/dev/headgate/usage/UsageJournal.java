package dev.headgate.usage;

import dev.headgate.base.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the records of finished calls on disk until they are settled.
 *
 * <p>There are two ways in, both for event loops. Where memory outlives the process, a loop's {@linkplain #appender appender} puts
 * the record into its {@linkplain JournalLane lane} and is done; the writer thread moves it on to the disk within the sync
 * interval. Everywhere else, with {@code sync: always} and while the disk is full, {@link #append} puts it into a bounded ring; the
 * writer writes what has gathered in one go (group commit) and says so: once {@code done} is called with null, the bytes are in
 * the kernel's hands, with {@code sync: always} on disk. Why two: {@code docs/decisions/0004-cpu-per-request.md}.
 *
 * <p>The settler reads from the files, not from memory, so a database that is away for hours costs disk, not heap.
 */
public final class UsageJournal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);
    private static final int RING = 32 * 1024;
    private static final int BATCH = 1_000;

    /** After a failed write, how far apart it is tried again: each try may write a whole segment. */
    private static final long PROBE_NANOS = 1_000_000_000L;

    /** Bytes moved from the lanes in one write; more than all of them hold on a machine of few cores. */
    private static final int MOVED_MAX = 1 << 20;

    /** How long the lanes stay empty before the writer stops looking at them unasked. */
    private static final long REST_NANOS = 1_000_000_000L;

    private static final long REST_MILLIS = 200;

    private final JournalFiles files;
    private final @Nullable JournalTails tails;
    private final JournalConfig config;
    private final Ticker ticker;
    private final ArrayBlockingQueue<Waiting> ring = new ArrayBlockingQueue<>(RING);
    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final Thread writer;
    private volatile boolean stopping;
    private volatile boolean healthy = true;
    private boolean dirty;
    private long lastSyncNanos;
    private long lastProbeNanos;

    private final ByteBuffer moved = ByteBuffer.allocateDirect(MOVED_MAX);
    private volatile boolean resting = true;
    private long lastMovedNanos;

    /** Waits for its record to be written; one without a record only wakes the writer. */
    private record Waiting(@Nullable UsageRecord record, Consumer<@Nullable Throwable> done) {
        static Waiting wake(Runnable seen) {
            return new Waiting(null, failure -> seen.run());
        }
    }

    private UsageJournal(JournalFiles files, @Nullable JournalTails tails, JournalConfig config, Ticker ticker) {
        this.files = files;
        this.tails = tails;
        this.config = config;
        this.ticker = ticker;
        this.writer = Thread.ofPlatform().name("journal").daemon(true).unstarted(this::writeLoop);
    }

    /** The same without memory that outlives the process: records go straight to the disk. */
    public static UsageJournal open(Path folder, JournalConfig config, Ticker ticker) {
        return open(folder, config, ticker, null);
    }

    /**
     * Opens the journal in {@code folder}; records that an earlier run left unsettled are the first to be read.
     *
     * @param memory where files outlive the process without a disk, null where nothing does
     */
    public static UsageJournal open(Path folder, JournalConfig config, Ticker ticker, @Nullable Path memory) {
        try {
            Files.createDirectories(folder);
            JournalFiles files = JournalFiles.open(folder);
            long left = files.recovered() + takeOver(folder, files);
            JournalTails tails =
                    memory == null || config.sync() == JournalConfig.Sync.ALWAYS ? null : tails(folder, memory);
            UsageJournal journal = new UsageJournal(files, tails, config, ticker);
            journal.appended.addAndGet(left);
            journal.writer.start();
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("journal: " + folder + " can't be opened", e);
        }
    }

    private static @Nullable JournalTails tails(Path folder, Path memory) {
        try {
            return JournalTails.create(folder, memory);
        } catch (IOException e) {
            log.warn("journal: {} can't be used ({}); records go straight to the disk", memory, e.getMessage());
            return null;
        }
    }

    /** Moves what an earlier run left in its lanes to the disk. Those that were there already are settled only once all the same. */
    private static int takeOver(Path folder, JournalFiles files) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        Path left = JournalTails.recover(folder, payloads::add);
        for (byte[] payload : payloads) {
            ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
            JournalSegment.frame(frame, payload);
            files.roomFor(frame.capacity()).append(frame.flip());
        }
        JournalSegment last = files.current();
        if (last != null) {
            last.force();
            log.info("journal: {} records of an ended run were still in memory", payloads.size());
        }
        if (left != null) {
            JournalTails.delete(left);
        }
        return payloads.size();
    }

    /** Whether so much waits to be settled that no new call should be taken; those in flight are still recorded. */
    public boolean full() {
        return files.pendingBytes() >= config.maxBytes().count();
    }

    /** About how many bytes of records are not settled. */
    public long pendingBytes() {
        return files.pendingBytes();
    }

    /** A way in for one event loop. */
    public JournalAppender appender() {
        JournalTails memory = tails;
        try {
            return new JournalAppender(this, memory == null ? null : memory.newLane());
        } catch (IOException e) {
            log.warn("journal: no shared memory ({}); records go straight to the disk", e.getMessage());
            return new JournalAppender(this, null);
        }
    }

    /** Whether lanes may be used: not while the disk is full, since a client may not see the end of a call that can't be kept. */
    boolean takesLanes() {
        return healthy && !stopping;
    }

    /** To be called after a lane was filled. */
    void laneUsed() {
        if (resting) {
            resting = false;
            ring.offer(Waiting.wake(() -> {})); // a full ring means that the writer is awake
        }
    }

    /** Returns once all that was taken before is in the journal's files, or can't be written now. Blocks. */
    public void flush() {
        CountDownLatch written = new CountDownLatch(1);
        try {
            if (!ring.offer(Waiting.wake(written::countDown), 1, TimeUnit.SECONDS)
                    || !written.await(10, TimeUnit.SECONDS)) {
                log.warn("journal: not flushed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    /** Records taken, also by an earlier run, and not yet settled; those that move this instant may count twice. */
    public long lag() {
        JournalTails memory = tails;
        long lag = memory == null ? 0 : memory.left(); // first: what moves on meanwhile is in one of the two at least
        lag += appended.get();
        return lag - settled.get();
    }

    private void writeLoop() {
        List<Waiting> batch = new ArrayList<>(BATCH);
        while (!stopping || !ring.isEmpty()) {
            try {
                Waiting first = ring.poll(pauseMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    ring.drainTo(batch, BATCH - 1);
                } else if (!healthy) {
                    probe();
                }
                if (healthy) {
                    moveLanes();
                }
                commit(batch);
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
        try {
            moveLanes();
        } catch (IOException e) {
            log.warn("journal: records stay in memory, the next run finds them: {}", e.getMessage());
        }
    }

    /** A record in a lane is on disk within the interval: it waits for three quarters of it, the rest is for the disk. */
    private long pauseMillis() {
        long interval = config.interval().toMillis();
        if (!resting) {
            return Math.max(1, interval * 3 / 4);
        }
        return dirty ? interval : REST_MILLIS;
    }

    /** Writes what is in the lanes to the disk. */
    private void moveLanes() throws IOException {
        JournalTails memory = tails;
        if (memory == null || resting) {
            return;
        }
        boolean more = true;
        while (more) {
            moved.clear();
            int count = 0;
            for (JournalLane lane : memory.lanes()) {
                count += lane.copyTo(moved);
            }
            if (count == 0) {
                rest(memory);
                return;
            }
            more = moved.remaining() < JournalLane.RECORD_MAX;
            JournalSegment open = files.roomFor(moved.position());
            open.append(moved.flip());
            appended.addAndGet(count); // before they leave their lanes: lag() misses none
            memory.lanes().forEach(JournalLane::release);
            open.force();
            lastMovedNanos = ticker.nanos();
        }
    }

    private void rest(JournalTails memory) {
        if (ticker.nanos() - lastMovedNanos > REST_NANOS) {
            resting = true;
            if (JournalLane.anyLeft(memory.lanes())) {
                resting = false; // whoever filled it may not have seen us rest
            }
        }
    }

    /** Interval mode: at most one fsync an interval, and one after the last record. */
    private void syncIfDue(boolean idle) throws IOException {
        long now = ticker.nanos();
        if (idle || now - lastSyncNanos >= config.interval().toNanos()) {
            JournalSegment open = files.current();
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
            UsageRecord record = waiting.record();
            if (record != null) {
                byte[] payload = RecordCodec.encode(record);
                payloads.add(payload);
                bytes += payload.length + 8;
            }
        }
        if (!payloads.isEmpty()) {
            write(payloads, bytes);
        }
        for (Waiting waiting : batch) {
            waiting.done().accept(null);
        }
    }

    private void write(List<byte[]> payloads, int bytes) throws IOException {
        ByteBuffer frames = ByteBuffer.allocate(bytes);
        for (byte[] payload : payloads) {
            JournalSegment.frame(frames, payload);
        }
        JournalSegment open = files.roomFor(bytes);
        open.append(frames.flip());
        if (config.sync() == JournalConfig.Sync.ALWAYS) {
            open.force();
        } else {
            dirty = true;
        }
        healthy = true;
        appended.addAndGet(payloads.size());
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
        files.roomFor(JournalSegment.PAYLOAD_MAX).force();
        healthy = true;
        log.info("journal: records can be written again");
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
    List<UsageRecord> read(int max) throws IOException {
        return files.read(max);
    }

    /** Says that all records read so far, {@code count} since the last time, are in the database. */
    void settled(int count) {
        files.settled();
        settled.addAndGet(count);
    }

    /** Says that the records read since the last {@link #settled} were not taken, so that they are read again. */
    void unread() {
        files.unread();
    }

    /** Writes what is in the ring, then closes. A journal whose records are all settled leaves no file behind. */
    @Override
    public void close() {
        stopping = true;
        try {
            writer.join(10_000);
            if (tails != null) {
                tails.close();
            }
            files.close();
        } catch (IOException e) {
            log.warn("journal: not closed cleanly: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

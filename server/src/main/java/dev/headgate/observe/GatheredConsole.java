package dev.headgate.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes log lines to standard output in pieces, {@value #PERIOD_MILLIS} ms apart, from one thread.
 *
 * <p>Whoever logs puts the event into a bounded queue and goes on: no system call, no lock held over I/O, no thread woken. When
 * the queue is full the line is dropped and counted, since an event loop must never wait for a terminal or a disk; the count is
 * written when there is room again. An orderly stop writes all that is queued; SIGKILL loses at most the last piece.
 * Why not a line at a time: {@code docs/decisions/0003-batches-behind-the-hot-path.md}.
 */
public final class GatheredConsole extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int PERIOD_MILLIS = 100;
    private static final int QUEUE = 16 * 1024;
    private static final int PIECE_MAX = 64 * 1024;

    private final ArrayBlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(QUEUE);
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch stopSignal = new CountDownLatch(1);
    private final List<ILoggingEvent> events = new ArrayList<>();
    private final OutputStream out;
    private final byte[] piece = new byte[PIECE_MAX];
    private int used;
    private @Nullable Encoder<ILoggingEvent> encoder;
    private @Nullable Thread thread;

    /** Writes to the process's standard output, which is never closed here. */
    public GatheredConsole() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    GatheredConsole(OutputStream out) {
        this.out = out;
    }

    /** Also while it runs, when the settings ask for another form. */
    public synchronized void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    @Override
    public void start() {
        if (encoder == null) {
            addError("GatheredConsole: no encoder (expected: one before it starts)");
            return;
        }
        super.start();
        Thread writer = Thread.ofPlatform().name("log").daemon(true).unstarted(this::loop);
        thread = writer;
        writer.start();
        // a command that ends must not lose its last words; what is logged later in a shutdown is written by stop()
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::drain));
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (!queue.offer(event)) {
            dropped.increment();
        }
    }

    private void loop() {
        boolean last = false;
        while (!last) {
            try {
                last = stopSignal.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                last = true;
            }
            drain();
        }
    }

    private synchronized void drain() {
        Encoder<ILoggingEvent> format = encoder;
        if (format == null || queue.isEmpty()) {
            return;
        }
        try {
            queue.drainTo(events);
            for (ILoggingEvent event : events) {
                put(format.encode(event));
            }
            long lost = dropped.sumThenReset();
            if (lost > 0) {
                put(("log: " + lost + " lines dropped, the queue was full\n").getBytes(StandardCharsets.UTF_8));
            }
            flush();
        } catch (IOException | RuntimeException e) {
            addError("log lines can't be written", e); // this piece is lost; the thread must go on
        } finally {
            events.clear();
            used = 0;
        }
    }

    private void put(byte[] line) throws IOException {
        if (line.length > piece.length - used) {
            flush();
        }
        if (line.length > piece.length) {
            out.write(line);
            return;
        }
        System.arraycopy(line, 0, piece, used, line.length);
        used += line.length;
    }

    private void flush() throws IOException {
        out.write(piece, 0, used);
        used = 0;
    }

    @Override
    public void stop() {
        super.stop();
        stopSignal.countDown();
        Thread writer = thread;
        if (writer != null && writer != Thread.currentThread()) {
            try {
                writer.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

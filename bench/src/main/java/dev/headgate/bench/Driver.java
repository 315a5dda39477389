package dev.headgate.bench;

import dev.headgate.bench.LoadResult.Latencies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes load on one port of this machine with one thread and one selector. Not thread-safe. */
final class Driver implements AutoCloseable {
    /*
     * Three kinds of load:
     *   closed  – so many connections, each sends again when its answer is complete: saturation;
     *   open    – requests at fixed intended times on idle connections (more are opened when none is idle); latency counts
     *             from the intended time, so that a gateway that stalls is charged for all that had to wait behind it;
     *   streams – so many connections with one long answer each; events and CPU are taken in a window after all are open.
     * The wait between two looks at the selector is at most 20 us where times matter, else the selector blocks.
     */
    private static final int CONNECTIONS_MAX = 1_024;
    private static final long LOOK_NANOS = 20_000;
    private static final int STREAMS_OPENED_AT_ONCE = 25;
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final InetSocketAddress target;
    private final List<byte[]> requests;
    private final int eventsExpected;
    private final LongSupplier cpuMicros;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(256 << 10);
    private final List<Connection> all = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private long[] samples = new long[1 << 16];
    private int sampled;
    private long answers;
    private long bad;
    private long events;
    private boolean again;
    private int opened;

    /**
     * @param request the bytes of each request
     * @param eventsExpected events that a good answer has; 0 does not look
     * @param cpuMicros CPU time that the measured processes have used so far
     */
    Driver(int port, byte[] request, int eventsExpected, LongSupplier cpuMicros) throws IOException {
        this(port, List.of(request), eventsExpected, cpuMicros);
    }

    /** The same with several requests, one a connection in turns. */
    Driver(int port, List<byte[]> requests, int eventsExpected, LongSupplier cpuMicros) throws IOException {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.requests = List.copyOf(requests);
        this.eventsExpected = eventsExpected;
        this.cpuMicros = cpuMicros;
        this.selector = Selector.open();
    }

    /** Keeps so many connections busy for this time. */
    LoadResult closed(int connections, Duration time) throws IOException {
        long start = System.nanoTime();
        long cpu = cpuMicros.getAsLong();
        again = true;
        for (int i = 0; i < connections; i++) {
            open().send(System.nanoTime());
        }
        while (System.nanoTime() - start < time.toNanos()) {
            selector.select(10);
            look();
        }
        again = false;
        drain();
        return result(events, cpuMicros.getAsLong() - cpu, start);
    }

    /** Sends so many requests each second for this time. */
    LoadResult open(int perSecond, Duration time) throws IOException {
        long start = System.nanoTime();
        long cpu = cpuMicros.getAsLong();
        long total = perSecond * time.toMillis() / 1_000;
        long interval = 1_000_000_000L / perSecond;
        long sent = 0;
        while (sent < total) {
            long now = System.nanoTime();
            while (sent < total && start + sent * interval <= now) {
                sendOnIdle(start + sent * interval);
                sent++;
            }
            selector.selectNow();
            look();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        drain();
        return result(events, cpuMicros.getAsLong() - cpu, start);
    }

    /**
     * Opens so many streams, waits {@code ramp} from the start, runs {@code atStart}, counts for the window, runs {@code atEnd},
     * then reads all to their ends.
     */
    LoadResult streams(int count, Duration ramp, Duration window, Runnable atStart, Runnable atEnd) throws IOException {
        long start = System.nanoTime();
        int opened = 0;
        while (opened < count) {
            for (int i = 0; i < STREAMS_OPENED_AT_ONCE && opened < count; i++) {
                open().send(System.nanoTime());
                opened++;
            }
            selector.select(5);
            look();
        }
        until(start + ramp.toNanos());
        atStart.run();
        long before = seenEvents();
        long cpu = cpuMicros.getAsLong();
        long from = System.nanoTime();
        until(from + window.toNanos());
        long counted = seenEvents() - before;
        LoadResult windowed = result(counted, cpuMicros.getAsLong() - cpu, from);
        atEnd.run();
        drain();
        return new LoadResult(answers, bad, counted, windowed.cpuMicros(), windowed.seconds(), windowed.latencyNanos());
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : all) {
            connection.channel.close();
        }
        selector.close();
    }

    private void until(long nanos) throws IOException {
        while (System.nanoTime() < nanos) {
            selector.select(5);
            look();
        }
    }

    /** Waits for the answers that are still to come; those that do not come in time are bad. */
    private void drain() throws IOException {
        long end = System.nanoTime() + GRACE.toNanos();
        while (busy() > 0 && System.nanoTime() < end) {
            selector.select(5);
            look();
        }
        bad += busy() + waiting.size();
    }

    private long busy() {
        long busy = 0;
        for (Connection connection : all) {
            busy += connection.busy ? 1 : 0;
        }
        return busy;
    }

    private long seenEvents() {
        long sum = events;
        for (Connection connection : all) {
            sum += connection.busy ? connection.reader.events() : 0;
        }
        return sum;
    }

    private LoadResult result(long counted, long cpu, long startNanos) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new LoadResult(answers, bad, counted, cpu, seconds, new Latencies(samples, sampled));
    }

    private void sendOnIdle(long intendedNanos) throws IOException {
        Connection connection = idle.poll();
        if (connection == null && all.size() < CONNECTIONS_MAX) {
            connection = open();
        }
        if (connection == null) {
            waiting.add(intendedNanos);
            return;
        }
        connection.send(intendedNanos);
    }

    private Connection open() throws IOException {
        SocketChannel channel = SocketChannel.open(target);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Connection connection = new Connection(channel, requests.get(opened++ % requests.size()));
        connection.key = channel.register(selector, SelectionKey.OP_READ, connection);
        all.add(connection);
        return connection;
    }

    private void look() throws IOException {
        var ready = selector.selectedKeys();
        for (SelectionKey key : ready) {
            if (key.isValid() && key.attachment() instanceof Connection connection) {
                connection.ready();
            }
        }
        ready.clear();
    }

    private void sample(long nanos) {
        if (sampled == samples.length) {
            samples = Arrays.copyOf(samples, sampled * 2);
        }
        samples[sampled++] = nanos;
    }

    /** One connection and the answer that it waits for. */
    private final class Connection {
        private final SocketChannel channel;
        private final ResponseReader reader = new ResponseReader();
        private final ByteBuffer out;
        private @Nullable SelectionKey key;
        private boolean busy;
        private long intendedNanos;

        Connection(SocketChannel channel, byte[] request) {
            this.channel = channel;
            this.out = ByteBuffer.wrap(request);
        }

        void send(long intended) throws IOException {
            busy = true;
            intendedNanos = intended;
            reader.reset();
            out.clear();
            write();
        }

        void ready() throws IOException {
            if (key != null && key.isWritable()) {
                write();
            }
            in.clear();
            int count;
            try {
                count = channel.read(in);
            } catch (IOException e) {
                count = -1;
            }
            if (count < 0) {
                reader.closed();
                ended(true);
                return;
            }
            in.flip();
            if (busy) {
                reader.read(in);
                if (reader.done()) {
                    ended(reader.closes());
                }
            }
        }

        private void write() throws IOException {
            try {
                channel.write(out);
            } catch (IOException e) {
                ended(true);
                return;
            }
            if (key != null) {
                key.interestOps(
                        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            }
        }

        private void ended(boolean close) throws IOException {
            if (busy) {
                busy = false;
                boolean good = reader.done()
                        && reader.status() == 200
                        && (eventsExpected == 0 || reader.events() == eventsExpected);
                if (good) {
                    answers++;
                    sample(System.nanoTime() - intendedNanos);
                } else {
                    bad++;
                }
                events += reader.events();
            }
            if (close) {
                channel.close();
                all.remove(this);
                idle.remove(this);
                if (again) {
                    open().send(System.nanoTime());
                }
                return;
            }
            Long next = waiting.poll();
            if (again || next != null) {
                send(next == null ? System.nanoTime() : next);
                return;
            }
            idle.push(this);
        }
    }
}

package dev.headgate.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that call a gateway without pause, every second call a stream and with each of the drill's keys in turn, and note what they
 * saw to end.
 */
final class CrashClients {
    private static final int READ_MILLIS = 10_000;

    private final int port;
    private final Queue<String> finished;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong cutOff = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param finished takes the request id of each call whose last byte a client saw
     */
    CrashClients(int port, int clients, Queue<String> finished) {
        this.port = port;
        this.finished = finished;
        for (int i = 0; i < clients; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().name("client-" + i).unstarted(() -> run(number)));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Calls that ended whole with status 200. */
    long calls() {
        return calls.get();
    }

    /** Calls whose connection broke before their end. */
    long cutOff() {
        return cutOff.get();
    }

    /** Calls that ended whole with another status or without a request id. */
    long refused() {
        return refused.get();
    }

    /** Stops the clients and waits until the last one has noted its last call. */
    void stop() {
        stopping.set(true);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void run(int number) {
        int call = number;
        while (!stopping.get()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(READ_MILLIS);
                boolean open = true;
                while (open && !stopping.get()) {
                    open = call(socket, call++);
                }
            } catch (IOException | IllegalStateException e) {
                if (!stopping.get()) {
                    cutOff.incrementAndGet();
                    return;
                }
            }
        }
    }

    /** One call; says whether the connection may be used again. */
    private boolean call(Socket socket, int number) throws IOException {
        boolean stream = number % 2 == 0;
        String key = CrashSettings.KEYS.get(number / 2 % CrashSettings.KEYS.size());
        String body = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":64,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"a call that may be cut off\"}]}";
        socket.getOutputStream().write(ResponseReader.request(Compare.PATH, key, body));
        ResponseReader reader = new ResponseReader();
        byte[] bytes = new byte[8_192];
        InputStream in = socket.getInputStream();
        while (!reader.done()) {
            int count = in.read(bytes);
            if (count < 0) {
                throw new IOException("the connection ended inside an answer");
            }
            reader.read(ByteBuffer.wrap(bytes, 0, count));
        }
        if (reader.status() == 200 && !reader.requestId().isEmpty()) {
            finished.add(reader.requestId());
            calls.incrementAndGet();
        } else {
            refused.incrementAndGet();
        }
        return !reader.closes();
    }

    /** A place for the ids of finished calls. */
    static Queue<String> ids() {
        return new ConcurrentLinkedQueue<>();
    }
}

package dev.headgate.upstream;

import dev.headgate.base.Ticker;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.LinkedBlockingQueue;

/** Hears a test call on its event loop and passes on what happens, when it happens. Keeps at most 256 KiB of the answer. */
final class HeardCall implements UpstreamListener {
    private static final int KEPT_MAX = 256 * 1024;

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Ticker ticker;
    private final Buffer body = Buffer.buffer();
    private boolean sent;

    HeardCall(Ticker ticker) {
        this.ticker = ticker;
    }

    /** What happened; {@code nanos} is the ticker's time. */
    sealed interface Event {
        long nanos();
    }

    record Sent(long nanos) implements Event {}

    record Head(long nanos, int status, MultiMap headers) implements Event {}

    /** The answer has ended; {@code body} is its beginning. */
    record End(long nanos, Buffer body) implements Event {}

    record Failed(long nanos, UpstreamFailure failure) implements Event {}

    /** For the thread that waits. */
    LinkedBlockingQueue<Event> events() {
        return events;
    }

    @Override
    public void sent() {
        if (!sent) {
            sent = true;
            events.add(new Sent(ticker.nanos()));
        }
    }

    @Override
    public void head(int status, MultiMap headers) {
        events.add(new Head(ticker.nanos(), status, headers));
    }

    @Override
    public void chunk(Buffer bytes) {
        int room = KEPT_MAX - body.length();
        if (room > 0) {
            body.appendBuffer(bytes, 0, Math.min(room, bytes.length()));
        }
    }

    @Override
    public void end() {
        events.add(new End(ticker.nanos(), body));
    }

    @Override
    public void failed(UpstreamFailure failure) {
        events.add(new Failed(ticker.nanos(), failure));
    }
}

package dev.headgate.http;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * What the connections of one event loop send in a turn, and whether that is enough to be put off to the turn's end (see
 * {@link TurnFlush}). Confined to its event loop.
 */
public final class LoopTurn {
    /** Sends after which a quiet loop's turn is looked at, from there on; a prime, so that looks don't keep step with what comes. */
    static final int LOOK_EACH = 17;

    /** Sends a turn, on the average, from which on they are put off. */
    private static final double BUSY = 2.5;

    /** The same, below which they no longer are. */
    private static final double QUIET = 1.5;

    /** What one turn counts in the average. */
    private static final double WEIGHT = 0.125;

    private final EventLoop loop;
    private final List<TurnFlush> waiting = new ArrayList<>();
    private boolean watched;
    private boolean busy;
    private int untilLook = LOOK_EACH;
    private int sends;
    private double average;

    LoopTurn(EventLoop loop) {
        this.loop = loop;
    }

    /** That of a context's event loop; its connections must all be told of the same. */
    public static LoopTurn of(Context context) {
        return new LoopTurn(ContextInternal.class.cast(context).nettyEventLoop());
    }

    boolean isOf(EventLoop other) {
        return loop.equals(other);
    }

    /** Whether this turn's end will send what {@code flush} has. */
    boolean takes(TurnFlush flush) {
        if (watched) {
            sends++;
        } else if (busy || --untilLook <= 0) {
            watched = true;
            untilLook = LOOK_EACH;
            sends = 1;
            loop.execute(this::end); // a loop runs what it was given only after all its sockets
        }
        if (busy) {
            waiting.add(flush);
        }
        return busy;
    }

    private void end() {
        watched = false;
        average += (sends - average) * WEIGHT;
        busy = average >= (busy ? QUIET : BUSY);
        int count = waiting.size(); // sending may make others send, which are put off anew
        for (int i = 0; i < count; i++) {
            waiting.get(i).send();
        }
        waiting.subList(0, count).clear();
    }
}

package dev.headgate.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.IdentityHashMap;

/**
 * Closes client connections that have no request in flight for too long: those that dribble a request head (slow loris),
 * idle kept-alive ones, and those that still upload a body whose request was refused. Confined to one event loop.
 *
 * <p>Not yet the first head: where HTTP/2 in clear text is on, Vert.x tells of a connection only once its first head is whole, so
 * until then only the server's idle time-out holds.
 */
public final class ConnectionGuard {
    /** How long a refused request's body is still read and thrown away, so that the client can see its answer. */
    private static final long DISCARD_NANOS = Duration.ofSeconds(2).toNanos();

    private final LoopTicks ticks;
    private final long headNanos;
    private final long idleNanos;
    private final IdentityHashMap<HttpConnection, Watched> connections = new IdentityHashMap<>();

    /**
     * @param headTimeout a new connection must have sent a whole request head by then
     * @param idleTimeout a kept-alive connection must have sent its next whole request head by then
     */
    public ConnectionGuard(LoopTicks ticks, Duration headTimeout, Duration idleTimeout) {
        this.ticks = ticks;
        this.headNanos = headTimeout.toNanos();
        this.idleNanos = idleTimeout.toNanos();
    }

    /** Takes a new connection under watch. */
    public void opened(HttpConnection connection) {
        Watched watched = new Watched(connection, ticks.nowNanos() + headNanos);
        connections.put(connection, watched);
        ticks.join(watched);
        connection.closeHandler(closed -> {
            ticks.leave(watched);
            connections.remove(connection);
        });
    }

    void requestStarted(HttpConnection connection) {
        Watched watched = connections.get(connection);
        if (watched != null) {
            watched.requests++;
        }
    }

    /** @param bodyRead false when the client may still be sending the request's body */
    void requestEnded(HttpConnection connection, boolean bodyRead) {
        Watched watched = connections.get(connection);
        if (watched != null) {
            watched.requests--;
            watched.deadlineNanos = ticks.nowNanos() + (bodyRead ? idleNanos : DISCARD_NANOS);
        }
    }

    private static final class Watched extends LoopTicks.Member {
        private final HttpConnection connection;
        private long deadlineNanos;
        private int requests;

        Watched(HttpConnection connection, long deadlineNanos) {
            this.connection = connection;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        protected void tick(long nowNanos) {
            if (requests == 0 && nowNanos - deadlineNanos > 0) {
                connection.close();
            }
        }
    }
}

package dev.headgate.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.IdentityHashMap;

/**
 * Closes client connections that have no request in flight for too long: those that dribble a request head (slow loris),
 * idle kept-alive ones, and those that still upload a body whose request was refused. Until a connection's first head is whole
 * {@link FirstHeadDeadline} watches it. Confined to one event loop.
 */
public final class ConnectionGuard {
    /** How long a refused request's body is still read and thrown away, so that the client can see its answer. */
    private static final long DISCARD_NANOS = Duration.ofSeconds(2).toNanos();

    private final LoopTicks ticks;
    private final LoopTurn turn;
    private final long headNanos;
    private final long idleNanos;
    private final IdentityHashMap<HttpConnection, Watched> connections = new IdentityHashMap<>();

    /**
     * @param turn of this loop, which the connections' sends go by
     * @param headTimeout a new connection must have sent a whole request head by then
     * @param idleTimeout a kept-alive connection must have sent its next whole request head by then
     */
    public ConnectionGuard(LoopTicks ticks, LoopTurn turn, Duration headTimeout, Duration idleTimeout) {
        this.ticks = ticks;
        this.turn = turn;
        this.headNanos = headTimeout.toNanos();
        this.idleNanos = idleTimeout.toNanos();
    }

    /** Takes a new connection under watch. */
    public void opened(HttpConnection connection) {
        Watched watched = new Watched(connection, ticks.nowNanos() + headNanos);
        connections.put(connection, watched);
        ticks.join(watched);
        if (connection instanceof HttpServerConnection server) {
            StrictRequests.watch(server.channelHandlerContext().channel());
            TurnFlush.watch(server.channelHandlerContext().pipeline(), turn);
        }
        connection.closeHandler(closed -> {
            ticks.leave(watched);
            connections.remove(connection);
        });
    }

    /** Drops what else comes on a connection that is about to be closed. */
    public static void stopReading(HttpConnection connection) {
        if (connection instanceof HttpServerConnection server) {
            StrictRequests.stop(server.channelHandlerContext().channel());
        }
    }

    void requestStarted(HttpConnection connection) {
        Watched watched = connections.get(connection);
        if (watched != null) {
            watched.requests++;
            watched.firstHead();
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
        private boolean headSeen;

        Watched(HttpConnection connection, long deadlineNanos) {
            this.connection = connection;
            this.deadlineNanos = deadlineNanos;
        }

        /** Only now, not when the connection was told: an HTTP/2 one is, before any request. */
        void firstHead() {
            if (!headSeen) {
                headSeen = true;
                if (connection instanceof HttpServerConnection server) {
                    FirstHeadDeadline.disarm(server.channelHandlerContext().channel());
                }
            }
        }

        @Override
        protected void tick(long nowNanos) {
            if (requests == 0 && nowNanos - deadlineNanos > 0) {
                connection.close();
            }
        }
    }
}

package dev.headgate.fake;

import java.time.Duration;

/**
 * How the fake provider listens.
 *
 * @param host address to bind
 * @param port port to bind; 0 picks a free one
 * @param tls whether to speak TLS with a self-signed certificate (HTTP/2 by ALPN)
 * @param pace time between the events of unscripted streams; zero writes them at once
 * @param loops event loops that accept connections
 * @param seenMax requests that are remembered; older ones are forgotten
 */
public record FakeOptions(String host, int port, boolean tls, Duration pace, int loops, int seenMax) {
    /** Plain HTTP on a free local port, one loop, no pacing. */
    public static final FakeOptions DEFAULTS = new FakeOptions("127.0.0.1", 0, false, Duration.ZERO, 1, 1_000);

    public FakeOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 - 65535)");
        }
        if (pace.isNegative()) {
            throw new IllegalArgumentException("pace: " + pace + " (expected: >= 0)");
        }
        if (loops < 1 || seenMax < 1) {
            throw new IllegalArgumentException("loops, seenMax: " + loops + ", " + seenMax + " (expected: >= 1)");
        }
    }

    /** The same with another port. */
    public FakeOptions withPort(int port) {
        return new FakeOptions(host, port, tls, pace, loops, seenMax);
    }

    /** The same with or without TLS. */
    public FakeOptions withTls(boolean tls) {
        return new FakeOptions(host, port, tls, pace, loops, seenMax);
    }

    /** The same with another pace. */
    public FakeOptions withPace(Duration pace) {
        return new FakeOptions(host, port, tls, pace, loops, seenMax);
    }

    /** The same with another number of event loops. */
    public FakeOptions withLoops(int loops) {
        return new FakeOptions(host, port, tls, pace, loops, seenMax);
    }

    /** The same with another length of the memory of requests. */
    public FakeOptions withSeenMax(int seenMax) {
        return new FakeOptions(host, port, tls, pace, loops, seenMax);
    }
}

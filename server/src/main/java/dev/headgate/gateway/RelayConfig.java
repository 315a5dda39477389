package dev.headgate.gateway;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.headgate.base.Bytes;
import dev.headgate.base.Check;
import dev.headgate.config.Doc;
import java.time.Duration;

/** How requests are relayed: sizes, time-outs, tries. */
public record RelayConfig(
        @Doc("largest request body, also after inflating gzip; 1KiB to 1GiB")
        Bytes maxBody,

        @Doc("largest request head; 4KiB to 1MiB") Bytes maxHeader,

        @Doc("tries on different accounts, the first included; 1 to 10")
        int attemptsMax,

        @Doc("time to open a connection to an upstream; 100ms to 30s")
        Duration connectTimeout,

        @Doc("time from the sent request to the first byte of its answer; 100ms to 1h, long for reasoning models")
        Duration firstByteTimeout,

        @Doc(
                "silence inside an answer after which it is given up; 100ms to 1h; also how long a client may stop reading")
        Duration idleTimeout,

        @Doc("longest time a call waits for a free account, all its waits together; 0 refuses at once, at most 10m")
        Duration queueTimeout,

        @Doc("calls of one group that may wait for an account; 0 refuses at once, at most 100,000")
        int queueMax,

        @Doc(
                "when a client leaves: `drain` reads the answer to its end and charges the truth, `cancel` stops it and charges an estimate")
        OnClientGone onClientGone,

        @Doc("longest time an answer is read on for a client that has left; 1s to 1h")
        Duration drainMax,

        @Doc(
                "silence before the first event after which a stream gets protocol pings, so that a proxy in front doesn't cut it; 0 is off, at most 10m")
        Duration earlyKeepalive,

        @Doc("time in which a new connection must send its first whole request head; 100ms to 5m")
        Duration headerTimeout,

        @Doc("longest pause inside a request's body; 100ms to 10m")
        Duration bodyTimeout,

        @Doc("how long a connection without a request is kept open; 100ms to 1h")
        Duration keepaliveTimeout) {
    public static final RelayConfig DEFAULTS = new RelayConfig(
            Bytes.ofMebibytes(32),
            new Bytes(64 * 1024),
            3,
            ofSeconds(5),
            ofMinutes(10),
            ofMinutes(2),
            ofSeconds(30),
            1_000,
            OnClientGone.DRAIN,
            ofMinutes(10),
            Duration.ZERO,
            ofSeconds(30),
            ofSeconds(30),
            ofMinutes(2));

    public RelayConfig {
        Check.range("max-body", maxBody.count(), 1024, 1L << 30);
        Check.range("max-header", maxHeader.count(), 4096, 1L << 20);
        Check.range("attempts-max", attemptsMax, 1, 10);
        Check.range("connect-timeout", connectTimeout, ofMillis(100), ofSeconds(30));
        Check.range("first-byte-timeout", firstByteTimeout, ofMillis(100), ofMinutes(60));
        Check.range("idle-timeout", idleTimeout, ofMillis(100), ofMinutes(60));
        Check.range("queue-timeout", queueTimeout, Duration.ZERO, ofMinutes(10));
        Check.range("queue-max", queueMax, 0, 100_000);
        Check.range("drain-max", drainMax, ofSeconds(1), ofMinutes(60));
        Check.range("early-keepalive", earlyKeepalive, Duration.ZERO, ofMinutes(10));
        Check.range("header-timeout", headerTimeout, ofMillis(100), ofMinutes(5));
        Check.range("body-timeout", bodyTimeout, ofMillis(100), ofMinutes(10));
        Check.range("keepalive-timeout", keepaliveTimeout, ofMillis(100), ofMinutes(60));
    }

    /** What happens to the upstream call of a client that left. */
    public enum OnClientGone {
        DRAIN,
        CANCEL
    }
}

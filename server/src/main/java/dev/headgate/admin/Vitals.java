package dev.headgate.admin;

import dev.headgate.observe.RecentSpread;
import java.time.Instant;

/** How Headgate itself is at this instant. Never blocks; thread-safe. */
public interface Vitals {
    /** What has been counted since the start. */
    Counts counts();

    Status status();

    /** How long Headgate itself took with calls before they went out, since the start. */
    RecentSpread.Look added();

    /** Counts since the start, but for the last three, which are of this instant. {@code queued}: calls that wait for a slot. */
    record Counts(
            long requests,
            long errors,
            long input,
            long output,
            long cacheRead,
            long cacheWrite,
            long openStreams,
            long callsInFlight,
            long queued) {}

    /**
     * How the process is.
     *
     * @param store sqlite or postgresql
     * @param journalLag records not settled yet
     */
    record Status(
            String version,
            Instant startedAt,
            boolean ready,
            String store,
            long journalLag,
            boolean journalHealthy,
            boolean settlementHealthy,
            long heapUsedBytes,
            long heapMaxBytes) {}
}

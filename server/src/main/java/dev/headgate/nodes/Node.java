package dev.headgate.nodes;

import java.time.Instant;

/**
 * A gateway as it tells of itself.
 *
 * @param id another one after each start
 * @param host the machine's name; empty where it isn't known
 * @param address where it listens
 * @param ready whether it takes calls
 */
public record Node(
        String id, String host, long processId, String version, Instant startedAt, String address, boolean ready) {}

package dev.headgate.usage;

import dev.headgate.base.Check;
import dev.headgate.config.Doc;
import java.time.Duration;

/**
 * When a finished call is safe from power loss. It is safe from a crash of the process before the client sees its end in both
 * modes.
 */
public record JournalConfig(
        @Doc("`interval`: on disk within `interval`; `always`: on disk before the client sees the end of its answer")
        Sync sync,

        @Doc("longest time between a call's end and its record on disk, 1ms to 10s; used with `sync: interval`")
        Duration interval) {
    public static final JournalConfig DEFAULTS = new JournalConfig(Sync.INTERVAL, Duration.ofMillis(20));

    public JournalConfig {
        Check.range("interval", interval, Duration.ofMillis(1), Duration.ofSeconds(10));
    }

    /** When fsync happens. */
    public enum Sync {
        INTERVAL,
        ALWAYS
    }
}

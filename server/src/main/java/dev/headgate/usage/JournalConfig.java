package dev.headgate.usage;

import dev.headgate.base.Bytes;
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
        Duration interval,

        @Doc("unsettled records at which new calls are refused, e.g. while the database is away; 64KiB to 1024GiB")
        Bytes maxBytes) {
    public static final JournalConfig DEFAULTS =
            new JournalConfig(Sync.INTERVAL, Duration.ofMillis(20), Bytes.parse("4GiB"));

    public JournalConfig {
        Check.range("interval", interval, Duration.ofMillis(1), Duration.ofSeconds(10));
        Check.range("max-bytes", maxBytes.count(), 64L << 10, 1L << 40);
    }

    /** When fsync happens. */
    public enum Sync {
        INTERVAL,
        ALWAYS
    }
}

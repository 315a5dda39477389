package dev.headgate.usage;

import dev.headgate.base.Check;
import dev.headgate.config.Doc;
import java.time.Duration;

/** How long the log of calls is kept. Sums and ledger entries are kept for ever. */
public record UsageConfig(
        @Doc(
                "age at which calls leave the log, e.g. 90d; 0 keeps them all; with PostgreSQL whole months (UTC) leave it")
        Duration retention) {
    public static final UsageConfig DEFAULTS = new UsageConfig(Duration.ZERO);

    public UsageConfig {
        Check.that(
                retention.isZero() || retention.compareTo(Duration.ofDays(1)) >= 0,
                "retention",
                retention.toString(),
                "0, or 1d or more");
    }
}

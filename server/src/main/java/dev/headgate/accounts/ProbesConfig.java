package dev.headgate.accounts;

import dev.headgate.base.Check;
import dev.headgate.config.Doc;
import java.time.Duration;

/** Test calls that Headgate makes by itself on accounts that rest, so that one that is well again takes calls sooner. */
public record ProbesConfig(
        @Doc("whether accounts are probed, unless an account says otherwise; each probe is a real call at your cost")
        boolean enabled,

        @Doc(
                "time between two probes of an account, and before the first; each is up to a fifth longer or shorter by chance; 10s to 7d")
        Duration interval,

        @Doc("probes at once, over all accounts; 1 to 100") int atOnce,

        @Doc("whether accounts that are well are probed too")
        boolean active) {
    public static final ProbesConfig DEFAULTS = new ProbesConfig(false, Duration.ofMinutes(5), 2, false);

    public ProbesConfig {
        checkInterval(interval);
        Check.range("at-once", atOnce, 1, 100);
    }

    /** Refuses what would be a storm or never come. */
    static void checkInterval(Duration interval) {
        Check.that(
                interval.compareTo(Duration.ofSeconds(10)) >= 0 && interval.compareTo(Duration.ofDays(7)) <= 0,
                "interval",
                interval.toString(),
                "10s to 7d");
    }
}

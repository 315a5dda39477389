package dev.headgate.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headgate.base.Ticker;
import java.time.Duration;

/** Counts what strangers make us do, by whatever names them; counts begin anew an hour after their first. Thread-safe. */
final class Throttle {
    private static final int REMEMBERED_MAX = 100_000;

    private final Ticker ticker;
    private final Cache<String, Count> counts;

    private record Count(long firstNanos, int count) {}

    Throttle(Ticker ticker) {
        this.ticker = ticker;
        this.counts = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(Duration.ofHours(1))
                .ticker(ticker::nanos)
                .build();
    }

    /** Counts one more; whether it is within {@code max} an hour. */
    boolean passes(String what, int max) {
        long now = ticker.nanos();
        Count counted = counts.asMap().compute(what, (key, before) -> {
            if (before == null
                    || now - before.firstNanos() > Duration.ofHours(1).toNanos()) {
                return new Count(now, 1);
            }
            return new Count(before.firstNanos(), before.count() + 1);
        });
        return counted.count() <= max;
    }
}

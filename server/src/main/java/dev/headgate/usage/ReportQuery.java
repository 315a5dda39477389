package dev.headgate.usage;

import dev.headgate.base.Check;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a report is asked for.
 *
 * @param by what it is broken down by; none for one row of totals
 * @param from first instant, null for the beginning; an hour or day that began before it is left out
 * @param to first instant no longer in it, null for no end; the hour or day in which it lies is in it
 * @param only values that a dimension must have: ids of users, keys, groups and accounts in decimal, a model's name
 * @param limit most rows, 0 for all; rows come by time, then the largest charge first
 */
public record ReportQuery(
        Set<Dimension> by, @Nullable Instant from, @Nullable Instant to, Map<Dimension, String> only, int limit) {
    /** Tables of sums, the smallest first; {@link Rollup#HOURLY} answers what none of them can. */
    private static final List<Rollup> BY_SIZE = List.of(
            Rollup.DAILY_GROUPS,
            Rollup.DAILY_MODELS,
            Rollup.DAILY_ACCOUNTS,
            Rollup.DAILY_POOLS,
            Rollup.HOURLY_MODELS,
            Rollup.HOURLY_POOLS,
            Rollup.DAILY_KEYS);

    public ReportQuery {
        by = by.isEmpty() ? Set.of() : EnumSet.copyOf(by);
        only = new TreeMap<>(only);
        Check.that(!(by.contains(Dimension.HOUR) && by.contains(Dimension.DAY)), "by", "hour and day", "one of them");
        Check.that(
                !only.containsKey(Dimension.HOUR) && !only.containsKey(Dimension.DAY), "only", "a time", "from and to");
        Check.that(from == null || to == null || from.isBefore(to), "from", String.valueOf(from), "before " + to);
        Check.range("limit", limit, 0, 1_000_000);
        only.forEach((dimension, value) -> {
            if (dimension != Dimension.MODEL) {
                id(dimension, value);
            }
        });
    }

    static long id(Dimension dimension, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(dimension.id() + ": \"" + value + "\" (expected: an id)", e);
        }
    }

    /** The smallest table of sums that can answer. */
    Rollup table() {
        Set<Dimension> wanted = EnumSet.noneOf(Dimension.class);
        wanted.addAll(by);
        wanted.addAll(only.keySet());
        boolean hours = wanted.remove(Dimension.HOUR) || !wholeDays(from) || !wholeDays(to);
        wanted.remove(Dimension.DAY);
        for (Rollup rollup : BY_SIZE) {
            if (rollup.hasAll(wanted) && (!hours || rollup.spanMillis() == Rollup.HOURLY.spanMillis())) {
                return rollup;
            }
        }
        return Rollup.HOURLY;
    }

    private static boolean wholeDays(@Nullable Instant at) {
        return at == null || at.toEpochMilli() % Rollup.DAILY_POOLS.spanMillis() == 0;
    }
}

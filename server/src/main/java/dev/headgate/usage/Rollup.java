package dev.headgate.usage;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of sums. Each has the dimensions it is asked by, and the same measures. */
enum Rollup {
    /** Everything a report may ask for. */
    HOURLY(
            "usage_hourly",
            "hour_start",
            3_600_000L,
            EnumSet.of(Dimension.USER, Dimension.KEY, Dimension.GROUP, Dimension.ACCOUNT, Dimension.MODEL),
            "hour_start, key_id, account_id, model, user_id, group_id"),

    /** Who used how much. */
    DAILY_KEYS(
            "usage_daily_keys",
            "day_start",
            86_400_000L,
            EnumSet.of(Dimension.USER, Dimension.KEY, Dimension.GROUP),
            "day_start, user_id, key_id, group_id"),

    /** What accounts and models did. */
    HOURLY_POOLS(
            "usage_hourly_pools",
            "hour_start",
            3_600_000L,
            EnumSet.of(Dimension.GROUP, Dimension.ACCOUNT, Dimension.MODEL),
            "hour_start, group_id, account_id, model"),

    /** What models did in the last days, and everything together. */
    HOURLY_MODELS("usage_hourly_models", "hour_start", 3_600_000L, EnumSet.of(Dimension.MODEL), "hour_start, model"),

    /** The same as {@link #HOURLY_POOLS} by the day. */
    DAILY_POOLS(
            "usage_daily_pools",
            "day_start",
            86_400_000L,
            EnumSet.of(Dimension.GROUP, Dimension.ACCOUNT, Dimension.MODEL),
            "day_start, group_id, account_id, model"),

    /** What models did, over long times. */
    DAILY_MODELS("usage_daily_models", "day_start", 86_400_000L, EnumSet.of(Dimension.MODEL), "day_start, model"),

    /** What accounts did, over long times. */
    DAILY_ACCOUNTS(
            "usage_daily_accounts", "day_start", 86_400_000L, EnumSet.of(Dimension.ACCOUNT), "day_start, account_id"),

    /** What groups did, and everything together. */
    DAILY_GROUPS("usage_daily_groups", "day_start", 86_400_000L, EnumSet.of(Dimension.GROUP), "day_start, group_id");

    /** What every table sums, in the order of {@link UsageSums}. */
    static final List<String> MEASURES = List.of(
            "calls",
            "errors",
            "input_tokens",
            "output_tokens",
            "cache_read_tokens",
            "cache_write_tokens",
            "reasoning_tokens",
            "list_cost_nanos",
            "charged_nanos",
            "upstream_cost_nanos");

    @SuppressWarnings("ImmutableEnumChecker") // never changed after construction
    private final Set<Dimension> dimensions;

    private final String table;
    private final String time;
    private final long spanMillis;
    private final String key;

    Rollup(String table, String time, long spanMillis, Set<Dimension> dimensions, String key) {
        this.table = table;
        this.time = time;
        this.spanMillis = spanMillis;
        this.dimensions = dimensions;
        this.key = key;
    }

    String table() {
        return table;
    }

    /** The column of a sum's first instant. */
    String time() {
        return time;
    }

    /** How long a sum's span is. */
    long spanMillis() {
        return spanMillis;
    }

    boolean has(Dimension dimension) {
        return dimensions.contains(dimension);
    }

    boolean hasAll(Set<Dimension> wanted) {
        return dimensions.containsAll(wanted);
    }

    /** The finer table that it can be summed up from; null for the finest. Declared before it. */
    @Nullable
    Rollup source() {
        return switch (this) {
            case HOURLY -> null;
            case DAILY_KEYS, HOURLY_POOLS -> HOURLY;
            case HOURLY_MODELS, DAILY_POOLS -> HOURLY_POOLS;
            case DAILY_MODELS, DAILY_ACCOUNTS, DAILY_GROUPS -> DAILY_POOLS;
        };
    }

    /** The columns of its primary key, in their order. */
    String key() {
        return key;
    }
}

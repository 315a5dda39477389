package dev.headgate.admin;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.config.Doc;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a key or a user may use at most; written whole. */
record LimitsView(
        @Doc("calls at once; absent or 0 = no limit") @Nullable
        Integer concurrency,

        @Doc("calls within a minute; absent or 0 = no limit") @Nullable
        Long requestsPerMinute,

        @Doc("tokens within a minute; absent or 0 = no limit") @Nullable
        Long tokensPerMinute,

        @Doc("nano-dollars within any 5 hours; absent = no limit") @Nullable
        Long spendFiveHoursNanos,

        @Doc("nano-dollars within a day; absent = no limit") @Nullable
        Long spendDayNanos,

        @Doc("nano-dollars within a week; absent = no limit") @Nullable
        Long spendWeekNanos,

        @Doc("nano-dollars within a month; absent = no limit") @Nullable
        Long spendMonthNanos) {

    static LimitsView of(CallLimits limits) {
        return new LimitsView(
                limits.concurrency(),
                limits.requestsPerMinute(),
                limits.tokensPerMinute(),
                spend(limits, Period.FIVE_HOURS),
                spend(limits, Period.DAY),
                spend(limits, Period.WEEK),
                spend(limits, Period.MONTH));
    }

    private static @Nullable Long spend(CallLimits limits, Period period) {
        Money limit = limits.spend().get(period);
        return limit == null ? null : (Long) limit.nanos();
    }

    CallLimits limits() {
        Map<Period, Money> spend = new EnumMap<>(Period.class);
        put(spend, Period.FIVE_HOURS, spendFiveHoursNanos);
        put(spend, Period.DAY, spendDayNanos);
        put(spend, Period.WEEK, spendWeekNanos);
        put(spend, Period.MONTH, spendMonthNanos);
        return new CallLimits(
                concurrency == null ? 0 : concurrency,
                requestsPerMinute == null ? 0 : requestsPerMinute,
                tokensPerMinute == null ? 0 : tokensPerMinute,
                spend);
    }

    private static void put(Map<Period, Money> spend, Period period, @Nullable Long nanos) {
        if (nanos != null) {
            spend.put(period, new Money(nanos));
        }
    }

    /** The limits of a view that may be absent. */
    static @Nullable CallLimits orNull(@Nullable LimitsView view) {
        return view == null ? null : view.limits();
    }
}

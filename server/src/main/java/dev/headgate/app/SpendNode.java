package dev.headgate.app;

import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.config.Doc;
import dev.headgate.config.Key;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much may be spent within each period. */
public record SpendNode(
        @Doc("USD within 5 hours, always sliding") @Key("5h") @Nullable
        Money fiveHours,

        @Doc("USD within a day") @Nullable Money day,
        @Doc("USD within a week") @Nullable Money week,
        @Doc("USD within a month") @Nullable Money month) {

    static Map<Period, Money> limits(@Nullable SpendNode node) {
        Map<Period, Money> limits = new EnumMap<>(Period.class);
        if (node != null) {
            put(limits, Period.FIVE_HOURS, node.fiveHours);
            put(limits, Period.DAY, node.day);
            put(limits, Period.WEEK, node.week);
            put(limits, Period.MONTH, node.month);
        }
        return limits;
    }

    private static void put(Map<Period, Money> limits, Period period, @Nullable Money limit) {
        if (limit != null) {
            limits.put(period, limit);
        }
    }
}

package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a subscription offers. Immutable.
 *
 * @param group whose keys may draw on it
 * @param price of one validity, in USD
 * @param limits what calls may cost in each window; a period without one isn't limited
 * @param renewal what happens at the end, for new subscriptions
 * @param zone whose calendar its windows and ends go by, for new subscriptions
 * @param enabled whether new subscriptions may be made
 */
public record Plan(
        long id,
        String name,
        GroupId group,
        Money price,
        Validity validity,
        Map<Period, Money> limits,
        Renewal renewal,
        ZoneId zone,
        boolean enabled,
        boolean declared) {
    /** No limit, in a place that needs one; far from overflow. */
    static final long UNLIMITED = Long.MAX_VALUE / 4;

    public Plan {
        Check.notBlank("name", name);
        Check.atLeast("price nanos", price.nanos(), 0);
        limits = Map.copyOf(limits);
        limits.forEach((period, limit) -> Check.that(
                limit.nanos() > 0 && limit.nanos() < UNLIMITED, period.id() + " limit", limit, "more than 0"));
    }

    /** What becomes of a subscription at its end. */
    public enum Renewal {
        /** It ends. */
        NONE("none"),
        /** It goes on for the price, taken from the user's balance, where that covers it. */
        BALANCE("balance");

        private final String id;

        Renewal(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        /** The renewal of that word. */
        public static Renewal of(String id) {
            for (Renewal renewal : values()) {
                if (renewal.id.equals(id)) {
                    return renewal;
                }
            }
            throw new IllegalArgumentException("renewal: \"" + id + "\" (expected: none or balance)");
        }
    }

    long limitNanos(Period period) {
        Money limit = limits.get(period);
        return limit == null ? UNLIMITED : limit.nanos();
    }
}

package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.Money;
import java.time.Instant;
import java.util.Locale;

/**
 * Codes made together, which all give the same.
 *
 * @param expiresAt from when they are no longer taken
 * @param usesMax how often each code is taken, by different users; 1 to 1,000,000
 */
public record CodeBatch(long id, String name, Kind kind, Gift gift, Instant expiresAt, int usesMax, boolean enabled) {
    public CodeBatch {
        Check.notBlank("batch", name);
        Check.range("uses", usesMax, 1, 1_000_000);
    }

    /** Where a code is taken. */
    public enum Kind {
        /** By any user, any time. */
        REDEEM,
        /** At registration only. */
        PROMO;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What a code gives; at least one part.
     *
     * @param planId the plan of which {@code planDays} are given, 0 for none
     * @param places calls at once beside those the user has
     */
    public record Gift(Money balance, long planId, int planDays, int places) {
        public Gift {
            Check.atLeast("balance nanos", balance.nanos(), 0);
            Check.range("days", planDays, 0, 3_650);
            Check.range("places", places, 0, 10_000);
            Check.that((planId != 0) == (planDays > 0), "days", planDays, "more than 0 exactly with a plan");
            Check.that(balance.nanos() > 0 || planDays > 0 || places > 0, "gift", "nothing", "balance, days or places");
        }
    }
}

package dev.headgate.limits;

import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.cluster.Windows.Demand;
import dev.headgate.cluster.Windows.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Says which limit refused a call, where it stands, and when it passes. */
final class RefusalWords {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** A call at once ends when it ends; a client that asks once a second neither waits long nor harms. */
    private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(1);

    private RefusalWords() {}

    static Limits.Refused of(LimitPlan.Limit limit, Demand demand, Refused refused, Instant now) {
        boolean never = refused.freesInMillis() == Refused.NEVER;
        Duration wait = never
                ? limit.kind() == LimitPlan.Kind.SPEND && limit.period() != null
                        ? SpendQuotas.length(limit.period())
                        : Duration.ofMinutes(1)
                : refused.freesInMillis() == Refused.UNKNOWN
                        ? UNKNOWN_WAIT
                        : Duration.ofMillis(refused.freesInMillis());
        String words = never ? tooLarge(limit, demand) : full(limit, demand, refused) + when(now, wait, limit);
        return new Limits.Refused(words, wait, never);
    }

    private static String owner(LimitPlan.Limit limit) {
        return limit.owner() == LimitPlan.Owner.KEY ? "this key" : "this user";
    }

    private static String usd(long nanos) {
        return new Money(nanos) + " USD";
    }

    private static String period(LimitPlan.Limit limit) {
        Period period = limit.period();
        return period == null ? "a minute" : period == Period.FIVE_HOURS ? "5 hours" : "a " + period.id();
    }

    private static String tooLarge(LimitPlan.Limit limit, Demand demand) {
        return switch (limit.kind()) {
            case CONCURRENCY, REQUESTS -> "No call is allowed to " + owner(limit) + ".";
            case TOKENS ->
                "This call may need " + demand.amount() + " tokens, more than the " + limit.max() + " that "
                        + owner(limit) + " may use in a minute; make it smaller or lower its maximum of output.";
            case SPEND ->
                "This call may cost " + usd(demand.amount()) + ", more than the " + usd(limit.max()) + " that "
                        + owner(limit) + " may spend in " + period(limit) + ".";
        };
    }

    private static String full(LimitPlan.Limit limit, Demand demand, Refused refused) {
        return switch (limit.kind()) {
            case CONCURRENCY -> "All " + limit.max() + " of " + owner(limit) + "'s calls at once are in use";
            case REQUESTS ->
                "The limit of " + limit.max() + " requests a minute of " + owner(limit) + " is reached ("
                        + refused.used() + " used)";
            case TOKENS ->
                "The limit of " + limit.max() + " tokens a minute of " + owner(limit) + " is reached (" + refused.used()
                        + " used, this call may need " + demand.amount() + ")";
            case SPEND ->
                "The limit of " + usd(limit.max()) + " in " + period(limit) + " of " + owner(limit) + " is reached ("
                        + usd(refused.used()) + " spent or reserved, this call may cost " + usd(demand.amount()) + ")";
        };
    }

    private static String when(Instant now, Duration wait, LimitPlan.Limit limit) {
        if (limit.kind() == LimitPlan.Kind.CONCURRENCY) {
            return "; try again when one has ended.";
        }
        Instant at = now.plus(wait).plusMillis(999);
        return "; it fits again at " + (wait.compareTo(Duration.ofHours(12)) < 0 ? TIME : DATE).format(at) + ".";
    }
}

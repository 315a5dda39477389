package dev.headgate.accounts;

import dev.headgate.base.Check;
import dev.headgate.base.Money;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * A quota that the operator sets on an account whose vendor tells none. Immutable.
 *
 * @param amount tokens, or nano-dollars of list cost
 */
public record Allowance(Unit unit, Period period, long amount) {
    public Allowance {
        Check.atLeast("allowance", amount, 1);
    }

    /** What is counted. */
    public enum Unit {
        TOKENS,
        USD_NANOS
    }

    /** How often it begins anew: five hours from its first use, else with the calendar in UTC (a week on Monday). */
    public enum Period {
        FIVE_HOURS("5h", Duration.ofHours(5)),
        DAY("day", Duration.ofDays(1)),
        WEEK("week", Duration.ofDays(7)),
        MONTH("month", Duration.ofDays(30));

        private final String id;
        private final Duration length;

        Period(String id, Duration length) {
            this.id = id;
            this.length = length;
        }

        public String id() {
            return id;
        }

        /** About how long; a month is 30 days here. */
        public Duration length() {
            return length;
        }

        /** When the period that holds {@code first} ends. */
        public Instant end(Instant first) {
            ZonedDateTime day = first.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
            return switch (this) {
                case FIVE_HOURS -> first.plus(length);
                case DAY -> day.plusDays(1).toInstant();
                case WEEK -> day.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).toInstant();
                case MONTH -> day.with(TemporalAdjusters.firstDayOfNextMonth()).toInstant();
            };
        }

        /** The period of that word. */
        public static Period of(String id) {
            for (Period period : values()) {
                if (period.id.equals(id.strip().toLowerCase(Locale.ROOT))) {
                    return period;
                }
            }
            throw new IllegalArgumentException("per: \"" + id + "\" (expected: 5h, day, week or month)");
        }
    }

    static final String PREFIX = "own-";

    /** The window's name among the account's: {@code own-usd-week}, {@code own-tokens-5h}. */
    public String name() {
        return PREFIX + (unit == Unit.TOKENS ? "tokens-" : "usd-") + period.id();
    }

    /** As it is entered and shown: {@code usd 20 per day}, {@code tokens 5000000 per week}. */
    public String words() {
        return (unit == Unit.TOKENS ? "tokens " + amount : "usd " + new Money(amount)) + " per " + period.id();
    }
}

package dev.headgate.pricing;

import dev.headgate.base.Check;
import dev.headgate.config.Doc;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prices of the operator's own, and what the time of day does to charges. */
public record PricesConfig(
        @Doc("YAML file of prices that win over all others") @Nullable
        Path file,

        @Doc("address of a newer table of vendors' prices, in the form of the shipped one; http, https or a file")
        @Nullable
        String url,

        @Doc("sha256 of that table in hex, or where it stands; default: `url` with .sha256 appended") @Nullable
        String checksum,

        @Doc("how often the table is fetched and put in force, e.g. 24h; 0: only by `headgate prices apply`")
        Duration refresh,

        @Doc("time zone whose clock `hours` speak of, e.g. Europe/Berlin")
        String zone,

        @Doc("spans of the day in which charges are multiplied; the first that fits counts")
        List<Hours> hours) {
    public static final PricesConfig DEFAULTS = new PricesConfig(null, null, null, Duration.ZERO, "UTC", List.of());

    public PricesConfig {
        hours = List.copyOf(hours);
        Check.that(
                refresh.isZero() || refresh.compareTo(Duration.ofMinutes(1)) >= 0,
                "refresh",
                refresh.toString(),
                "0, or 1m or more");
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone: \"" + zone + "\" (expected: a zone such as Europe/Berlin)", e);
        }
    }

    /** One span of the day. */
    public record Hours(
            @Doc("first minute, e.g. 22:00") String from,

            @Doc("first minute no longer in it, e.g. 06:00; at or before `from`: on the next day")
            String to,

            @Doc("charge per charge, e.g. 0.5; at most 6 decimals")
            String multiplier,

            @Doc("days on which it begins, mon to sun; absent: all")
            List<String> days,

            @Doc("groups it holds for; absent: all") List<String> groups) {
        public Hours {
            days = List.copyOf(days);
            groups = List.copyOf(groups);
            rule(from, to, multiplier, days, groups);
        }

        HourMultipliers.Rule rule() {
            return rule(from, to, multiplier, days, groups);
        }

        private static HourMultipliers.Rule rule(
                String from, String to, String multiplier, List<String> days, List<String> groups) {
            Set<DayOfWeek> named = new HashSet<>();
            for (String day : days) {
                named.add(day(day));
            }
            return new HourMultipliers.Rule(
                    named, time("from", from), time("to", to), new HashSet<>(groups), ppm(multiplier));
        }

        private static DayOfWeek day(String word) {
            for (DayOfWeek day : DayOfWeek.values()) {
                if (day.name().substring(0, 3).equals(word.toUpperCase(Locale.ROOT))) {
                    return day;
                }
            }
            throw new IllegalArgumentException(
                    "days: \"" + word + "\" (expected: mon, tue, wed, thu, fri, sat or sun)");
        }

        private static LocalTime time(String what, String text) {
            try {
                return LocalTime.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(what + ": \"" + text + "\" (expected: a time such as 22:00)", e);
            }
        }

        private static long ppm(String text) {
            try {
                long ppm = new BigDecimal(text.strip()).movePointRight(6).longValueExact();
                Check.range("multiplier ppm", ppm, 0, 1_000_000_000L);
                return ppm;
            } catch (ArithmeticException | NumberFormatException e) {
                throw new IllegalArgumentException(
                        "multiplier: \"" + text + "\" (expected: a number with at most 6 decimals)", e);
            }
        }
    }

    /** The hours as the data plane asks them. */
    public HourMultipliers multipliers() {
        return new HourMultipliers(
                ZoneId.of(zone), hours.stream().map(Hours::rule).toList());
    }
}

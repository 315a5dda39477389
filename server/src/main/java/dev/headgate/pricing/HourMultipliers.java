package dev.headgate.pricing;

import dev.headgate.base.Check;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/**
 * What the time of day does to charges. The first rule that fits a call's arrival counts; without one charges stay as they are.
 * Immutable.
 *
 * @param zone the zone whose clock the rules speak of
 */
public record HourMultipliers(ZoneId zone, List<Rule> rules) {
    public static final HourMultipliers NONE = new HourMultipliers(ZoneOffset.UTC, List.of());

    public HourMultipliers {
        rules = List.copyOf(rules);
    }

    /**
     * One span of the day.
     *
     * @param days on which it begins; none for all
     * @param from its first instant
     * @param to its first instant no longer in it; at or before {@code from}: on the next day
     * @param groups it holds for; none for all
     * @param ppm charge per charge in parts per million
     */
    public record Rule(Set<DayOfWeek> days, LocalTime from, LocalTime to, Set<String> groups, long ppm) {
        public Rule {
            days = Set.copyOf(days);
            groups = Set.copyOf(groups);
            Check.range("multiplier ppm", ppm, 0, 1_000_000_000L);
        }

        private boolean fits(ZonedDateTime at) {
            LocalTime time = at.toLocalTime();
            if (from.isBefore(to)) {
                return on(at.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
            }
            return !time.isBefore(from) && on(at.getDayOfWeek())
                    || time.isBefore(to) && on(at.getDayOfWeek().minus(1));
        }

        private boolean on(DayOfWeek day) {
            return days.isEmpty() || days.contains(day);
        }
    }

    /** The multiplier for a call of {@code group} that arrived at {@code at}, in parts per million. */
    public long ppm(String group, Instant at) {
        if (rules.isEmpty()) {
            return 1_000_000;
        }
        ZonedDateTime local = at.atZone(zone);
        for (Rule rule : rules) {
            if ((rule.groups.isEmpty() || rule.groups.contains(group)) && rule.fits(local)) {
                return rule.ppm;
            }
        }
        return 1_000_000;
    }
}

package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.Window;
import dev.headgate.base.WindowGrid;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What an owner's calls may cost in each window of a period, by the calendar of a zone. Immutable.
 *
 * @param hard whether calls above it are refused, or only told of
 * @param alerts percentages of the limit at which an event is raised, once a window
 * @param raise by how much the limit is higher until {@code raisedUntil}
 * @param declared owned by the configuration file
 */
public record Budget(
        long id,
        BudgetOwner owner,
        Period period,
        ZoneId zone,
        Money limit,
        boolean hard,
        List<Integer> alerts,
        Money raise,
        Instant raisedUntil,
        boolean declared) {
    /** 100 million USD, far from overflow. */
    private static final long MOST = 100_000_000L * Money.NANOS_PER_USD;

    public Budget {
        Check.range("limit nanos", limit.nanos(), 1, MOST);
        Check.range("raise nanos", raise.nanos(), 0, MOST);
        alerts = alerts.stream().sorted().distinct().toList();
        Check.that(
                alerts.size() <= 10 && alerts.stream().allMatch(percent -> percent >= 1 && percent <= 1_000),
                "alerts",
                alerts,
                "at most 10 percentages from 1 to 1000");
    }

    /** A budget without a raise. */
    public static Budget of(long id, BudgetOwner owner, Period period, ZoneId zone, Terms terms) {
        return new Budget(
                id,
                owner,
                period,
                zone,
                terms.limit(),
                terms.hard(),
                terms.alerts(),
                Money.ZERO,
                Instant.EPOCH,
                terms.declared());
    }

    /** What is set of a budget. */
    public record Terms(Money limit, boolean hard, List<Integer> alerts, boolean declared) {
        public Terms {
            alerts = List.copyOf(alerts);
        }
    }

    long limitNanosAt(Instant at) {
        return at.isBefore(raisedUntil) ? Math.addExact(limit.nanos(), raise.nanos()) : limit.nanos();
    }

    Window window(Instant at) {
        return WindowGrid.calendar(zone).window(period, at);
    }

    Budget with(Terms terms) {
        return new Budget(
                id,
                owner,
                period,
                zone,
                terms.limit(),
                terms.hard(),
                terms.alerts(),
                raise,
                raisedUntil,
                terms.declared());
    }

    Budget raised(Money by, Instant until) {
        return new Budget(id, owner, period, zone, limit, hard, alerts, by, until, declared);
    }

    Terms terms() {
        return new Terms(limit, hard, alerts, declared);
    }
}

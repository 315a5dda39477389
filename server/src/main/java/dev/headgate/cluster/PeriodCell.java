package dev.headgate.cluster;

import dev.headgate.cluster.Windows.Period;
import dev.headgate.cluster.Windows.Quota;
import dev.headgate.cluster.Windows.Refused;

/** Counts exactly what was used within one period of the calendar. */
final class PeriodCell extends Cell {
    private long start;
    private long end = Long.MAX_VALUE;
    private long used;

    PeriodCell(long start) {
        this.start = start;
    }

    @Override
    boolean suits(Quota quota) {
        return quota instanceof Period;
    }

    /** A later period begins at 0; a claim for an earlier one, by a clock that is behind, counts in the later: no second quota. */
    @Override
    void roll(Quota quota, long nowMillis) {
        Period period = (Period) quota;
        if (period.startMillis() > start) {
            start = period.startMillis();
            used = 0;
        }
        if (period.startMillis() == start) {
            end = period.endMillis();
        }
    }

    @Override
    long used(long nowMillis) {
        return used;
    }

    @Override
    boolean idle(long nowMillis) {
        return used == 0 || nowMillis >= end;
    }

    @Override
    long freesInMillis(Quota quota, long amount, long nowMillis) {
        return amount > quota.limit() ? Refused.NEVER : Math.max(1, end - nowMillis);
    }

    @Override
    long emptyAtMillis(Quota quota, long nowMillis) {
        return used == 0 ? 0 : end;
    }

    @Override
    long take(MemoryNode node, long amount, long nowMillis) {
        used += amount;
        return start;
    }

    @Override
    void settle(MemoryNode node, long mark, long taken, long actual) {
        if (mark == start) {
            used += actual - taken;
        }
    }

    @Override
    void addPast(Windows.Past past, long nowMillis) {
        if (past.atMillis() >= start && past.atMillis() < end) {
            used += past.amount();
        }
    }
}

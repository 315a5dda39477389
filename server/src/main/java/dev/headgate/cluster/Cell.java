package dev.headgate.cluster;

import dev.headgate.cluster.Windows.Period;
import dev.headgate.cluster.Windows.Quota;
import dev.headgate.cluster.Windows.Sliding;
import dev.headgate.cluster.Windows.Slots;
import java.util.List;

/** One counter of {@link MemoryCounters}. Confined to its stripe's lock. */
abstract sealed class Cell permits SlotCell, SlidingCell, PeriodCell {
    private boolean restored;

    static Cell of(Quota quota, long nowMillis) {
        return switch (quota) {
            case Slots slots -> new SlotCell();
            case Sliding sliding -> new SlidingCell(sliding.lengthMillis(), nowMillis);
            case Period period -> new PeriodCell(period.startMillis());
        };
    }

    /** Whether it counts as {@code quota} does; a window of another length is another counter. */
    abstract boolean suits(Quota quota);

    /** Makes it be at {@code quota}'s place in time. */
    abstract void roll(Quota quota, long nowMillis);

    /** What is used, after {@link #roll}. */
    abstract long used(long nowMillis);

    /** Whether nothing would be lost if it were dropped. */
    abstract boolean idle(long nowMillis);

    /** When {@code amount} more would fit if nobody came, or one of {@link Windows.Refused}'s constants. */
    abstract long freesInMillis(Quota quota, long amount, long nowMillis);

    /** When it would be at 0 if nobody came, 0 when that is not known. */
    abstract long emptyAtMillis(Quota quota, long nowMillis);

    /** Takes {@code amount} and returns a mark by which {@link #settle} knows where it was taken. */
    abstract long take(MemoryNode node, long amount, long nowMillis);

    /** Replaces {@code taken} under {@code mark} by {@code actual}. */
    abstract void settle(MemoryNode node, long mark, long taken, long actual);

    /** Adds something used in the past. */
    abstract void addPast(Windows.Past past, long nowMillis);

    final boolean restore(List<Windows.Past> past, long nowMillis) {
        if (restored) {
            return false;
        }
        restored = true;
        past.forEach(each -> addPast(each, nowMillis));
        return true;
    }
}

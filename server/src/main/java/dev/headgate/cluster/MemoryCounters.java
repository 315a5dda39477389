package dev.headgate.cluster;

import dev.headgate.cluster.Windows.Demand;
import dev.headgate.cluster.Windows.Outcome;
import dev.headgate.cluster.Windows.Quota;
import dev.headgate.cluster.Windows.Refused;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Slots and windows of all processes, in 64 stripes. A claim locks the stripes of all its names, in ascending order, so that it is
 * one step for everybody else and two claims can't wait for each other. Counters that say nothing any more are dropped when a
 * stripe has doubled since it last looked.
 */
final class MemoryCounters {
    private static final int STRIPES = 64;
    private static final int SWEEP_MIN = 64;

    private final InstantSource clock;
    private final Stripe[] stripes = new Stripe[STRIPES];

    private static final class Stripe {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<Name, Cell> cells = new HashMap<>();
        private int sweepAt = SWEEP_MIN;
    }

    MemoryCounters(InstantSource clock) {
        this.clock = clock;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    private static int index(Name name) {
        int hash = name.hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }

    private void lock(long mask) {
        for (long left = mask; left != 0; left &= left - 1) {
            stripes[Long.numberOfTrailingZeros(left)].lock.lock();
        }
    }

    private void unlock(long mask) {
        for (long left = mask; left != 0; left &= left - 1) {
            stripes[Long.numberOfTrailingZeros(left)].lock.unlock();
        }
    }

    private static long mask(List<Demand> demands) {
        long mask = 0;
        for (int i = 0; i < demands.size(); i++) {
            mask |= 1L << index(demands.get(i).name());
        }
        return mask;
    }

    /** The counter of {@code name}, at {@code quota}'s place in time. Under the lock. */
    private Cell cell(Name name, Quota quota, long now) {
        Stripe stripe = stripes[index(name)];
        Cell cell = stripe.cells.get(name);
        if (cell == null || !cell.suits(quota)) {
            if (stripe.cells.size() >= stripe.sweepAt) {
                sweep(stripe, now);
            }
            cell = Cell.of(quota, now);
            stripe.cells.put(name, cell);
        }
        cell.roll(quota, now);
        return cell;
    }

    private static void sweep(Stripe stripe, long now) {
        for (Iterator<Cell> cells = stripe.cells.values().iterator(); cells.hasNext(); ) {
            if (cells.next().idle(now)) {
                cells.remove();
            }
        }
        stripe.sweepAt = Math.max(SWEEP_MIN, 2 * stripe.cells.size());
    }

    Outcome reserve(MemoryNode node, List<Demand> demands) {
        long now = clock.millis();
        long mask = mask(demands);
        Held held = new Held(this, node, demands);
        lock(mask);
        try {
            for (int i = 0; i < demands.size(); i++) {
                Demand demand = demands.get(i);
                Cell cell = cell(demand.name(), demand.quota(), now);
                long used = cell.used(now);
                long amount = demand.quota() instanceof Windows.Slots ? 1 : demand.amount();
                if (amount > demand.quota().limit() - used) {
                    long frees = cell.freesInMillis(demand.quota(), amount, now);
                    for (int k = i - 1; k >= 0; k--) {
                        settle(node, demands.get(k), held.marks[k], 0);
                    }
                    return new Refused(i, used, frees);
                }
                held.marks[i] = cell.take(node, amount, now);
                held.used[i] = used + amount;
                held.emptyAt[i] = cell.emptyAtMillis(demand.quota(), now);
            }
            return held;
        } finally {
            unlock(mask);
        }
    }

    /** Under the lock. */
    private void settle(MemoryNode node, Demand demand, long mark, long actual) {
        Stripe stripe = stripes[index(demand.name())];
        Cell cell = stripe.cells.get(demand.name());
        if (cell == null || !cell.suits(demand.quota())) {
            return;
        }
        long now = clock.millis();
        if (cell instanceof SlidingCell) {
            cell.roll(demand.quota(), now);
        }
        cell.settle(node, mark, demand.amount(), actual);
        if (cell instanceof SlotCell && cell.idle(now)) {
            stripe.cells.remove(demand.name());
        }
    }

    private static final class Held implements Windows.Reservation {
        private final MemoryCounters counters;
        private final MemoryNode node;
        private final List<Demand> demands;
        private final long[] marks;
        private final long[] used;
        private final long[] emptyAt;
        private boolean ended;

        private Held(MemoryCounters counters, MemoryNode node, List<Demand> demands) {
            this.counters = counters;
            this.node = node;
            this.demands = List.copyOf(demands);
            this.marks = new long[demands.size()];
            this.used = new long[demands.size()];
            this.emptyAt = new long[demands.size()];
        }

        @Override
        public long used(int demand) {
            return used[demand];
        }

        @Override
        public long emptyAtMillis(int demand) {
            return emptyAt[demand];
        }

        @Override
        public void settle(long[] actual) {
            end(actual);
        }

        @Override
        public void release() {
            end(new long[demands.size()]);
        }

        private void end(long[] actual) {
            long mask = mask(demands);
            counters.lock(mask);
            try {
                if (ended) {
                    return;
                }
                ended = true;
                for (int i = 0; i < demands.size(); i++) {
                    counters.settle(node, demands.get(i), marks[i], actual[i]);
                }
            } finally {
                counters.unlock(mask);
            }
        }
    }

    Windows.Reading read(Name name, Quota quota) {
        long now = clock.millis();
        Stripe stripe = stripes[index(name)];
        stripe.lock.lock();
        try {
            Cell cell = stripe.cells.get(name);
            if (cell == null || !cell.suits(quota)) {
                return new Windows.Reading(0, 0);
            }
            cell.roll(quota, now);
            return new Windows.Reading(cell.used(now), cell.emptyAtMillis(quota, now));
        } finally {
            stripe.lock.unlock();
        }
    }

    boolean restore(Name name, Quota quota, List<Windows.Past> past) {
        long now = clock.millis();
        Stripe stripe = stripes[index(name)];
        stripe.lock.lock();
        try {
            return cell(name, quota, now).restore(past, now);
        } finally {
            stripe.lock.unlock();
        }
    }

    void forget(Name name) {
        Stripe stripe = stripes[index(name)];
        stripe.lock.lock();
        try {
            stripe.cells.remove(name);
        } finally {
            stripe.lock.unlock();
        }
    }

    Optional<Leases.Lease> take(MemoryNode node, Name name, int max) {
        Outcome outcome = reserve(node, List.of(new Demand(name, new Windows.Slots(max), 1)));
        return outcome instanceof Windows.Reservation held ? Optional.of(held::release) : Optional.empty();
    }

    int held(Name name) {
        return (int) read(name, new Windows.Slots(0)).used();
    }

    /** Counters kept now, for tests of their bound. */
    int size() {
        int sum = 0;
        for (Stripe stripe : stripes) {
            stripe.lock.lock();
            try {
                sum += stripe.cells.size();
            } finally {
                stripe.lock.unlock();
            }
        }
        return sum;
    }
}

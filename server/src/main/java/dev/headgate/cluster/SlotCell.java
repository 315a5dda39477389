package dev.headgate.cluster;

import dev.headgate.cluster.Windows.Quota;
import java.util.ArrayList;
import java.util.List;

/** Slots taken, by process and life; mostly one entry. */
final class SlotCell extends Cell {
    private final List<Holder> holders = new ArrayList<>(1);

    private static final class Holder {
        private final MemoryNode node;
        private final int life;
        private int count;

        private Holder(MemoryNode node, int life) {
            this.node = node;
            this.life = life;
        }
    }

    @Override
    boolean suits(Quota quota) {
        return quota instanceof Windows.Slots;
    }

    @Override
    void roll(Quota quota, long nowMillis) {
        prune(nowMillis);
    }

    private void prune(long nowMillis) {
        for (int i = holders.size() - 1; i >= 0; i--) {
            Holder holder = holders.get(i);
            if (!holder.node.lives(holder.life, nowMillis)) {
                holders.remove(i);
            }
        }
    }

    @Override
    long used(long nowMillis) {
        long sum = 0;
        for (int i = 0; i < holders.size(); i++) {
            sum += holders.get(i).count;
        }
        return sum;
    }

    @Override
    boolean idle(long nowMillis) {
        prune(nowMillis);
        return holders.isEmpty();
    }

    @Override
    long freesInMillis(Quota quota, long amount, long nowMillis) {
        return quota.limit() < 1 ? Windows.Refused.NEVER : Windows.Refused.UNKNOWN;
    }

    @Override
    long emptyAtMillis(Quota quota, long nowMillis) {
        return 0;
    }

    @Override
    long take(MemoryNode node, long amount, long nowMillis) {
        int life = node.lifeNow(nowMillis);
        Holder mine = find(node, life);
        if (mine == null) {
            mine = new Holder(node, life);
            holders.add(mine);
        }
        mine.count++;
        return life;
    }

    private @org.jspecify.annotations.Nullable Holder find(MemoryNode node, long life) {
        for (int i = 0; i < holders.size(); i++) {
            Holder holder = holders.get(i);
            if (holder.node.equals(node) && holder.life == life) {
                return holder;
            }
        }
        return null;
    }

    @Override
    void settle(MemoryNode node, long mark, long taken, long actual) {
        Holder mine = find(node, mark);
        if (mine != null && --mine.count == 0) {
            holders.remove(mine);
        }
    }

    @Override
    void addPast(Windows.Past past, long nowMillis) {
        // slots have no past
    }
}

package dev.headgate.fake;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Runs actions later, thousands at a time, with one timer for one event loop. */
final class Pacer {
    /*
     * Idea: a hashed wheel. Time is cut into ticks of 5 ms; slot (tick mod 512) holds the actions due at that tick and
     * at those a whole turn (2.56 s) later. Each tick empties one slot and puts back what is due in a later turn.
     * Cost: O(1) to add; a tick costs its own slot. Error: an action runs up to one tick late, never early.
     * The timer runs only while something waits. Threading: confined to its event loop.
     */
    private static final int TICK_MILLIS = 5;
    private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;
    private static final int SLOTS = 512;

    private final Vertx vertx;
    private final LongSupplier nanos;
    private final List<List<Task>> wheel = new ArrayList<>(SLOTS);
    private long doneTick;
    private int waiting;
    private long timer = -1;

    Pacer(Vertx vertx, LongSupplier nanos) {
        this.vertx = vertx;
        this.nanos = nanos;
        for (int i = 0; i < SLOTS; i++) {
            wheel.add(new ArrayList<>());
        }
    }

    /** The present time on this pacer's clock. */
    long now() {
        return nanos.getAsLong();
    }

    /** Runs the action after this time; under a millisecond, in the event loop's next turn. */
    void after(Duration delay, Runnable action) {
        at(now() + delay.toNanos(), action);
    }

    /** Runs the action at this time of {@link #now()}. */
    void at(long dueNanos, Runnable action) {
        long present = now();
        if (dueNanos - present < 1_000_000L) {
            vertx.runOnContext(ignored -> action.run());
            return;
        }
        if (waiting == 0) {
            doneTick = Math.floorDiv(present, TICK_NANOS);
        }
        if (timer < 0) {
            timer = vertx.setPeriodic(TICK_MILLIS, ignored -> tick());
        }
        waiting++;
        add(new Task(Math.max(doneTick + 1, Math.floorDiv(dueNanos + TICK_NANOS - 1, TICK_NANOS)), action));
    }

    private void add(Task task) {
        wheel.get((int) Math.floorMod(task.tick, (long) SLOTS)).add(task);
    }

    private void tick() {
        long present = Math.floorDiv(now(), TICK_NANOS);
        while (doneTick < present && waiting > 0) {
            doneTick++;
            int slot = (int) Math.floorMod(doneTick, (long) SLOTS);
            List<Task> due = wheel.get(slot);
            if (due.isEmpty()) {
                continue;
            }
            wheel.set(slot, new ArrayList<>());
            for (Task task : due) {
                if (task.tick > doneTick) {
                    add(task);
                } else {
                    waiting--;
                    task.action.run();
                }
            }
        }
        if (waiting == 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private record Task(long tick, Runnable action) {}
}

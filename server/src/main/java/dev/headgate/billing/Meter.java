package dev.headgate.billing;

import dev.headgate.base.Window;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What calls spend in the windows of one period, in memory: the window that runs, and the one before it for calls that arrived in
 * it and come late. Never blocks; thread-safe.
 */
final class Meter {
    private final Function<Instant, Window> windows;
    private volatile Spent now;
    private volatile @Nullable Spent before;

    /** One window and what is taken of it. */
    record Spent(Window window, Purse purse) {}

    /** A meter whose running window is {@code window}, with so much spent. */
    Meter(Function<Instant, Window> windows, Window window, long spentNanos) {
        this.windows = windows;
        this.now = new Spent(window, new Purse(spentNanos));
    }

    /** The window of a call that arrived at {@code at}. A clock set back is no reason to begin an old window anew. */
    Spent at(Instant at) {
        Spent running = now;
        if (running.window().contains(at)) {
            return running;
        }
        if (!at.isBefore(running.window().end())) {
            return roll(at);
        }
        Spent last = before;
        return last != null && last.window().contains(at) ? last : running;
    }

    private synchronized Spent roll(Instant at) {
        Spent running = now;
        if (at.isBefore(running.window().end())) {
            return at(at); // another call did it
        }
        before = running;
        Spent next = new Spent(windows.apply(at), new Purse(0));
        now = next;
        return next;
    }

    Spent running() {
        return now;
    }
}

package dev.headgate.billing;

import dev.headgate.base.Money;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One amount that calls draw on at once: a balance, or what may be spent in one window. Never blocks; thread-safe. */
final class Purse {
    /*
     * Idea: a call sets aside the most it can cost. Where that no longer fits, one call at a time may go on with what it usually
     * costs ("stretched"), so that a small balance can be spent to its end and not only by calls with a small limit.
     *
     *     free = limit - taken,     taken = spent + held                      [nano-dollars]
     *
     * Bound: every call in flight but the stretched one is covered to the most it can cost, so taken exceeds the limit by no
     * more than what the stretched call's truth is above its estimate (and what the truth of others is above "most", which
     * then was none). Once it does, nothing is let in. PurseTest and OverdraftTest check this.
     * Cost: one compare-and-set to take, one add to settle; three words a purse.
     */
    private final AtomicLong taken;
    private final AtomicLong spent;
    private final AtomicBoolean stretched = new AtomicBoolean();

    /** A purse of which so much is spent; a balance is what was spent below zero. */
    Purse(long spentNanos) {
        taken = new AtomicLong(spentNanos);
        spent = new AtomicLong(spentNanos);
    }

    /** Spent or set aside. */
    long taken() {
        return taken.get();
    }

    /** Spent by calls that are over. */
    long spent() {
        return spent.get();
    }

    /** Counts an amount that no call was let in for: a grant is negative. */
    void add(long nanos) {
        spent.addAndGet(nanos);
        taken.addAndGet(nanos);
    }

    /** Sets an estimate aside under a limit; null when it does not fit. */
    @Nullable
    Hold take(Estimate estimate, long limitNanos) {
        long usual = estimate.usual().nanos();
        long most = estimate.most().nanos();
        while (true) {
            long now = taken.get();
            long free = limitNanos - now;
            if (free <= 0 || free < usual) {
                return null;
            }
            boolean stretch = free < most;
            if (stretch && !stretched.compareAndSet(false, true)) {
                return null;
            }
            long held = stretch ? usual : most;
            if (taken.compareAndSet(now, now + held)) {
                return new Hold(this, held, stretch);
            }
            if (stretch) {
                stretched.set(false);
            }
        }
    }

    /** Sets the usual amount aside whether it fits or not. */
    Hold takeAnyway(Estimate estimate) {
        long held = estimate.usual().nanos();
        taken.addAndGet(held);
        return new Hold(this, held, false);
    }

    /** Whether an estimate that was refused fits once a call in flight has ended. */
    boolean fitsAlone(Estimate estimate, long limitNanos) {
        long free = limitNanos - taken.get();
        return free > 0 && free >= estimate.usual().nanos();
    }

    /** Money set aside for one call; ended exactly once, the first end counts. */
    static final class Hold {
        private final Purse purse;
        private final long held;
        private final boolean stretched;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Hold(Purse purse, long held, boolean stretched) {
            this.purse = purse;
            this.held = held;
            this.stretched = stretched;
        }

        long nanos() {
            return held;
        }

        /** The call cost this much: the rest is free again, or what was short is taken. Returns what is spent with it. */
        long settle(Money actual) {
            if (!ended.compareAndSet(false, true)) {
                return purse.spent.get();
            }
            long now = purse.spent.addAndGet(actual.nanos());
            purse.taken.addAndGet(actual.nanos() - held);
            if (stretched) {
                purse.stretched.set(false);
            }
            return now;
        }

        /** The call cost nothing. */
        void release() {
            settle(Money.ZERO);
        }
    }
}

package dev.headgate.cluster;

import dev.headgate.base.Check;
import java.util.List;

/** Counters with limits. Several are reserved in one atomic step, all or none, and settled with the truth. */
public interface Windows {
    /** How a counter is limited. Amounts are whole units of whatever is counted: calls, tokens, nano-dollars. */
    sealed interface Quota {
        long limit();
    }

    /** So many at once; each claim takes one, whatever its amount, and its end gives it back. */
    record Slots(long limit) implements Quota {}

    /**
     * So much within any stretch of {@code lengthMillis}, by a two-bucket estimate: see {@code SlidingCell} for its error.
     *
     * @param lengthMillis 1 ms to 100 days
     */
    record Sliding(long limit, long lengthMillis) implements Quota {
        public Sliding {
            Check.range("length millis", lengthMillis, 1, 8_640_000_000L);
        }
    }

    /**
     * So much within one period of the calendar; the caller says which period it is now.
     *
     * @param startMillis first instant of the period
     * @param endMillis first instant after it
     */
    record Period(long limit, long startMillis, long endMillis) implements Quota {
        public Period {
            Check.that(startMillis < endMillis, "period", startMillis + " - " + endMillis, "start before end");
        }
    }

    /**
     * Part of a claim.
     *
     * @param amount 0 or more, an upper estimate of what will be used
     */
    record Demand(Name name, Quota quota, long amount) {
        public Demand {
            Check.atLeast("amount", amount, 0);
        }
    }

    /** What came of a claim. */
    sealed interface Outcome permits Refused, Reservation {}

    /**
     * A claim that took nothing, since one of its demands did not fit; the first in the claim's order is named.
     *
     * @param demand index of the demand that did not fit
     * @param used what its counter stands at, reservations included
     * @param freesInMillis when it would fit if nobody else came; {@link #UNKNOWN} for slots, {@link #NEVER} when the amount alone
     *     is over the limit
     */
    record Refused(int demand, long used, long freesInMillis) implements Outcome {
        public static final long UNKNOWN = -1;
        public static final long NEVER = -2;
    }

    /** A claim that took all it asked for. Ended once, the first end counts. */
    non-sealed interface Reservation extends Outcome {
        /** What the counter of a demand stood at once this claim was in it. */
        long used(int demand);

        /** When the counter of a demand would be at 0 if nobody came, milliseconds since 1970; 0 for slots. */
        long emptyAtMillis(int demand);

        /**
         * Replaces the estimates by the truth and gives slots back.
         *
         * <p>What was not used is given back where it was taken. What was used beyond the estimate counts from now on in a sliding
         * window, and in the period of the claim, if that still runs, in one of the calendar.
         *
         * @param actual for each demand what was used; ignored for slots
         */
        void settle(long[] actual);

        /** Gives everything back. */
        void release();
    }

    /** Reserves all demands, or none. */
    Answer<Outcome> reserve(List<Demand> demands);

    /**
     * A counter as it stands.
     *
     * @param emptyAtMillis when it would be at 0 if nobody came, milliseconds since 1970; 0 for slots and when it is at 0
     */
    record Reading(long used, long emptyAtMillis) {}

    /** Reads a counter without changing it. */
    Answer<Reading> read(Name name, Quota quota);

    /** Something used in the past. */
    record Past(long atMillis, long amount) {}

    /**
     * Adds what was used before this state existed, once for each name; calls reserved meanwhile stay counted.
     *
     * @return false when it was done before
     */
    Answer<Boolean> restore(Name name, Quota quota, List<Past> past);

    /** Drops a counter; what is still reserved in it is settled nowhere. */
    void forget(Name name);
}

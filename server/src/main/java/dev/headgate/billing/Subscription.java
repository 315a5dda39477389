package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.Period;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.base.Window;
import dev.headgate.base.WindowGrid;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * A user's subscription to a plan. Immutable.
 *
 * <p>Its windows are counted from the start of a term, in the zone's calendar: the first day, week and month begin with it. To
 * renew before the end lengthens the term and moves no window. To renew after it begins a term, and what was used of a window
 * that would still run counts in the new one; so no stretch of time is ever granted two quotas.
 *
 * @param terms their starts, oldest first; a window ends at the latest where the next term starts
 * @param endsAt {@link Validity#NEVER} when it has no end
 */
public record Subscription(
        SubscriptionId id,
        UserId user,
        long plan,
        State state,
        Plan.Renewal renewal,
        ZoneId zone,
        List<Instant> terms,
        Instant endsAt) {
    public Subscription {
        terms = List.copyOf(terms);
        Check.that(!terms.isEmpty(), "terms", terms, "at least one");
    }

    /** Whether calls may draw on it. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        CANCELLED;

        /** As it is written: {@code active} … */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state of that word. */
        public static State of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether calls that arrive at {@code at} may draw on it. */
    public boolean runsAt(Instant at) {
        return state == State.ACTIVE && at.isBefore(endsAt);
    }

    /** Whether its user may not have another one of the same group. */
    boolean isLive(Instant now) {
        return state != State.CANCELLED && now.isBefore(endsAt);
    }

    /** The window that a call which arrived at {@code at} is counted in. */
    Window window(Period period, Instant at) {
        int term = terms.size() - 1;
        while (term > 0 && terms.get(term).isAfter(at)) {
            term--;
        }
        Window window = WindowGrid.from(terms.get(term), zone).window(period, at);
        boolean cut = term + 1 < terms.size()
                && terms.get(term + 1).isBefore(window.end())
                && terms.get(term + 1).isAfter(window.start());
        return cut ? new Window(window.start(), terms.get(term + 1)) : window;
    }

    Subscription with(State other) {
        return new Subscription(id, user, plan, other, renewal, zone, terms, endsAt);
    }

    Subscription with(Plan.Renewal other) {
        return new Subscription(id, user, plan, state, other, zone, terms, endsAt);
    }

    Subscription endingAt(Instant other) {
        return new Subscription(id, user, plan, state, renewal, zone, terms, other);
    }

    /** The same with a further term. */
    Subscription withTerm(Instant start, Instant end) {
        List<Instant> more = new java.util.ArrayList<>(terms);
        more.add(start);
        return new Subscription(id, user, plan, state, renewal, zone, more, end);
    }
}

package dev.headgate.scheduling;

import dev.headgate.base.Check;
import dev.headgate.base.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who waits and whose turn it is, fair between users. Bounded. Not thread-safe: whoever owns it guards it.
 *
 * @param <L> what decides where a waiter could go; equal lanes can go to the same places
 * @param <W> a waiter
 */
final class FairQueue<L, W> {
    /*
     * Deficit round-robin [1] with one call as the unit: users who wait stand in a ring; the one at its head is served until it has
     * had `share` turns of this round or has nobody left, then goes to the tail with a new round's turns. A user who comes is put at
     * the tail. So between two turns of a user every other one has at most `share` turns: one round, however many it has waiting.
     *
     * What is given away is never for everyone: an account serves some models, and a call that failed there doesn't go there again.
     * So an offer goes along the ring to the first user with a waiter whom it suits; those passed over keep their place and their
     * turns, and come first with the next thing that suits them. Of one user's waiters the one that came first is taken.
     *
     * A full queue takes from the richest: the newcomer's user takes the place of the newest waiter of the user with the most
     * waiting for its share, if that is more than the newcomer's own [2]. Otherwise one user could keep all others out by filling it.
     *
     * Layout: a user's waiters are kept by lane, each a linked list whose links are the tickets themselves, so that leaving is a
     * matter of four references, and an offer passes over a thousand waiters of a lane that it doesn't suit in one step.
     *
     * Cost: enter, leave O(lanes of the user); poll O(lanes + users passed over + waiters of suiting lanes passed over); a full queue
     * looks at all users. Memory: about 100 bytes a waiter.
     *
     * Limits: calls count alike, however long they hold a slot: who makes long calls gets more of the slots' time, not more turns.
     *
     * [1] Shreedhar, Varghese: Efficient Fair Queuing using Deficit Round Robin, 1996.
     * [2] McKenney: Stochastic Fairness Queueing, 1990 (the longest queue gives way).
     */
    private final int max;
    private final Map<UserId, Line<L, W>> lines = new HashMap<>();
    private final Map<L, Lane<L>> lanes = new LinkedHashMap<>();
    private final Line<L, W> ring = new Line<>(new UserId(0));
    private int size;
    private long arrivals;

    /** {@code max} waiters at most. */
    FairQueue(int max) {
        Check.atLeast("queue", max, 0);
        this.max = max;
    }

    /** What came of an offer to a waiter. */
    enum Reply {
        /** It is the waiter's now. */
        TAKEN,
        /** It isn't for this one. */
        NO,
        /** There is nothing left to offer. */
        OVER
    }

    /** Something that waiters wait for. */
    interface Offer<L, W> {
        /** Whether a waiter of this lane could take it. */
        boolean suits(L lane);

        /** Gives it to a waiter of a suiting lane, if it can take it. Must not touch the queue. */
        Reply to(W waiter);
    }

    /** A place in the queue. */
    static final class Ticket<L, W> {
        private final W waiter;
        private final long arrival;
        private final Line<L, W> line;
        private final File<L, W> file;
        private Ticket<L, W> before = this;
        private Ticket<L, W> after = this;
        private boolean waits = true;

        private Ticket(W waiter, long arrival, Line<L, W> line, File<L, W> file) {
            this.waiter = waiter;
            this.arrival = arrival;
            this.line = line;
            this.file = file;
        }

        /** Whether its turn hasn't come and it hasn't left. */
        boolean waits() {
            return waits;
        }

        /** Who waits. */
        W waiter() {
            return waiter;
        }

        /** When it came, in the order of arrivals. */
        long arrival() {
            return arrival;
        }
    }

    /** A lane over all users. */
    private static final class Lane<L> {
        private final L key;
        private int count;
        private boolean suited;

        private Lane(L key) {
            this.key = key;
        }
    }

    /** One user's waiters of one lane. */
    private static final class File<L, W> {
        private final Lane<L> lane;
        private @Nullable Ticket<L, W> first;
        private @Nullable Ticket<L, W> last;
        private @Nullable Ticket<L, W> cursor;

        private File(Lane<L> lane) {
            this.lane = lane;
        }
    }

    /** One user's waiters. */
    private static final class Line<L, W> {
        private final UserId user;
        private final List<File<L, W>> files = new ArrayList<>(1);
        private int share = 1;
        private int turns;
        private int size;
        private Line<L, W> before = this;
        private Line<L, W> after = this;

        private Line(UserId user) {
            this.user = user;
        }

        private void unlink() {
            before.after = after;
            after.before = before;
        }
    }

    /**
     * A waiter got in.
     *
     * @param displaced who had to give way, null when there was room
     */
    record Entered<L, W>(Ticket<L, W> ticket, @Nullable W displaced) {}

    /** Waiters. */
    int size() {
        return size;
    }

    /** Waiters of a user. */
    int size(UserId user) {
        Line<L, W> line = lines.get(user);
        return line == null ? 0 : line.size;
    }

    /** Lanes in which anyone waits. */
    List<L> lanes() {
        return List.copyOf(lanes.keySet());
    }

    /**
     * Comes to the end of a user's line.
     *
     * @param share turns of the user in each round, 1 or more
     * @param arrival -1, or of an earlier ticket, whose place among the user's waiters it takes again
     * @return null when the queue is full and nobody has to give way
     */
    @Nullable
    Entered<L, W> enter(UserId user, int share, L lane, W waiter, long arrival) {
        W displaced = null;
        if (size >= max) {
            Line<L, W> richest = richest();
            if (richest == null || (size(user) + 1L) * richest.share >= (long) richest.size * share) {
                return null;
            }
            Ticket<L, W> newest = newest(richest);
            displaced = newest.waiter;
            leave(newest);
        }
        Line<L, W> line = lines.get(user);
        if (line == null) {
            line = new Line<>(user);
            line.turns = share;
            lines.put(user, line);
            toTail(line);
        }
        line.share = share;
        File<L, W> file = file(line, lane);
        Ticket<L, W> ticket = new Ticket<>(waiter, arrival < 0 ? arrivals++ : arrival, line, file);
        insert(file, ticket);
        file.lane.count++;
        line.size++;
        size++;
        return new Entered<>(ticket, displaced);
    }

    private @Nullable Line<L, W> richest() {
        Line<L, W> richest = null;
        for (Line<L, W> line = ring.after; line.size > 0; line = line.after) {
            if (richest == null || (long) line.size * richest.share > (long) richest.size * line.share) {
                richest = line;
            }
        }
        return richest;
    }

    private Ticket<L, W> newest(Line<L, W> line) {
        Ticket<L, W> newest = null;
        for (File<L, W> file : line.files) {
            Ticket<L, W> last = file.last;
            if (last != null && (newest == null || last.arrival > newest.arrival)) {
                newest = last;
            }
        }
        if (newest == null) {
            throw new IllegalStateException("a user without waiters in the ring");
        }
        return newest;
    }

    private File<L, W> file(Line<L, W> line, L key) {
        for (File<L, W> file : line.files) {
            if (file.lane.key.equals(key)) {
                return file;
            }
        }
        File<L, W> made = new File<>(lanes.computeIfAbsent(key, Lane::new));
        line.files.add(made);
        return made;
    }

    /** In order of arrival; one that comes again goes forward past those that came after it. */
    private void insert(File<L, W> file, Ticket<L, W> ticket) {
        Ticket<L, W> before = file.last;
        Ticket<L, W> after = null;
        while (before != null && before.arrival > ticket.arrival) {
            after = before;
            before = before == file.first ? null : before.before;
        }
        if (before == null) {
            file.first = ticket;
        } else {
            before.after = ticket;
            ticket.before = before;
        }
        if (after == null) {
            file.last = ticket;
        } else {
            after.before = ticket;
            ticket.after = after;
        }
    }

    private void toTail(Line<L, W> line) {
        line.before = ring.before;
        line.after = ring;
        ring.before.after = line;
        ring.before = line;
    }

    /** Leaves, wherever in the queue; whether it was still waiting. */
    boolean leave(Ticket<L, W> ticket) {
        if (!ticket.waits) {
            return false;
        }
        ticket.waits = false;
        File<L, W> file = ticket.file;
        boolean first = ticket == file.first;
        boolean last = ticket == file.last;
        Ticket<L, W> before = ticket.before;
        Ticket<L, W> after = ticket.after;
        ticket.before = ticket; // nobody who waits may lead to one who doesn't, or none of them would ever be collected
        ticket.after = ticket;
        if (first) {
            file.first = last ? null : after;
        } else {
            before.after = last ? before : after;
        }
        if (last) {
            file.last = first ? null : before;
        } else {
            after.before = first ? after : before;
        }
        size--;
        Line<L, W> line = ticket.line;
        if (--file.lane.count == 0) {
            lanes.remove(file.lane.key);
        }
        if (file.first == null) {
            line.files.remove(file);
        }
        if (--line.size == 0) {
            line.unlink();
            lines.remove(line.user);
        }
        return true;
    }

    /** Offers something along the ring and takes whoever takes it out of the queue; null when nobody does. */
    @Nullable
    W poll(Offer<L, W> offer) {
        boolean any = false;
        for (Lane<L> lane : lanes.values()) {
            lane.suited = offer.suits(lane.key);
            any |= lane.suited;
        }
        if (!any) {
            return null;
        }
        for (Line<L, W> line = ring.after; line.size > 0; line = line.after) {
            for (File<L, W> file : line.files) {
                file.cursor = file.lane.suited ? file.first : null;
            }
            for (Ticket<L, W> ticket = step(line); ticket != null; ticket = step(line)) {
                Reply reply = offer.to(ticket.waiter);
                if (reply == Reply.OVER) {
                    return null;
                }
                if (reply == Reply.TAKEN) {
                    served(ticket);
                    return ticket.waiter;
                }
            }
        }
        return null;
    }

    /** The next of a user's waiters in suiting lanes, by arrival. */
    private @Nullable Ticket<L, W> step(Line<L, W> line) {
        File<L, W> earliest = null;
        Ticket<L, W> found = null;
        for (int i = 0; i < line.files.size(); i++) {
            File<L, W> file = line.files.get(i);
            Ticket<L, W> at = file.cursor;
            if (at != null && (found == null || at.arrival < found.arrival)) {
                earliest = file;
                found = at;
            }
        }
        if (found != null && earliest != null) {
            earliest.cursor = found == earliest.last ? null : found.after;
        }
        return found;
    }

    private void served(Ticket<L, W> ticket) {
        Line<L, W> line = ticket.line;
        leave(ticket);
        if (line.size > 0 && --line.turns <= 0) {
            line.turns = line.share;
            line.unlink();
            toTail(line);
        }
    }
}

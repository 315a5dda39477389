package dev.headgate.scheduling;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.accounts.AccountState;
import dev.headgate.base.AccountId;
import dev.headgate.base.Dialect;
import dev.headgate.base.GroupId;
import dev.headgate.base.Ticker;
import dev.headgate.base.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where calls wait until an account has room for them, one room a group. A call that waits is told when it has a slot, on the thread
 * that freed it. Never blocks but for short critical sections; thread-safe.
 */
public final class WaitingRooms {
    /*
     * Nothing is polled. A waiting call's turn comes when something happens to an account: a slot is given back, a rest or a breaker
     * ends early, its quota is told anew (AccountHealth.whenRoom → look); when the accounts are defined anew (lookAll); or when a
     * rest ends by itself, for which one alarm is set at the earliest such time.
     *
     * No wake-up is lost: who comes first enters, then looks for room once more; who frees a slot first frees it, then looks for
     * waiters. Both are ordered by the room's lock, and before it by the volatile `waiting` and the account's volatile count of calls in flight, so
     * at least one of the two sees the other.
     *
     * Nobody is overtaken: who finds others waiting in its group (`crowded`) enters too, and what it finds free is offered in the
     * queue's order. An account of several groups is offered to them in turn.
     *
     * Locks: room, then account (to take the slot). Listeners and waiters are called outside of the room's lock.
     *
     * Limits: rooms are this process's own; other gateways' waiters aren't known here, so between gateways a free slot is whose
     * call comes first.
     */
    private final Parts parts;
    private final int max;
    private final ConcurrentHashMap<GroupId, Room> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final EarliestAlarm alarm;

    /**
     * What the rooms work with.
     *
     * @param alarm calls back after a time
     */
    public record Parts(
            Lineups lineups,
            AccountHealth health,
            AccountPicker picker,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random,
            Alarm alarm) {}

    /** Calls back once, after a time, on any thread. */
    @FunctionalInterface
    public interface Alarm {
        void after(Duration time, Runnable action);
    }

    /** A call that wants a slot. Its methods may be called on any thread; at most one of them is, once for each stay. */
    public interface Waiter {
        /** Its turn has come. A slot that isn't wanted any more must be closed. */
        void seated(Decision.Picked picked, AccountPulse.Lease lease);

        /** It had to give way to another user's call, since the room is full. */
        void displaced(Crowd crowd);
    }

    /**
     * A call at the door.
     *
     * @param share turns of its user in each round
     * @param patience how long it is going to wait
     * @param arrival -1, or {@link Stay#arrival} of an earlier stay, so that it comes before its user's later calls
     */
    public record Guest(
            GroupId group,
            Dialect dialect,
            UserId user,
            int share,
            Ask ask,
            Duration patience,
            long arrival,
            Waiter waiter) {}

    /** What came of entering. */
    public sealed interface Entry {
        /** It waits, or has been told already that it needn't. */
        record Waits(Stay stay, Crowd crowd) implements Entry {}

        /** The room is full. */
        record Full(Crowd crowd) implements Entry {}

        /** Waiting won't help, or not in time. */
        record Vain(Decision.NoneAvailable none) implements Entry {}
    }

    /**
     * Who waits in a room.
     *
     * @param waiting all calls
     * @param own of these, those of the user who asks
     * @param between average time between two calls that got their turn lately, null while unknown
     */
    public record Crowd(int waiting, int own, @Nullable Duration between) {
        /** When a call that comes would get its turn at this pace, null while unknown. */
        public @Nullable Duration expectedWait() {
            return between == null ? null : between.multipliedBy(waiting + 1L);
        }
    }

    /** A call's stay in a room. */
    public final class Stay {
        private final Room room;
        private final FairQueue.Ticket<Lane, Guest> ticket;

        private Stay(Room room, FairQueue.Ticket<Lane, Guest> ticket) {
            this.room = room;
            this.ticket = ticket;
        }

        /** Leaves. False when its turn has come already, or it was displaced: then its waiter has been told or is about to be. */
        public boolean leave() {
            synchronized (room) {
                boolean left = room.queue.leave(ticket);
                if (left) {
                    waiting.decrementAndGet();
                }
                return left;
            }
        }

        /** Its place in the order of arrivals. */
        public long arrival() {
            return ticket.arrival();
        }
    }

    /** Which accounts can serve a waiter. */
    record Lane(Dialect dialect, String model, @Nullable AccountId bound) {
        static Lane of(Guest guest) {
            Warmth.Hard hard = guest.ask().warmth().hard();
            return new Lane(guest.dialect(), guest.ask().model(), hard == null ? null : hard.account());
        }
    }

    /** One group's. Guarded by its own lock. */
    private final class Room {
        /** A new interval counts a sixteenth. */
        private static final int PACE = 16;

        private final GroupId group;
        private final FairQueue<Lane, Guest> queue = new FairQueue<>(max);
        private long seatedNanos;
        private long betweenNanos;
        private boolean seatedBefore;

        private Room(GroupId group) {
            this.group = group;
        }

        private Lineup lineup(Lane lane) {
            return parts.lineups().of(group, lane.dialect(), lane.model());
        }

        /** Time without waiters says nothing about how fast they get their turn. */
        private void opened() {
            seatedNanos = parts.ticker().nanos();
        }

        private void seated() {
            long now = parts.ticker().nanos();
            long since = now - seatedNanos;
            betweenNanos = seatedBefore ? betweenNanos + (since - betweenNanos) / PACE : since;
            seatedBefore = true;
            seatedNanos = now;
        }

        private Crowd crowd(UserId user) {
            long quiet = parts.ticker().nanos() - seatedNanos;
            return new Crowd(
                    queue.size(),
                    queue.size(user),
                    seatedBefore ? Duration.ofNanos(Math.max(betweenNanos, quiet)) : null);
        }
    }

    /** At most {@code max} calls wait in each room. */
    public WaitingRooms(Parts parts, int max) {
        this.parts = parts;
        this.max = max;
        this.alarm = new EarliestAlarm(parts.alarm(), parts.clock(), this::lookAll);
    }

    /** Whether calls of the group wait, so that who comes now has to wait too. */
    public boolean crowded(GroupId group) {
        if (waiting.get() == 0) {
            return false;
        }
        Room room = rooms.get(group);
        if (room == null) {
            return false;
        }
        synchronized (room) {
            return room.queue.size() > 0;
        }
    }

    /** Calls that wait, over all groups. */
    public int waiting() {
        return waiting.get();
    }

    /** Who waits in a group's room, as one of its users sees it. */
    public Crowd crowd(GroupId group, UserId user) {
        Room room = rooms.computeIfAbsent(group, Room::new);
        synchronized (room) {
            return room.crowd(user);
        }
    }

    /** How many calls of each group wait; groups in which nobody ever waited are left out. */
    public Map<GroupId, Integer> depths() {
        Map<GroupId, Integer> depths = new HashMap<>();
        rooms.forEach((group, room) -> {
            synchronized (room) {
                depths.put(group, room.queue.size());
            }
        });
        return depths;
    }

    /** Enters, and looks for room once more. The waiter may be told within. */
    public Entry enter(Guest guest) {
        Room room = rooms.computeIfAbsent(guest.group(), Room::new);
        List<Runnable> tell = new ArrayList<>(1);
        Entry entry;
        synchronized (room) {
            if (room.queue.size() == 0) {
                room.opened();
            }
            FairQueue.Entered<Lane, Guest> entered =
                    room.queue.enter(guest.user(), guest.share(), Lane.of(guest), guest, guest.arrival());
            if (entered == null) {
                return new Entry.Full(room.crowd(guest.user()));
            }
            Guest displaced = entered.displaced();
            if (displaced == null) {
                waiting.incrementAndGet();
            } else {
                Crowd crowd = room.crowd(displaced.user());
                tell.add(() -> displaced.waiter().displaced(crowd));
            }
            entry = look(room, guest, entered.ticket(), tell);
        }
        tell.forEach(Runnable::run);
        return entry;
    }

    /** Offers what is free to the waiters in their order, until the newcomer has its turn or nothing is left for it. */
    private Entry look(Room room, Guest guest, FairQueue.Ticket<Lane, Guest> ticket, List<Runnable> tell) {
        Entry waits = new Entry.Waits(new Stay(room, ticket), room.crowd(guest.user()));
        Ask ask = guest.ask();
        boolean overtaken = false;
        while (ticket.waits()) {
            Lineup lineup = room.lineup(Lane.of(guest));
            Decision decision = parts.picker()
                    .choose(lineup, parts.clock().instant(), ask, parts.random().nextLong());
            switch (decision) {
                case Decision.NoneAvailable none -> {
                    if (!overtaken && !none.worthWaiting()) {
                        room.queue.leave(ticket);
                        waiting.decrementAndGet();
                        return new Entry.Vain(none);
                    }
                    alarm.ringAt(parts.picker().nextChange(lineup, parts.clock().instant()));
                    return waits;
                }
                case Decision.Picked picked -> {
                    overtaken = true; // or it has its turn; who got before it what there was will give it back
                    offer(room, picked.account().id(), tell);
                    ask = ask.without(picked.account().id());
                }
            }
        }
        return waits;
    }

    /** Something has happened to an account: whether it has room now, or when it will. */
    public void look(AccountId id) {
        if (waiting.get() == 0) {
            return;
        }
        Account account = parts.lineups().directory().account(id).orElse(null);
        if (account == null) {
            return;
        }
        GroupId[] groups = account.groups().toArray(new GroupId[0]);
        int first = groups.length < 2 ? 0 : Math.floorMod(turn.getAndIncrement(), groups.length);
        for (int i = 0; i < groups.length; i++) {
            look(rooms.get(groups[(first + i) % groups.length]), id);
        }
        alarm.ringAt(until(parts.health().state(account)));
    }

    private void look(@Nullable Room room, AccountId id) {
        if (room == null) {
            return;
        }
        List<Runnable> tell = new ArrayList<>(1);
        synchronized (room) {
            offer(room, id, tell);
        }
        tell.forEach(Runnable::run);
    }

    private static @Nullable Instant until(AccountState state) {
        if (state.status() != AccountState.Status.ACTIVE) {
            return state.until();
        }
        Instant soonest = null;
        for (AccountState.ModelState model : state.models().values()) {
            Instant until = model.until();
            if (until != null && (soonest == null || until.isBefore(soonest))) {
                soonest = until;
            }
        }
        return soonest;
    }

    /** Any account may have room now: they are defined anew, or a rest has ended by itself. */
    public void lookAll() {
        if (waiting.get() == 0) {
            return;
        }
        for (Room room : rooms.values()) {
            List<Runnable> tell = new ArrayList<>();
            synchronized (room) {
                if (room.queue.size() > 0) {
                    for (Account account : parts.lineups().directory().pool(room.group)) {
                        offer(room, account.id(), tell);
                    }
                    for (Lane lane : room.queue.lanes()) {
                        alarm.ringAt(parts.picker()
                                .nextChange(room.lineup(lane), parts.clock().instant()));
                    }
                }
            }
            tell.forEach(Runnable::run);
        }
    }

    /** Gives an account's free slots away, in the queue's order. */
    private void offer(Room room, AccountId id, List<Runnable> tell) {
        FreeSlots slots = new FreeSlots(parts, room.group, id, tell);
        while (room.queue.poll(slots) != null) {
            waiting.decrementAndGet();
            room.seated();
        }
    }
}

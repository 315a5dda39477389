package dev.headgate.http;

import dev.headgate.base.Ticker;
import io.vertx.core.Vertx;

/**
 * Time-outs of everything in flight on one event loop, for the price of one timer.
 *
 * <p>A timer per request and direction would be set and cancelled for every event of every stream. Instead each thing in
 * flight keeps plain {@code long} deadlines and is asked {@value #PERIOD_MILLIS} ms apart whether one has passed, so a
 * time-out fires at most that much late. The list is intrusive: joining and leaving allocate nothing. Confined to its loop.
 */
public final class LoopTicks {
    /** How far apart the members are asked. */
    public static final int PERIOD_MILLIS = 100;

    private final Ticker ticker;
    private final Member head = new Sentinel();
    private long nowNanos;

    /** Must be called on the event loop whose members it will ask. */
    public LoopTicks(Vertx vertx, Ticker ticker) {
        this.ticker = ticker;
        this.nowNanos = ticker.nanos();
        head.previous = head;
        head.next = head;
        vertx.setPeriodic(PERIOD_MILLIS, id -> tick());
    }

    /** Something with deadlines. Between joining and leaving it is asked on each tick. */
    public abstract static class Member {
        private Member previous = this;
        private Member next = this;

        /** Acts on passed deadlines; may leave. */
        protected abstract void tick(long nowNanos);
    }

    public void join(Member member) {
        member.previous = head.previous;
        member.next = head;
        head.previous.next = member;
        head.previous = member;
    }

    /** Leaving twice, or without having joined, does nothing. */
    public void leave(Member member) {
        member.previous.next = member.next;
        member.next.previous = member.previous;
        member.previous = member;
        member.next = member;
    }

    /** Exact now. */
    public long nowNanos() {
        return ticker.nanos();
    }

    @SuppressWarnings("ReferenceEquality") // identity is meant: these are links of one list
    private void tick() {
        nowNanos = ticker.nanos();
        Member member = head.next;
        while (member != head) {
            Member following = member.next;
            member.tick(nowNanos);
            // A member that left while being asked points at itself; the one after it is still in the list unless it
            // left too, in which case it also points at itself and the round ends early, to go on with the next tick.
            member = following.next == following ? head : following;
        }
    }

    private static final class Sentinel extends Member {
        @Override
        protected void tick(long nowNanos) {}
    }
}

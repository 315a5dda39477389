package dev.headgate.scheduling;

import dev.headgate.accounts.AccountPulse;
import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.scheduling.WaitingRooms.Guest;
import dev.headgate.scheduling.WaitingRooms.Lane;
import java.time.Instant;
import java.util.List;

/** What an account has room for at one instant, offered to the calls that wait in one room. Guarded by the room's lock. */
final class FreeSlots implements FairQueue.Offer<Lane, Guest> {
    private final WaitingRooms.Parts parts;
    private final GroupId group;
    private final AccountId id;
    private final List<Runnable> tell;
    private final Instant now;
    private final AccountPulse pulse;

    /** {@code tell} gets what has to be said once the room's lock is left. */
    FreeSlots(WaitingRooms.Parts parts, GroupId group, AccountId id, List<Runnable> tell) {
        this.parts = parts;
        this.group = group;
        this.id = id;
        this.tell = tell;
        this.now = parts.clock().instant();
        this.pulse = parts.health().pulse(id);
    }

    private Lineup lineup(Lane lane) {
        return parts.lineups().of(group, lane.dialect(), lane.model());
    }

    @Override
    public boolean suits(Lane lane) {
        if (lane.bound() != null && !lane.bound().equals(id)) {
            return false;
        }
        Lineup lineup = lineup(lane);
        int place = lineup.placeOf(id);
        if (place < 0) {
            return false;
        }
        Lineup.Row row = lineup.row(place);
        return pulse.inUse() < row.account().concurrency() && row.state(now).takes(row.upstreamModel());
    }

    /** Looks at this account and those that the waiter's warmth names, which may have room as well. */
    @Override
    public FairQueue.Reply to(Guest guest) {
        if (guest.ask().tried().contains(id)) {
            return FairQueue.Reply.NO;
        }
        Lineup lineup = lineup(Lane.of(guest));
        PoolView near = PoolView.near(lineup, now, guest.ask().warmth(), id);
        Decision decision =
                parts.picker().pick(near, guest.ask(), parts.random().nextLong());
        if (!(decision instanceof Decision.Picked picked)) {
            return full(lineup) ? FairQueue.Reply.OVER : FairQueue.Reply.NO;
        }
        AccountPulse.Lease lease =
                parts.health().lease(picked.account(), picked.upstreamModel()).orElse(null);
        if (lease == null) { // taken by another group's call since it was looked at
            return full(lineup) ? FairQueue.Reply.OVER : FairQueue.Reply.NO;
        }
        Decision.Picked freed = picked.why().bound() ? picked : picked.because(Decision.Why.FREED);
        tell.add(() -> guest.waiter().seated(freed, lease));
        return FairQueue.Reply.TAKEN;
    }

    private boolean full(Lineup lineup) {
        return pulse.inUse() >= lineup.row(lineup.placeOf(id)).account().concurrency();
    }
}

package dev.headgate.simulation;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountDirectory;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.accounts.Group;
import dev.headgate.base.AccountId;
import dev.headgate.base.PrefixChain;
import dev.headgate.base.UserId;
import dev.headgate.cluster.Affinity;
import dev.headgate.scheduling.AccountPicker;
import dev.headgate.scheduling.Ask;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.Homes;
import dev.headgate.scheduling.Lineups;
import dev.headgate.scheduling.Placement;
import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.scheduling.Traits;
import dev.headgate.scheduling.WaitingRooms;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Headgate's own way: its real bindings, choice and queue, asked in the order in which the gateway's calls ask them. */
final class Ours implements Policy {
    private static final Duration CACHE = Duration.ofMinutes(5);

    private final Pool pool;
    private final Desk desk;
    private final Homes homes;
    private final Lineups lineups;
    private final WaitingRooms rooms;
    private final Placement.Parts parts;

    Ours(Pool pool, Desk desk, Affinity affinity, SchedulingConfig config, long seed) {
        this.pool = pool;
        this.desk = desk;
        this.homes = new Homes(affinity);
        Group group = new Group(
                Setting.GROUP,
                "simulated",
                1_000_000,
                Group.Billing.NONE,
                new Group.UnknownModel.Refuse(),
                true,
                false);
        AccountDirectory directory = new AccountDirectory(List.of(group), pool.accounts(), List.of());
        this.lineups = new Lineups(() -> directory, pool.health(), homes);
        AccountPicker picker = new AccountPicker(config);
        SplittableRandom random = new SplittableRandom(seed);
        this.parts = new Placement.Parts(picker, pool.clock(), random, Runnable::run);
        this.rooms = new WaitingRooms(
                new WaitingRooms.Parts(
                        lineups,
                        pool.health(),
                        picker,
                        pool.clock(),
                        () -> desk.nowMillis() * 1_000_000,
                        random,
                        (time, action) -> desk.after(time.toMillis(), action)),
                pool.setting().gate().queueMax());
    }

    @Override
    public String name() {
        return "Headgate";
    }

    @Override
    public void place(Call call) {
        if (call.placement() != null) {
            next(call);
            return;
        }
        Traffic.Need need = call.session().need();
        Placement placement = new Placement(
                parts,
                () -> lineups.of(Setting.GROUP, need.dialect(), need.model()),
                new Placement.Subject(need.model(), call.prompt().all(), 0, false),
                homes.request(traits(call), () -> chain(call)));
        call.placement(placement);
        placement.find(() -> next(call), () -> {
            throw new World.Broken("a call that continues nothing is a stranger's");
        });
    }

    private void next(Call call) {
        Placement placement = Objects.requireNonNull(call.placement());
        if (rooms.crowded(Setting.GROUP) && pool.patienceMillis(call) > 0) {
            placement.prepare(call.tried(), ask -> enter(call, ask));
        } else {
            placement.choose(call.tried(), decision -> decided(call, decision));
        }
    }

    private void decided(Call call, Decision decision) {
        switch (decision) {
            case Decision.Picked picked -> {
                AccountPulse.Lease lease = pool.health()
                        .lease(picked.account(), picked.upstreamModel())
                        .orElseThrow(() -> new World.Broken(picked.account().name() + " was chosen and has no slot"));
                seated(call, picked, lease);
            }
            case Decision.NoneAvailable none -> {
                if (none.worthWaiting() && pool.patienceMillis(call) > 0) {
                    Objects.requireNonNull(call.placement()).prepare(call.tried(), ask -> enter(call, ask));
                } else {
                    desk.refused(call);
                }
            }
        }
    }

    private void seated(Call call, Decision.Picked picked, AccountPulse.Lease lease) {
        call.home(Objects.requireNonNull(call.placement()).warmth().home());
        desk.seated(call, picked.account(), lease);
    }

    private void enter(Call call, Ask ask) {
        long patience = pool.patienceMillis(call);
        Waiting waiting = new Waiting(call);
        call.waits(desk.nowMillis());
        WaitingRooms.Entry entry = rooms.enter(new WaitingRooms.Guest(
                Setting.GROUP,
                call.session().need().dialect(),
                new UserId(call.session().user()),
                1,
                ask,
                Duration.ofMillis(patience),
                call.place(),
                waiting));
        if (entry instanceof WaitingRooms.Entry.Waits waits) {
            waiting.stay = waits.stay();
            call.waiting(waiting, waits.stay().arrival());
            desk.after(patience, waiting::late);
        } else {
            waiting.over();
            desk.refused(call);
        }
    }

    /** One stay of a call in the queue. */
    final class Waiting implements WaitingRooms.Waiter {
        private final Call call;
        private WaitingRooms.@Nullable Stay stay;
        private boolean over;

        private Waiting(Call call) {
            this.call = call;
        }

        private void over() {
            over = true;
            call.waitedUntil(desk.nowMillis());
        }

        @Override
        public void seated(Decision.Picked picked, AccountPulse.Lease lease) {
            over();
            Ours.this.seated(call, picked, lease);
        }

        @Override
        public void displaced(WaitingRooms.Crowd crowd) {
            over();
            desk.refused(call);
        }

        private void late() {
            if (leave()) {
                desk.refused(call);
            }
        }

        private boolean leave() {
            WaitingRooms.Stay at = stay;
            if (over || at == null || !at.leave()) {
                return false;
            }
            over();
            return true;
        }
    }

    @Override
    public boolean leave(Call call) {
        Waiting waiting = call.waiting();
        return waiting != null && waiting.leave();
    }

    @Override
    public void look(AccountId account) {
        rooms.look(account);
    }

    private static Traits traits(Call call) {
        Traffic.Session session = call.session();
        return new Traits(
                Setting.GROUP,
                new UserId(session.user()),
                session.need().model(),
                session.keyed() ? "session " + session.number() : "",
                "",
                "",
                CACHE);
    }

    private static PrefixChain chain(Call call) {
        int[] tokens = call.prompt().tokens();
        int[] bytes = new int[tokens.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = tokens[i] * 7 / 2;
        }
        return new PrefixChain(call.prompt().hashes(), bytes, false, Math.min(1, bytes.length - 1), 0);
    }

    @Override
    public void answered(Call call, Account by) {
        Placement placement = call.placement();
        if (placement != null) {
            placement.answeredBy(by.id(), "", new long[0], false);
        }
    }
}

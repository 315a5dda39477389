package dev.headgate.simulation;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.base.AccountId;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/** Chooses without memory of sessions; calls wait in one line, whoever's they are. */
final class Plain implements Policy {
    private static final long LOOK_MILLIS = 1_000;

    private final Simulation.Plainly kind;
    private final Pool pool;
    private final Desk desk;
    private final SplittableRandom random;
    private final ArrayDeque<Call> line = new ArrayDeque<>();
    private int next;
    private boolean looks;
    private boolean watched;

    Plain(Simulation.Plainly kind, Pool pool, Desk desk, long seed) {
        this.kind = kind;
        this.pool = pool;
        this.desk = desk;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public String name() {
        return kind.id().replace('-', ' ');
    }

    @Override
    public void place(Call call) {
        if (line.isEmpty() && seated(call)) {
            return;
        }
        long patience = pool.patienceMillis(call);
        boolean hope = pool.accounts().stream().anyMatch(one -> pool.suits(one, call) && pool.well(one));
        if (patience <= 0 || !hope || line.size() >= pool.setting().gate().queueMax()) {
            desk.refused(call);
            return;
        }
        call.waits(desk.nowMillis());
        line.add(call);
        int stay = call.stays();
        desk.after(patience, () -> {
            if (call.stays() == stay && leave(call)) {
                desk.refused(call);
            }
        });
        watch();
        serve();
    }

    /** A rest that ends by itself tells nobody. */
    private void watch() {
        if (!watched) {
            watched = true;
            desk.after(LOOK_MILLIS, () -> {
                watched = false;
                serve();
                if (!line.isEmpty()) {
                    watch();
                }
            });
        }
    }

    private boolean seated(Call call) {
        List<Account> open = pool.open(call);
        if (open.isEmpty()) {
            return false;
        }
        Account chosen = switch (kind) {
            case ROUND_ROBIN -> after(open);
            case RANDOM -> open.get(random.nextInt(open.size()));
            case LEAST_CONNECTIONS -> least(open);
        };
        AccountPulse.Lease lease = pool.health()
                .lease(chosen, Policy.Pool.upstream(chosen, call))
                .orElseThrow(() -> new World.Broken("no slot where one was"));
        desk.seated(call, chosen, lease);
        return true;
    }

    @Override
    public boolean leave(Call call) {
        if (!line.remove(call)) {
            return false;
        }
        call.waitedUntil(desk.nowMillis());
        return true;
    }

    @Override
    public void look(AccountId account) {
        serve();
    }

    private void serve() {
        if (looks) {
            return;
        }
        looks = true;
        Iterator<Call> calls = line.iterator();
        while (calls.hasNext() && pool.accounts().stream().anyMatch(pool::hasRoom)) {
            Call call = calls.next();
            if (!pool.open(call).isEmpty()) {
                calls.remove();
                call.waitedUntil(desk.nowMillis());
                seated(call);
            }
        }
        looks = false;
    }

    private Account after(List<Account> open) {
        while (true) {
            Account candidate = pool.accounts().get(next++ % pool.accounts().size());
            if (open.contains(candidate)) {
                return candidate;
            }
        }
    }

    private Account least(List<Account> open) {
        Account least = open.get(random.nextInt(open.size()));
        for (Account account : open) {
            if (inUse(account) < inUse(least)) {
                least = account;
            }
        }
        return least;
    }

    private int inUse(Account account) {
        return pool.health().pulse(account.id()).inUse();
    }

    @Override
    public void answered(Call call, Account by) {}
}

package dev.headgate.simulation;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.base.AccountId;
import java.util.List;
import java.util.Optional;

/** What goes wrong on purpose, to see that the net holds. */
enum Sabotage {
    /** One call in fifty takes a slot that it never gives back. */
    LOSES_SLOTS,
    /** One call in fifty is forgotten. */
    FORGETS_CALLS,
    /** One call in a hundred goes anywhere. */
    STRAYS,
    /** Nobody's limits are kept. */
    FORGETS_LIMITS,
    /** Those who wait are not told of one slot in two that becomes free. */
    SLEEPS;

    /** The policy with this in it. */
    Policy in(Policy.Maker maker, Policy.Pool pool, Policy.Desk desk) {
        return new Broken(this, maker, pool, desk);
    }

    private static final class Broken implements Policy, Policy.Desk {
        private final Sabotage how;
        private final Policy policy;
        private final Pool pool;
        private final Desk desk;
        private long count;

        Broken(Sabotage how, Maker maker, Pool pool, Desk desk) {
            this.how = how;
            this.pool = pool;
            this.desk = desk;
            this.policy = maker.make(pool, this);
        }

        private boolean now(Sabotage what, int oneIn) {
            return how == what && ++count % oneIn == 0;
        }

        @Override
        public String name() {
            return policy.name() + ", which " + how;
        }

        @Override
        public void place(Call call) {
            if (!now(FORGETS_CALLS, 50)) {
                policy.place(call);
            }
        }

        @Override
        public void seated(Call call, Account account, AccountPulse.Lease lease) {
            Account to = account;
            AccountPulse.Lease with = lease;
            if (now(LOSES_SLOTS, 50)) {
                pool.health().lease(account, Traffic.Need.ANY.model());
            }
            if (now(STRAYS, 100)) {
                List<Account> open = pool.open(call);
                Optional<AccountPulse.Lease> other = open.isEmpty()
                        ? Optional.empty()
                        : pool.health().lease(open.get((int) (count / 100 % open.size())), Traffic.Need.ANY.model());
                if (other.isPresent()) {
                    to = open.get((int) (count / 100 % open.size()));
                    with = other.get();
                    lease.close();
                }
            }
            desk.seated(call, to, with);
        }

        @Override
        public void look(AccountId account) {
            if (!now(SLEEPS, 2)) {
                policy.look(account);
            }
        }

        @Override
        public boolean leave(Call call) {
            return policy.leave(call);
        }

        @Override
        public void answered(Call call, Account by) {
            policy.answered(call, by);
        }

        @Override
        public void refused(Call call) {
            desk.refused(call);
        }

        @Override
        public void after(long millis, Runnable action) {
            desk.after(millis, action);
        }

        @Override
        public long nowMillis() {
            return desk.nowMillis();
        }
    }
}

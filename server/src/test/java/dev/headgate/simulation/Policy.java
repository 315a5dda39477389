package dev.headgate.simulation;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountState;
import dev.headgate.base.AccountId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A way to choose accounts. All of them know which accounts are well and have a slot. */
interface Policy {
    String name();

    /** The account for a call, or why there is none. */
    Choice choose(Call call, Set<AccountId> tried);

    /** The call was answered well. */
    void answered(Call call, Account by);

    /**
     * What a policy says.
     *
     * @param account null when there is none
     * @param busy whether a slot would help
     */
    record Choice(@Nullable Account account, boolean busy) {}

    /** The pool as all policies see it. */
    record Pool(List<Account> accounts, AccountHealth health, InstantSource clock) {
        public Pool {
            accounts = List.copyOf(accounts);
        }

        List<Account> open(Set<AccountId> tried) {
            List<Account> open = new ArrayList<>(accounts.size());
            for (Account account : accounts) {
                if (well(account)
                        && !tried.contains(account.id())
                        && health.pulse(account.id()).inUse() < account.concurrency()) {
                    open.add(account);
                }
            }
            return open;
        }

        boolean well(Account account) {
            Instant now = clock.instant();
            return health.pulse(account.id()).state(account, now).status() == AccountState.Status.ACTIVE;
        }

        Choice none(Set<AccountId> tried) {
            return new Choice(
                    null, accounts.stream().anyMatch(account -> !tried.contains(account.id()) && well(account)));
        }
    }

    /** The usual ones. */
    enum Kind {
        ROUND_ROBIN,
        RANDOM,
        LEAST_CONNECTIONS
    }

    /** Chooses without memory of sessions. */
    final class Plain implements Policy {
        private final Kind kind;
        private final Pool pool;
        private final SplittableRandom random;
        private int next;

        Plain(Kind kind, Pool pool, long seed) {
            this.kind = kind;
            this.pool = pool;
            this.random = new SplittableRandom(seed);
        }

        @Override
        public String name() {
            return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }

        @Override
        public Choice choose(Call call, Set<AccountId> tried) {
            List<Account> open = pool.open(tried);
            if (open.isEmpty()) {
                return pool.none(tried);
            }
            return new Choice(
                    switch (kind) {
                        case ROUND_ROBIN -> after(open);
                        case RANDOM -> open.get(random.nextInt(open.size()));
                        case LEAST_CONNECTIONS -> least(open);
                    },
                    false);
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
}

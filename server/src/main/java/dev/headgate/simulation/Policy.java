package dev.headgate.simulation;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.accounts.AccountState;
import dev.headgate.base.AccountId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A way to choose accounts and to let calls wait for them. All of them know which accounts are well and have a slot. */
interface Policy {
    String name();

    /** A call wants an account, for the first time or after a failed attempt. {@link Desk} hears what comes of it, now or later. */
    void place(Call call);

    /** The client of a call has gone; whether the call was waiting, and waits no more. */
    boolean leave(Call call);

    /** The call was answered well. */
    void answered(Call call, Account by);

    /** Something has happened to an account: it may have room now. */
    void look(AccountId account);

    /** Where placed calls go on. */
    interface Desk {
        /** The call has a slot. */
        void seated(Call call, Account account, AccountPulse.Lease lease);

        /** The client gets an error. */
        void refused(Call call);

        /** Does something after a time. */
        void after(long millis, Runnable action);

        long nowMillis();
    }

    /** Makes a policy for a pool. */
    interface Maker {
        Policy make(Pool pool, Desk desk);
    }

    /** The pool as all policies see it. */
    record Pool(Setting setting, AccountHealth health, InstantSource clock) {
        List<Account> accounts() {
            return setting.accounts();
        }

        /** Time that a call may still wait. */
        long patienceMillis(Call call) {
            return setting.gate().queueTimeout().toMillis() - call.waitedMillis();
        }

        /** Accounts that could take the call now. */
        List<Account> open(Call call) {
            List<Account> open = new ArrayList<>(accounts().size());
            for (Account account : accounts()) {
                if (hasRoom(account) && suits(account, call)) {
                    open.add(account);
                }
            }
            return open;
        }

        /** Whether it serves what the call asks for and wasn't tried. */
        boolean suits(Account account, Call call) {
            Traffic.Need need = call.session().need();
            return account.provider().dialect() == need.dialect()
                    && account.models().upstreamName(need.model()).isPresent()
                    && !call.tried().contains(account.id());
        }

        /** What an account that suits calls the model. */
        static String upstream(Account account, Call call) {
            return account.models().upstreamName(call.session().need().model()).orElseThrow();
        }

        boolean hasRoom(Account account) {
            return well(account) && health.pulse(account.id()).inUse() < account.concurrency();
        }

        boolean well(Account account) {
            Instant now = clock.instant();
            return health.pulse(account.id()).state(account, now).status() == AccountState.Status.ACTIVE;
        }
    }
}

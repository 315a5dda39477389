package dev.headgate.accounts;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import java.time.Instant;

/** What binds sessions to accounts, as an operator sees it. Never blocks; thread-safe. */
public interface Stickiness {
    /** Forgets everything bound to an account, answers that only it can continue included: its sessions find new homes. */
    void forget(AccountId account);

    /** Forgets the sessions and prompts of a group; answers stay bound to who made them. */
    void forget(GroupId group);

    /** Sessions that were active on an account lately, about. */
    int sessions(AccountId account, Instant now);
}

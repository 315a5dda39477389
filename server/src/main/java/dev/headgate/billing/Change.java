package dev.headgate.billing;

import dev.headgate.base.Money;

/**
 * Something that a running server must take over into memory.
 *
 * @param subject what it is about: a user's or a subscription's id, 0 where the kind says it all
 * @param amount by how much a balance moved
 */
record Change(long seq, Kind kind, long subject, Money amount) {
    /** What changed. */
    enum Kind {
        BALANCE,
        PLANS,
        SUBSCRIPTION,
        BUDGET,
        PLACES
    }
}

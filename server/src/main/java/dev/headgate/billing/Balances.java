package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every user's spendable money, in memory: the balance less what calls in flight hold. Never blocks; thread-safe.
 *
 * <p>One number a user is changed by compare-and-set, so however many calls start at once, the holds never exceed the balance;
 * it can only go below zero by what a call's estimate was short of its truth.
 */
public final class Balances {
    private final ConcurrentHashMap<UserId, AtomicLong> available = new ConcurrentHashMap<>();

    /** Takes over the settled balances, before the first call. */
    public void load(Map<UserId, Money> balances) {
        balances.forEach((user, money) -> of(user).set(money.nanos()));
    }

    private AtomicLong of(UserId user) {
        AtomicLong nanos = available.get(user);
        return nanos != null ? nanos : available.computeIfAbsent(user, made -> new AtomicLong());
    }

    /** What the user can still spend. */
    public Money available(UserId user) {
        AtomicLong nanos = available.get(user);
        return nanos == null ? Money.ZERO : new Money(nanos.get());
    }

    /** Money arrived. */
    public void granted(UserId user, Money amount) {
        of(user).addAndGet(amount.nanos());
    }

    /** Sets {@code estimate} aside; empty when the user has less, or nothing at all. */
    public Optional<Hold> hold(UserId user, Money estimate) {
        AtomicLong nanos = of(user);
        while (true) {
            long has = nanos.get();
            if (has <= 0 || has < estimate.nanos()) {
                return Optional.empty();
            }
            if (nanos.compareAndSet(has, has - estimate.nanos())) {
                return Optional.of(new Hold(nanos, estimate.nanos()));
            }
        }
    }

    /** Money set aside for one call; ended exactly once, the first end counts. */
    public static final class Hold {
        private final AtomicLong nanos;
        private final long held;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Hold(AtomicLong nanos, long held) {
            this.nanos = nanos;
            this.held = held;
        }

        /** The call cost this much: the rest is free again, or what was short is taken. */
        public void settle(Money actual) {
            if (ended.compareAndSet(false, true)) {
                nanos.addAndGet(held - actual.nanos());
            }
        }

        /** The call cost nothing. */
        public void release() {
            settle(Money.ZERO);
        }
    }
}

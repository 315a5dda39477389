package dev.headgate.billing;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every user's spendable money, in memory: the balance less what calls in flight hold. Never blocks; thread-safe.
 *
 * <p>However many calls start at once, a balance goes below zero by no more than what one call's estimate was short of its truth:
 * see {@link Purse}.
 */
public final class Balances {
    private final ConcurrentHashMap<UserId, Purse> purses = new ConcurrentHashMap<>();

    private volatile boolean loaded;

    /** Takes over the settled balances, before the first call. */
    void load(Map<UserId, Money> balances) {
        purses.clear();
        loaded = true;
        balances.forEach((user, money) -> purses.put(user, new Purse(-money.nanos())));
    }

    private Purse of(UserId user) {
        Purse purse = purses.get(user);
        return purse != null ? purse : purses.computeIfAbsent(user, made -> new Purse(0));
    }

    /** What the user can still spend. */
    public Money available(UserId user) {
        Purse purse = purses.get(user);
        return purse == null ? Money.ZERO : new Money(-purse.taken());
    }

    /** The balances without what calls in flight hold. */
    Map<UserId, Money> settled() {
        Map<UserId, Money> all = new HashMap<>();
        purses.forEach((user, purse) -> all.put(user, new Money(-purse.spent())));
        return all;
    }

    /** Money arrived, or left when it is negative. */
    void moved(UserId user, Money amount) {
        of(user).add(-amount.nanos());
    }

    /** Sets {@code estimate} aside; null when the balance does not cover it. */
    Purse.@Nullable Hold hold(UserId user, Estimate estimate) {
        return of(user).take(estimate, 0);
    }

    /**
     * Does something that takes {@code amount} from a balance in the database, while calls in memory can't spend it. Where
     * balances aren't loaded (a command beside the server) only the database's own check counts.
     */
    <T> T during(UserId user, Money amount, Supplier<T> work) {
        if (!loaded) {
            return work.get();
        }
        Purse.Hold hold = hold(user, Estimate.exactly(amount));
        if (hold == null) {
            throw new GatewayException(
                    ErrorCode.INSUFFICIENT_BALANCE,
                    "The balance of " + available(user) + " USD does not cover " + amount + " USD.");
        }
        try {
            return work.get();
        } finally {
            hold.release();
        }
    }

    /** Whether an estimate that was refused would be covered if no other call were in flight. */
    boolean coversAlone(UserId user, Estimate estimate) {
        return of(user).fitsAlone(estimate, 0);
    }
}

package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.store.Store;
import java.time.InstantSource;
import java.util.List;

/**
 * Holds of systems outside, which outlive this process: rows with an expiry, their money in a book of its own. A call's own hold
 * is not one of these; it lives in {@link Balances}. Blocking; thread-safe.
 */
public final class Holds {
    private final Store store;
    private final Changes changes;
    private final Ledger ledger;
    private final Balances balances;
    private final InstantSource clock;

    Holds(Store store, Changes changes, Ledger ledger, Balances balances, InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.ledger = ledger;
        this.balances = balances;
        this.clock = clock;
    }

    /**
     * Sets money aside.
     *
     * @param hold open, with an id of its maker's
     * @throws GatewayException {@code insufficient_balance} when the balance, less what calls in flight hold, does not cover it
     */
    public Written hold(LongHold hold, String reason) {
        Check.that(hold.state() == LongHold.State.OPEN, "state", hold.state().id(), "open");
        if (store.read(handle -> JdbcHoldStore.find(handle, hold.id())).isPresent()) {
            return repeated(hold, find(hold.id()));
        }
        return balances.during(
                hold.user(),
                hold.amount(),
                () -> changes.operate(tx -> {
                    if (!JdbcHoldStore.insert(tx.handle(), hold, clock.millis(), reason)) {
                        return repeated(hold, hold(tx, hold.id()));
                    }
                    ledger.postCovered(tx, entry("hold", hold, hold.amount(), reason));
                    return Written.DONE;
                }));
    }

    private static Written repeated(LongHold hold, LongHold before) {
        if (!before.user().equals(hold.user()) || !before.amount().equals(hold.amount())) {
            throw new IllegalArgumentException("hold id: \"" + hold.id() + "\" was used for " + before.amount()
                    + " USD of user " + before.user() + " (expected: an id of its own)");
        }
        return Written.EXISTS;
    }

    /** The hold of that id. */
    public LongHold find(String id) {
        return store.read(handle -> JdbcHoldStore.find(handle, id))
                .orElseThrow(
                        () -> new IllegalArgumentException("hold id: \"" + id + "\" (expected: the id of a hold)"));
    }

    /** What was held for happened and cost {@code actual}: the rest is free again; more than the hold needs a reason. */
    public Written post(String id, Money actual, String reason) {
        Check.atLeast("actual nanos", actual.nanos(), 0);
        LongHold hold = find(id);
        Money rest = hold.amount().minus(actual);
        Check.that(
                !rest.isNegative() || !reason.isBlank(),
                "actual",
                actual,
                "at most the hold's " + hold.amount() + ", or a reason");
        return changes.operate(tx -> {
            Money fromHold = rest.isNegative() ? hold.amount() : actual;
            LedgerPosting.Noted main = entry("hold-post", hold, fromHold, reason);
            if (!JdbcHoldStore.end(tx.handle(), id, LongHold.State.POSTED)) {
                requireState(hold(tx, id), LongHold.State.POSTED);
                return JdbcLedgerStore.post(tx.handle(), main, clock.millis());
            }
            ledger.post(tx, main);
            if (rest.isNegative()) {
                ledger.post(tx, entry("hold-more", hold, rest.negated(), reason));
            } else if (rest.nanos() > 0) {
                ledger.post(tx, entry("hold-rest", hold, rest, reason));
            }
            return Written.DONE;
        });
    }

    /** What was held for did not happen. */
    public Written release(String id, String reason) {
        return release(find(id), LongHold.State.VOID, reason);
    }

    private Written release(LongHold hold, LongHold.State state, String reason) {
        return changes.operate(tx -> {
            if (!JdbcHoldStore.end(tx.handle(), hold.id(), state)) {
                LongHold now = hold(tx, hold.id());
                Check.that(now.state() != LongHold.State.POSTED, "hold " + hold.id(), "posted", "an open one");
                return Written.EXISTS;
            }
            return ledger.post(tx, entry("hold-void", hold, hold.amount(), reason));
        });
    }

    private static LongHold hold(Changes.Tx tx, String id) {
        return JdbcHoldStore.find(tx.handle(), id).orElseThrow();
    }

    private static void requireState(LongHold hold, LongHold.State state) {
        if (hold.state() != state) {
            throw new GatewayException(
                    ErrorCode.INVALID_REQUEST,
                    "hold " + hold.id() + ": " + hold.state().id() + " (expected: open)");
        }
    }

    /** Frees what was neither posted nor released in time. */
    void expire() {
        List<LongHold> late = store.read(handle -> JdbcHoldStore.expired(handle, clock.instant()));
        late.forEach(hold -> release(hold, LongHold.State.EXPIRED, "expired"));
    }

    private static LedgerPosting.Noted entry(String kind, LongHold hold, Money amount, String note) {
        String user = Books.of(hold.user());
        boolean fromUser = kind.equals("hold") || kind.equals("hold-more");
        String to = switch (kind) {
            case "hold" -> Books.HELD;
            case "hold-post", "hold-more" -> Books.REVENUE;
            default -> user;
        };
        return new LedgerPosting.Noted(
                new LedgerPosting(kind + ":" + hold.id(), fromUser ? user : Books.HELD, to, amount, kind), note);
    }
}

package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The books. Every operation carries an id of its caller's making, under which it happens once; repeated with the same content it
 * answers {@link Written#EXISTS}, with another content it is refused. Blocking; thread-safe.
 */
public final class Ledger {
    private static final int PAGE_MAX = 1_000;

    /** Kinds of entries that somebody outside may want to hear of. */
    private static final Set<String> TOLD = Set.of("grant", "top-up", "adjustment", "refund");

    private final Store store;
    private final Changes changes;
    private final InstantSource clock;
    private final MoneyEvent.Listener listener;

    Ledger(Store store, Changes changes, InstantSource clock, MoneyEvent.Listener listener) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
        this.listener = listener;
    }

    /** Adds the charges of calls in the caller's transaction; those already there change nothing. */
    void post(Handle handle, List<Charge> charges) {
        JdbcLedgerStore.post(handle, charges.stream().map(Charge::posting).toList(), clock.millis());
    }

    /** Gives a user money. */
    public Written grant(String id, UserId user, Money amount, String reason) {
        positive(amount);
        return operate(noted("grant:" + id, Books.GRANTS, Books.of(user), amount, "grant", reason));
    }

    /** Gives a user money the first time {@code id} is used; what it was used for then does not matter. */
    public Written grantOnce(String id, UserId user, Money amount, String reason) {
        boolean there = store.read(handle -> JdbcLedgerStore.find(handle, "grant:" + id))
                .isPresent();
        return there ? Written.EXISTS : grant(id, user, amount, reason);
    }

    /** Whether there is an entry of that id, with its kind before it: {@code grant:1}. */
    public boolean has(String entry) {
        return store.read(handle -> JdbcLedgerStore.find(handle, entry)).isPresent();
    }

    /** A user paid money in. */
    public Written topUp(String id, UserId user, Money amount, String reason) {
        positive(amount);
        return operate(noted("top-up:" + id, Books.PAYMENTS, Books.of(user), amount, "top-up", reason));
    }

    /** Corrects a user's balance, upwards or downwards; also below zero. */
    public Written adjust(String id, UserId user, Money amount, String reason) {
        Check.that(amount.nanos() != 0, "amount", amount, "not 0");
        Check.notBlank("reason", reason);
        String own = Books.of(user);
        return operate(
                amount.isNegative()
                        ? noted("adjust:" + id, own, Books.ADJUSTMENTS, amount.negated(), "adjustment", reason)
                        : noted("adjust:" + id, Books.ADJUSTMENTS, own, amount, "adjustment", reason));
    }

    /**
     * Gives back what a call was charged with, or a part of it, to whoever paid; all refunds of a call are no more than its charge.
     *
     * @param amount null for all that is left
     */
    public Written refund(String id, String requestId, @Nullable Money amount, String reason) {
        Check.notBlank("reason", reason);
        return changes.operate(tx -> {
            JdbcLedgerStore.Call call = JdbcLedgerStore.call(tx.handle(), requestId)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "call: \"" + requestId + "\" (expected: the request id of a settled call)"));
            Check.that(!call.book().isEmpty(), "call", requestId, "one that was charged; this one was only tracked");
            Money left = call.charged().minus(JdbcLedgerStore.refunded(tx.handle(), requestId));
            LedgerPosting before =
                    JdbcLedgerStore.find(tx.handle(), "refund:" + id).orElse(null);
            Money sum = amount != null ? amount : before != null ? before.amount() : left;
            positive(sum);
            Check.that(
                    before != null || sum.compareTo(left) <= 0,
                    "amount",
                    sum,
                    "at most " + left + ", which is left of the charge");
            LedgerPosting posting = new LedgerPosting("refund:" + id, Books.REVENUE, call.book(), sum, "refund");
            return post(tx, new LedgerPosting.Noted(posting, reason, requestId));
        });
    }

    /** What work of a correction's own made, and the charges that it moves. */
    public record Corrected<T>(T result, List<ChargeCorrection> charges) {
        public Corrected {
            charges = List.copyOf(charges);
        }
    }

    /**
     * Moves charges of settled calls, each once for {@code id}, in one transaction with {@code work}, which says which.
     *
     * @param id of the correction as a whole, at most 50 characters
     */
    public <T> T correct(String id, String reason, Store.Work<Corrected<T>> work) {
        return changes.operate(tx -> {
            Corrected<T> corrected = work.apply(tx.handle());
            for (ChargeCorrection charge : corrected.charges()) {
                Money amount = charge.amount();
                if (amount.nanos() != 0) {
                    boolean more = amount.nanos() > 0;
                    LedgerPosting posting = new LedgerPosting(
                            "rerate:" + id + ":" + charge.requestId(),
                            more ? charge.book() : Books.REVENUE,
                            more ? Books.REVENUE : charge.book(),
                            more ? amount : amount.negated(),
                            "rerate");
                    post(tx, new LedgerPosting.Noted(posting, reason, charge.requestId()));
                }
            }
            return corrected.result();
        });
    }

    private static void positive(Money amount) {
        Check.that(amount.nanos() > 0, "amount", amount, "more than 0");
    }

    private static LedgerPosting.Noted noted(
            String id, String debit, String credit, Money amount, String kind, String reason) {
        return new LedgerPosting.Noted(new LedgerPosting(id, debit, credit, amount, kind), reason);
    }

    private Written operate(LedgerPosting.Noted noted) {
        return changes.operate(tx -> post(tx, noted));
    }

    /** Posts within an operation and tells memory which balances it moved. */
    Written post(Changes.Tx tx, LedgerPosting.Noted noted) {
        Written written = JdbcLedgerStore.post(tx.handle(), noted, clock.millis());
        if (written == Written.DONE) {
            LedgerPosting posting = noted.posting();
            Books.user(posting.debit())
                    .ifPresent(user -> moved(tx, noted, user, posting.amount().negated()));
            Books.user(posting.credit()).ifPresent(user -> moved(tx, noted, user, posting.amount()));
        }
        return written;
    }

    private void moved(Changes.Tx tx, LedgerPosting.Noted noted, UserId user, Money amount) {
        tx.balanceMoved(user, amount);
        String kind = noted.posting().reason();
        if (TOLD.contains(kind)) {
            listener.happened(tx.handle(), new MoneyEvent.Paid(noted.posting().id(), user, kind, amount, noted.note()));
        }
    }

    /** The same for what may not overdraw the balance it is taken from. */
    Written postCovered(Changes.Tx tx, LedgerPosting.Noted noted) {
        LedgerPosting posting = noted.posting();
        Money has = JdbcLedgerStore.balance(tx.handle(), posting.debit());
        boolean there = JdbcLedgerStore.find(tx.handle(), noted.posting().id()).isPresent();
        if (!there && has.compareTo(posting.amount()) < 0) {
            throw new GatewayException(
                    ErrorCode.INSUFFICIENT_BALANCE,
                    "The balance of " + has + " USD does not cover " + posting.amount() + " USD.");
        }
        return post(tx, noted);
    }

    /** A user's settled balance. */
    public Money balance(UserId user) {
        return store.read(handle -> JdbcLedgerStore.balance(handle, Books.of(user)));
    }

    /** All users' settled balances. */
    public Map<UserId, Money> userBalances() {
        return store.read(Ledger::userBalances);
    }

    static Map<UserId, Money> userBalances(Handle handle) {
        Map<UserId, Money> balances = new HashMap<>();
        JdbcLedgerStore.balances(handle)
                .forEach((book, nanos) -> Books.user(book).ifPresent(user -> balances.put(user, new Money(nanos))));
        return balances;
    }

    /** A user and the settled balance. */
    public record UserBalance(UserId user, Money balance) {}

    /**
     * Settled balances a page at a time, of users who ever had an entry.
     *
     * @param after the last user of the page before, null for the first page
     * @param limit most rows, 1 to 1,000
     */
    public List<UserBalance> balances(@Nullable UserId after, int limit) {
        Check.range("limit", limit, 1, PAGE_MAX);
        return store.read(handle -> JdbcLedgerLists.balances(handle, after == null ? "" : Books.of(after), limit));
    }

    /** Settled balances of these users, at most 1,000 of them; zero for one without an entry. */
    public Map<UserId, Money> balances(Collection<UserId> users) {
        Check.range("users", users.size(), 0, PAGE_MAX);
        return store.read(handle -> JdbcLedgerLists.balances(handle, users));
    }

    /** What was done with money, newest first. */
    public List<LedgerEntry> entries(LedgerEntry.Filter filter) {
        Check.range("limit", filter.limit(), 1, PAGE_MAX);
        return store.read(handle -> JdbcLedgerLists.entries(handle, filter));
    }

    /** The charge of a call and what was done to it since: refunds and corrections; oldest first, at most 100. */
    public List<LedgerEntry> entriesOf(String requestId) {
        return store.read(handle -> JdbcLedgerLists.ofCall(handle, requestId));
    }

    /** Proves the books; returns what is wrong in words, nothing when all is well. */
    public List<String> verify() {
        return store.snapshot(JdbcVerification::verify);
    }
}

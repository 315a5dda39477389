package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The books. Blocking; thread-safe. */
public final class Ledger {
    /** What users paid for calls. */
    static final String REVENUE = "revenue";

    /** What users were given. */
    static final String GRANTS = "grants";

    private static final String USER = "user:";
    private static final String TRACKED = "tracked:";
    private static final String SUBSCRIPTION = "subscription:";

    private final Store store;
    private final InstantSource clock;

    public Ledger(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The book of a user's balance. */
    static String book(UserId user) {
        return USER + user.value();
    }

    /** The book through which calls go that are charged to nobody. */
    static String trackingBook(UserId user) {
        return TRACKED + user.value();
    }

    /** The book that calls of a subscription are charged to; it falls below zero by what was used. */
    static String book(SubscriptionId subscription) {
        return SUBSCRIPTION + subscription.value();
    }

    /** Adds postings in the caller's transaction; those already there change nothing. */
    void post(Handle handle, List<LedgerPosting> postings) {
        JdbcLedgerStore.post(handle, postings, clock.millis());
    }

    /** Gives a user money once for {@code id}; returns whether it happened now. */
    public boolean grantOnce(String id, UserId user, Money amount) {
        LedgerPosting posting = new LedgerPosting(id, GRANTS, USER + user.value(), amount, "grant");
        return store.write(handle -> JdbcLedgerStore.post(handle, List.of(posting), clock.millis())) == 1;
    }

    /** All users' balances. */
    public Map<UserId, Money> userBalances() {
        Map<UserId, Money> balances = new HashMap<>();
        store.read(JdbcLedgerStore::balances).forEach((book, nanos) -> {
            if (book.startsWith(USER)) {
                balances.put(new UserId(Long.parseLong(book.substring(USER.length()))), new Money(nanos));
            }
        });
        return balances;
    }

    /** Proves the books; returns what is wrong in words, nothing when all is well. */
    public List<String> verify() {
        return store.snapshot(JdbcLedgerStore::verify);
    }
}

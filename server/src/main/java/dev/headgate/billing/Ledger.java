package dev.headgate.billing;

import dev.headgate.base.Money;
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

    private final Store store;
    private final InstantSource clock;

    public Ledger(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The posting of a call's charge; one that isn't taken from the balance goes through the user's tracking book. */
    public static LedgerPosting charge(String requestId, UserId user, Money amount, boolean fromBalance) {
        String book = (fromBalance ? USER : TRACKED) + user.value();
        return new LedgerPosting("usage:" + requestId, book, REVENUE, amount, "usage");
    }

    /** Adds postings in the caller's transaction; those already there change nothing. */
    public void post(Handle handle, List<LedgerPosting> postings) {
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

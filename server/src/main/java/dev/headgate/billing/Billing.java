package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/** All that has to do with money: its parts, and the order in which they are loaded. Thread-safe. */
public final class Billing {
    private final Store store;
    private final Ledger ledger;
    private final Balances balances = new Balances();
    private final UsualOutput usualOutput = new UsualOutput();
    private final Funding funding = new Funding(balances);

    public Billing(Store store, InstantSource clock) {
        this.store = store;
        this.ledger = new Ledger(store, clock);
    }

    /** Takes the balances into memory. What the journal held of an earlier run must have been settled before. */
    public void loadMoney() {
        balances.load(ledger.userBalances());
        store.read(handle -> {
            JdbcLedgerStore.recentOutput(handle, usualOutput::answered);
            return 0;
        });
    }

    /** Gives a user money once for {@code id}, in the books and in memory. */
    public void grantOnce(String id, UserId user, Money amount) {
        if (ledger.grantOnce(id, user, amount)) {
            balances.moved(user, amount);
        }
    }

    /** Posts the charges of settled calls, in the settlement's transaction. */
    public void settle(Handle handle, java.util.List<Charge> charges) {
        ledger.post(handle, charges.stream().map(Charge::posting).toList());
    }

    public Ledger ledger() {
        return ledger;
    }

    public Balances balances() {
        return balances;
    }

    public Funding funding() {
        return funding;
    }

    public UsualOutput usualOutput() {
        return usualOutput;
    }
}

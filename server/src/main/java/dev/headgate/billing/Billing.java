package dev.headgate.billing;

import dev.headgate.base.IdSource;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/**
 * All that has to do with money: the parts, and the order in which they are loaded. A server calls {@link #loadMoney} once the
 * journal of its earlier run is settled, then {@link #start}; a command beside it only uses the parts. Thread-safe.
 */
public final class Billing implements AutoCloseable {
    /** How long a change made by another process may go unseen. */
    private static final Duration ROUND = Duration.ofMillis(500);

    private static final Duration PRUNE_EVERY = Duration.ofHours(1);

    /** Longer than any window, so that late records still find theirs. */
    private static final Duration WINDOWS_KEPT = Duration.ofDays(40);

    private final Store store;
    private final Changes changes;
    private final Ledger ledger;
    private final Balances balances = new Balances();
    private final Holds holds;
    private final UsualOutput usualOutput = new UsualOutput();
    private final Subscriptions subscriptions;
    private final SubscriptionBook subscriptionBook;
    private final Budgets budgets;
    private final Codes codes;
    private final SpendBook spend;
    private final Funding funding;
    private final Renewals renewals;
    private final InstantSource clock;
    private volatile long prunedAt;
    private final List<MoneyEvent.Listener> listeners = new CopyOnWriteArrayList<>();
    private final Upkeep upkeep = new Upkeep("money upkeep", this::round, ROUND);

    public Billing(Store store, IdSource ids, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.changes = new Changes(store, this::prepare);
        this.ledger = new Ledger(store, changes, clock, this::happened);
        this.holds = new Holds(store, changes, ledger, balances, clock);
        Subscriptions.Parts parts = new Subscriptions.Parts(store, changes, ledger, balances, ids, clock);
        this.subscriptions = new Subscriptions(parts);
        this.subscriptionBook = new SubscriptionBook(clock);
        this.budgets = new Budgets(parts, this::happened);
        this.codes = new Codes(parts, subscriptions, this::happened);
        this.spend = new SpendBook(subscriptionBook, budgets);
        this.funding = new Funding(balances, subscriptionBook, budgets, codes);
        this.renewals = new Renewals(subscriptions, subscriptionBook, this::happened, clock);
    }

    /** Takes into memory what settlement goes by. Before what the journal holds of an earlier run is settled. */
    public void open() {
        store.snapshot(handle -> {
            load(handle);
            return 0;
        });
    }

    private void load(Handle handle) {
        subscriptionBook.load(handle);
        budgets.load(handle);
        codes.load(handle);
        changes.loaded(JdbcChangeStore.seq(handle));
    }

    /** Takes the money into memory. What the journal held of an earlier run must have been settled before. */
    public void loadMoney() {
        store.snapshot(handle -> {
            load(handle);
            balances.load(Ledger.userBalances(handle));
            return 0;
        });
        store.read(handle -> {
            JdbcLedgerStore.recentOutput(handle, usualOutput::answered);
            return 0;
        });
    }

    private Runnable prepare(Handle handle, Change change) {
        return switch (change.kind()) {
            case BALANCE -> () -> balances.moved(new UserId(change.subject()), change.amount());
            case PLANS -> subscriptionBook.loadPlans(handle);
            case SUBSCRIPTION -> subscriptionBook.reload(handle, new SubscriptionId(change.subject()));
            case PLACES -> codes.reload(handle, new UserId(change.subject()));
            case BUDGET -> budgets.reload(handle, change.subject());
        };
    }

    private void happened(Handle handle, MoneyEvent event) {
        listeners.forEach(listener -> listener.happened(handle, event));
    }

    /** Lets somebody hear of what happens from now on. */
    public void listen(MoneyEvent.Listener listener) {
        listeners.add(listener);
    }

    /** Begins to look after changes and what is due; ends with {@link #close}. */
    public void start() {
        upkeep.start();
    }

    /** One round of upkeep: takes over what changed, and does what is due. */
    public void round() {
        changes.catchUp();
        holds.expire();
        renewals.round();
        budgets.tell();
        if (clock.millis() - prunedAt >= PRUNE_EVERY.toMillis()) {
            prunedAt = clock.millis();
            store.write(handle -> {
                JdbcSpendStore.prune(handle, clock.instant().minus(WINDOWS_KEPT));
                return 0;
            });
        }
    }

    /** Charges settled calls, in the settlement's transaction. */
    public void settle(Handle handle, List<Charge> charges) {
        if (!changes.isLoaded()) {
            load(handle);
        }
        changes.holdStill(handle);
        ledger.post(handle, charges);
        spend.count(handle, charges);
    }

    /** Proves the books; returns what is wrong in words, nothing when all is well. */
    public List<String> verify() {
        return ledger.verify();
    }

    /**
     * Compares memory with the books; only meaningful while no call is in flight and every record is settled.
     *
     * @return what differs, in words
     */
    public List<String> memoryDifferences() {
        changes.catchUp();
        List<String> wrong = new ArrayList<>();
        Map<UserId, Money> books = ledger.userBalances();
        balances.settled().forEach((user, money) -> {
            Money should = books.getOrDefault(user, Money.ZERO);
            if (!money.equals(should)) {
                wrong.add("user " + user + ": memory has " + money + " USD, the books " + should);
            }
            if (!money.equals(balances.available(user))) {
                wrong.add("user " + user + ": " + money.minus(balances.available(user)) + " USD are still held");
            }
        });
        store.read(handle -> {
            differences(handle, wrong);
            return 0;
        });
        return wrong;
    }

    private void differences(Handle handle, List<String> wrong) {
        for (SubscriptionMeter meter : subscriptionBook.all()) {
            for (Period period : Period.values()) {
                Meter.Spent spent = meter.meter(period).running();
                difference(handle, meter.key(period, spent.window()), spent.purse(), wrong);
            }
        }
        for (List<BudgetMeter> owned : budgets.meters()) {
            for (BudgetMeter meter : owned) {
                Meter.Spent spent = meter.meter().running();
                difference(handle, Budgets.key(meter.budget(), spent.window()), spent.purse(), wrong);
            }
        }
    }

    private static void difference(Handle handle, JdbcSpendStore.Key key, Purse purse, List<String> wrong) {
        long stored = JdbcSpendStore.spent(handle, key);
        if (stored != purse.spent() || stored != purse.taken()) {
            wrong.add(key + ": memory has " + purse.spent() + " nanos spent and " + (purse.taken() - purse.spent())
                    + " held, the books " + stored);
        }
    }

    public Ledger ledger() {
        return ledger;
    }

    public Balances balances() {
        return balances;
    }

    public Holds holds() {
        return holds;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public Budgets budgets() {
        return budgets;
    }

    public Codes codes() {
        return codes;
    }

    public Funding funding() {
        return funding;
    }

    public UsualOutput usualOutput() {
        return usualOutput;
    }

    @Override
    public void close() {
        upkeep.close();
    }
}

package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.IdSource;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.Window;
import dev.headgate.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What keys, users and groups may spend. A budget that is made in the middle of a window counts what was spent in it before.
 * {@link #of} never blocks; all else does. Thread-safe.
 */
public final class Budgets {
    private final Store store;
    private final Changes changes;
    private final IdSource ids;
    private final InstantSource clock;
    private final MoneyEvent.Listener listener;
    private final Map<BudgetOwner, List<BudgetMeter>> meters = new ConcurrentHashMap<>();

    /** Alerts to be written down; at most one for each budget, window and percentage at a time. */
    private final ConcurrentLinkedQueue<MoneyEvent.BudgetReached> reached = new ConcurrentLinkedQueue<>();

    Budgets(Subscriptions.Parts parts, MoneyEvent.Listener listener) {
        this.store = parts.store();
        this.changes = parts.changes();
        this.ids = parts.ids();
        this.clock = parts.clock();
        this.listener = listener;
    }

    /** A budget to be set. */
    public record Wanted(BudgetOwner owner, Period period, ZoneId zone, Budget.Terms terms) {}

    /** Sets an owner's budget of a period; a raise that runs goes on. */
    public void set(Wanted wanted) {
        changes.operate(tx -> {
            set(tx, wanted);
            return 0;
        });
    }

    private void set(Changes.Tx tx, Wanted wanted) {
        Optional<Budget> before = JdbcBudgetStore.find(tx.handle(), wanted.owner(), wanted.period());
        if (before.isPresent() && before.get().zone().equals(wanted.zone())) {
            if (!before.get().terms().equals(wanted.terms())) {
                save(tx, before.get().with(wanted.terms()));
            }
            return;
        }
        before.ifPresent(old -> remove(tx, old));
        Budget made = Budget.of(ids.next(), wanted.owner(), wanted.period(), wanted.zone(), wanted.terms());
        Window window = made.window(clock.instant());
        JdbcSpendStore.begin(tx.handle(), key(made, window), JdbcSpendStore.used(tx.handle(), made.owner(), window), 0);
        save(tx, made);
    }

    /** Makes declared budgets agree with the file: sets these, removes declared ones that aren't there. */
    public void declare(List<Wanted> wanted) {
        List<Budget> stored = store.read(JdbcBudgetStore::all);
        Map<String, Wanted> byPlace = new HashMap<>();
        wanted.forEach(each -> byPlace.put(place(each.owner(), each.period()), each));
        List<Budget> gone = stored.stream()
                .filter(budget -> budget.declared() && !byPlace.containsKey(place(budget.owner(), budget.period())))
                .toList();
        List<Wanted> changed = wanted.stream()
                .filter(each -> stored.stream()
                        .noneMatch(budget -> budget.owner().equals(each.owner())
                                && budget.period() == each.period()
                                && budget.zone().equals(each.zone())
                                && budget.terms().equals(each.terms())))
                .toList();
        if (!gone.isEmpty() || !changed.isEmpty()) {
            changes.operate(tx -> {
                gone.forEach(budget -> remove(tx, budget));
                changed.forEach(each -> set(tx, each));
                return 0;
            });
        }
    }

    private static String place(BudgetOwner owner, Period period) {
        return owner.kind().id() + owner.id() + period.id();
    }

    /** Removes an owner's budget of a period; false when there is none. */
    public boolean remove(BudgetOwner owner, Period period) {
        return changes.operate(tx -> {
            Optional<Budget> budget = JdbcBudgetStore.find(tx.handle(), owner, period);
            budget.ifPresent(found -> remove(tx, found));
            return budget.isPresent();
        });
    }

    private static void remove(Changes.Tx tx, Budget budget) {
        JdbcBudgetStore.remove(tx.handle(), budget.id());
        JdbcSpendStore.forget(tx.handle(), budget.owner(), budget.period());
        tx.note(Change.Kind.BUDGET, budget.id(), Money.ZERO);
    }

    /** Raises a budget by an amount until an instant; in place of an earlier raise. Zero ends a raise. */
    public void raise(BudgetOwner owner, Period period, Money by, Instant until) {
        Check.atLeast("raise nanos", by.nanos(), 0);
        changes.operate(tx -> {
            Budget budget = JdbcBudgetStore.find(tx.handle(), owner, period)
                    .orElseThrow(() -> new IllegalArgumentException("budget: none per " + period.id() + " of this "
                            + owner.kind().id()));
            save(tx, budget.raised(by, until));
            return 0;
        });
    }

    private static void save(Changes.Tx tx, Budget budget) {
        JdbcBudgetStore.save(tx.handle(), budget);
        tx.note(Change.Kind.BUDGET, budget.id(), Money.ZERO);
    }

    /**
     * A budget and where it stands by the books.
     *
     * @param window the one that runs
     * @param spent what settled calls of it came to
     * @param alerted the percentages that were told of in it
     */
    public record Listed(Budget budget, Window window, Money spent, List<Integer> alerted) {
        public Listed {
            alerted = List.copyOf(alerted);
        }
    }

    /**
     * Which budgets a list shows.
     *
     * @param owner whose, null for all
     * @param after the last one's id of the page before, 0 for the first page
     * @param limit most rows, 1 to 1,000
     */
    public record Filter(@Nullable BudgetOwner owner, long after, int limit) {}

    /** Budgets a page at a time, oldest first. */
    public List<Listed> list(Filter filter) {
        Check.range("limit", filter.limit(), 1, 1_000);
        Instant now = clock.instant();
        return store.read(handle -> JdbcBudgetStore.list(handle, filter).stream()
                .map(budget -> {
                    Window window = budget.window(now);
                    Money spent = new Money(JdbcSpendStore.spent(handle, key(budget, window)));
                    return new Listed(budget, window, spent, JdbcBudgetStore.alerted(handle, budget.id(), window));
                })
                .toList());
    }

    public List<Budget> all() {
        return store.read(JdbcBudgetStore::all);
    }

    /**
     * What of a budget is spent in the window that runs, from memory.
     *
     * @param limitNanos with a raise that holds now
     */
    public record Reading(Budget budget, Money spent, long limitNanos, Instant windowEnds) {}

    /** All budgets as they are at {@code now}. Never blocks. */
    public List<Reading> readings(Instant now) {
        List<Reading> readings = new ArrayList<>();
        for (List<BudgetMeter> owned : meters.values()) {
            for (BudgetMeter meter : owned) {
                Budget budget = meter.budget();
                Meter.Spent running = meter.meter().running();
                boolean current = running.window().contains(now);
                Window window = current ? running.window() : budget.window(now);
                Money spent = current ? new Money(running.purse().spent()) : Money.ZERO;
                readings.add(new Reading(budget, spent, budget.limitNanosAt(now), window.end()));
            }
        }
        return readings;
    }

    /** Reads all anew into memory. */
    void load(Handle handle) {
        meters.clear();
        JdbcBudgetStore.all(handle).forEach(budget -> put(meter(handle, budget)));
    }

    /** Reads a changed budget. */
    Runnable reload(Handle handle, long id) {
        Optional<Budget> read = JdbcBudgetStore.find(handle, id);
        if (read.isEmpty()) {
            return () -> meters.values()
                    .forEach(list -> list.stream()
                            .filter(meter -> meter.budget().id() == id)
                            .findFirst()
                            .ifPresent(this::drop));
        }
        Optional<BudgetMeter> before = of(read.get().owner()).stream()
                .filter(meter -> meter.budget().id() == id)
                .findFirst();
        if (before.isPresent()) {
            return () -> before.get().update(read.get(), clock.instant());
        }
        BudgetMeter meter = meter(handle, read.get());
        return () -> put(meter);
    }

    private BudgetMeter meter(Handle handle, Budget budget) {
        Window window = budget.window(clock.instant());
        long spent = JdbcSpendStore.spent(handle, key(budget, window));
        return new BudgetMeter(budget, new Meter(budget::window, window, spent), clock.instant(), reached::add);
    }

    static JdbcSpendStore.Key key(Budget budget, Window window) {
        return new JdbcSpendStore.Key(budget.owner().kind().id(), budget.owner().id(), budget.period(), window);
    }

    private void put(BudgetMeter meter) {
        meters.compute(meter.budget().owner(), (owner, before) -> {
            List<BudgetMeter> all = new ArrayList<>(before == null ? List.of() : before);
            all.add(meter);
            return List.copyOf(all);
        });
    }

    private void drop(BudgetMeter meter) {
        meters.computeIfPresent(meter.budget().owner(), (owner, before) -> {
            List<BudgetMeter> left =
                    before.stream().filter(other -> other != meter).toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** The budgets of an owner, from memory. */
    List<BudgetMeter> of(BudgetOwner owner) {
        return meters.getOrDefault(owner, List.of());
    }

    boolean isEmpty() {
        return meters.isEmpty();
    }

    Collection<List<BudgetMeter>> meters() {
        return meters.values();
    }

    /** Writes alerts down and tells of those that were not told before. */
    void tell() {
        for (MoneyEvent.BudgetReached event = reached.peek(); event != null; event = reached.peek()) {
            MoneyEvent.BudgetReached alert = event;
            store.write(handle -> {
                if (JdbcBudgetStore.alert(handle, alert, clock.millis())) {
                    listener.happened(handle, alert);
                }
                return 0;
            });
            reached.poll();
        }
    }
}

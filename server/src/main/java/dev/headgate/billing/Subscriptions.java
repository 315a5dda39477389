package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.IdSource;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.base.Window;
import dev.headgate.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Plans and what users subscribe to. Every operation on a subscription carries an id of its caller's making and happens once
 * under it. Blocking; thread-safe.
 */
public final class Subscriptions {
    private final Store store;
    private final Changes changes;
    private final Ledger ledger;
    private final Balances balances;
    private final IdSource ids;
    private final InstantSource clock;

    Subscriptions(Parts parts) {
        this.store = parts.store();
        this.changes = parts.changes();
        this.ledger = parts.ledger();
        this.balances = parts.balances();
        this.ids = parts.ids();
        this.clock = parts.clock();
    }

    /** What the features of this package work with. */
    record Parts(Store store, Changes changes, Ledger ledger, Balances balances, IdSource ids, InstantSource clock) {}

    public List<Plan> plans() {
        return store.read(JdbcSubscriptionStore::plans);
    }

    public Optional<Plan> plan(String name) {
        return plans().stream().filter(plan -> plan.name().equals(name)).findFirst();
    }

    /** Makes or changes plans, by name; new ones get an id. Subscriptions go by the new limits at once. */
    public void save(List<Plan> wanted) {
        List<Plan> before = plans();
        List<Plan> changed = wanted.stream()
                .map(plan -> before.stream()
                        .filter(old -> old.name().equals(plan.name()))
                        .findFirst()
                        .map(old -> withId(plan, old.id()))
                        .orElseGet(() -> withId(plan, ids.next())))
                .filter(plan -> !before.contains(plan))
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        changes.operate(tx -> {
            changed.forEach(plan -> JdbcSubscriptionStore.save(tx.handle(), plan));
            tx.note(Change.Kind.PLANS, 0, Money.ZERO);
            return 0;
        });
    }

    private static Plan withId(Plan plan, long id) {
        return new Plan(
                id,
                plan.name(),
                plan.group(),
                plan.price(),
                plan.validity(),
                plan.limits(),
                plan.renewal(),
                plan.zone(),
                plan.enabled(),
                plan.declared());
    }

    /** A user's subscriptions, oldest first. */
    public List<Subscription> of(UserId user) {
        return store.read(handle -> JdbcSubscriptionStore.ofUser(handle, user));
    }

    /**
     * Which subscriptions a list shows.
     *
     * @param user whose, null for all
     * @param plan of which plan by its id, null for all
     * @param state in which state, null for all
     * @param before the last one of the page before, null for the first page
     * @param limit most rows, 1 to 1,000
     */
    public record Filter(
            @Nullable UserId user,
            @Nullable Long plan,
            Subscription.@Nullable State state,
            @Nullable SubscriptionId before,
            int limit) {}

    /** Subscriptions a page at a time, newest first. */
    public List<Subscription> list(Filter filter) {
        Check.range("limit", filter.limit(), 1, 1_000);
        return store.read(handle -> JdbcSubscriptionStore.list(handle, filter));
    }

    /**
     * What is used of each window of a subscription that its plan limits, by the books.
     *
     * @throws IllegalArgumentException when there is no such subscription
     */
    public List<Standing> standing(SubscriptionId id) {
        Instant now = now();
        return store.read(handle -> {
            Subscription subscription = find(handle, id);
            List<Standing> all = new ArrayList<>();
            plan(handle, subscription.plan()).limits().forEach((period, limit) -> {
                Window window = subscription.window(period, now);
                long spent = JdbcSpendStore.spent(handle, key(subscription, period, window));
                all.add(new Standing(JdbcSpendStore.SUBSCRIPTION, period, limit, new Money(spent), window.end()));
            });
            return all;
        });
    }

    public Subscription find(SubscriptionId id) {
        return store.read(handle -> find(handle, id));
    }

    private static Subscription find(Handle handle, SubscriptionId id) {
        return JdbcSubscriptionStore.find(handle, id)
                .orElseThrow(() ->
                        new IllegalArgumentException("subscription: " + id + " (expected: the id of a subscription)"));
    }

    private static Plan plan(Handle handle, long id) {
        return JdbcSubscriptionStore.plans(handle).stream()
                .filter(plan -> plan.id() == id)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Subscribes a user to a plan from now on.
     *
     * @param paid whether the plan's price is taken from the user's balance, which must cover it
     * @return the subscription, the one made before when {@code id} was used before
     */
    public SubscriptionId subscribe(String id, UserId user, String planName, boolean paid) {
        Plan plan = plan(planName)
                .orElseThrow(() ->
                        new IllegalArgumentException("plan: \"" + planName + "\" (expected: the name of a plan)"));
        Optional<SubscriptionId> before =
                store.read(handle -> JdbcSubscriptionStore.operation(handle, id, "subscribe"));
        if (before.isPresent()) {
            return before.get();
        }
        Check.that(plan.enabled(), "plan", "\"" + planName + "\"", "an enabled one");
        return charging(
                user,
                paid ? plan.price() : Money.ZERO,
                () -> changes.operate(tx -> subscribe(tx, id, user, plan, paid)));
    }

    private SubscriptionId subscribe(Changes.Tx tx, String id, UserId user, Plan plan, boolean paid) {
        Optional<SubscriptionId> before = JdbcSubscriptionStore.operation(tx.handle(), id, "subscribe");
        if (before.isPresent()) {
            return before.get();
        }
        Instant now = now();
        SubscriptionId made = start(tx, user, plan, plan.validity().after(now, plan.zone()));
        note(tx, new JdbcSubscriptionStore.Operation(id, made, "subscribe", plan.name()));
        if (paid) {
            pay(tx, "subscribe:" + id, user, plan);
        }
        return made;
    }

    private SubscriptionId start(Changes.Tx tx, UserId user, Plan plan, Instant endsAt) {
        Instant now = now();
        for (Subscription other : JdbcSubscriptionStore.ofUser(tx.handle(), user)) {
            Plan its = plan(tx.handle(), other.plan());
            Check.that(
                    !other.isLive(now) || !its.group().equals(plan.group()),
                    "plan",
                    "\"" + plan.name() + "\"",
                    "one of another group; the user's subscription " + other.id() + " of this group runs until "
                            + other.endsAt());
        }
        SubscriptionId made = new SubscriptionId(ids.next());
        save(
                tx,
                new Subscription(
                        made,
                        user,
                        plan.id(),
                        Subscription.State.ACTIVE,
                        plan.renewal(),
                        plan.zone(),
                        List.of(now),
                        endsAt));
        return made;
    }

    /** Gives days of a plan within another operation: lengthens the user's subscription to it, or makes one. */
    void giveDays(Changes.Tx tx, UserId user, long planId, int days) {
        Plan plan = plan(tx.handle(), planId);
        Instant now = now();
        Validity length = new Validity(0, days);
        Optional<Subscription> live = JdbcSubscriptionStore.ofUser(tx.handle(), user).stream()
                .filter(each -> each.plan() == plan.id() && each.isLive(now))
                .findFirst();
        if (live.isEmpty()) {
            start(tx, user, plan, length.after(now, plan.zone()));
        } else if (!live.get().endsAt().equals(Validity.NEVER)) {
            save(
                    tx,
                    live.get()
                            .endingAt(
                                    length.after(live.get().endsAt(), live.get().zone())));
        }
    }

    /** One validity of its plan more: from its end on, or from now when it has lapsed. */
    public Written renew(String id, SubscriptionId subscription, boolean paid) {
        if (store.read(handle -> JdbcSubscriptionStore.operation(handle, id, "renew"))
                .isPresent()) {
            return Written.EXISTS;
        }
        Subscription now = find(subscription);
        Money price = paid ? store.read(handle -> plan(handle, now.plan())).price() : Money.ZERO;
        return charging(
                now.user(),
                price,
                () -> once(id, subscription, "renew", (tx, old) -> {
                    Plan plan = plan(tx.handle(), old.plan());
                    if (paid) {
                        pay(tx, "renew:" + id, old.user(), plan);
                    }
                    return renewed(tx, old, plan);
                }));
    }

    /** What a renewal makes of it; what was used of windows that would still run is carried over into those of a new term. */
    private Subscription renewed(Changes.Tx tx, Subscription old, Plan plan) {
        Check.that(old.state() != Subscription.State.CANCELLED, "subscription", old.id(), "one that isn't cancelled");
        Check.that(!old.endsAt().equals(Validity.NEVER), "subscription", old.id(), "one with an end");
        Instant now = now();
        if (now.isBefore(old.endsAt())) {
            return old.endingAt(plan.validity().after(old.endsAt(), old.zone()));
        }
        Subscription next = old.withTerm(now, plan.validity().after(now, old.zone()));
        for (Period period : Period.values()) {
            Window running = old.window(period, now);
            long used = JdbcSpendStore.spent(tx.handle(), key(old, period, running));
            if (used > 0) {
                JdbcSpendStore.begin(tx.handle(), key(next, period, next.window(period, now)), 0, used);
            }
        }
        JdbcSpendStore.cut(tx.handle(), old.id().value(), now);
        return next;
    }

    private static JdbcSpendStore.Key key(Subscription subscription, Period period, Window window) {
        return new JdbcSpendStore.Key(
                JdbcSpendStore.SUBSCRIPTION, subscription.id().value(), period, window);
    }

    /** Moves its end, at no charge. */
    public Written extend(String id, SubscriptionId subscription, Validity by) {
        return once(id, subscription, "extend", (tx, old) -> {
            Check.that(old.isLive(now()), "subscription", old.id(), "one that runs; renew it instead");
            Check.that(!old.endsAt().equals(Validity.NEVER), "subscription", old.id(), "one with an end");
            return old.endingAt(by.after(old.endsAt(), old.zone()));
        });
    }

    /** Calls can't draw on it until it is resumed; its end stays where it is. */
    public Written suspend(String id, SubscriptionId subscription) {
        return state(id, subscription, Subscription.State.ACTIVE, Subscription.State.SUSPENDED);
    }

    public Written resume(String id, SubscriptionId subscription) {
        return state(id, subscription, Subscription.State.SUSPENDED, Subscription.State.ACTIVE);
    }

    private Written state(String id, SubscriptionId of, Subscription.State from, Subscription.State to) {
        return once(id, of, to == Subscription.State.ACTIVE ? "resume" : "suspend", (tx, old) -> {
            Check.that(old.state() == from, "subscription " + of, old.state().id(), from.id());
            return old.with(to);
        });
    }

    /** Ends it: at once, or at its end instead of renewing itself. */
    public Written cancel(String id, SubscriptionId subscription, boolean atOnce) {
        return once(id, subscription, "cancel", (tx, old) -> {
            Instant now = now();
            return atOnce
                    ? old.with(Subscription.State.CANCELLED).endingAt(now.isBefore(old.endsAt()) ? now : old.endsAt())
                    : old.with(Plan.Renewal.NONE);
        });
    }

    /** What an operation makes of a subscription. */
    @FunctionalInterface
    interface Step {
        Subscription apply(Changes.Tx tx, Subscription old);
    }

    /** Does something to a subscription, once by its id. */
    Written once(String id, SubscriptionId subscription, String kind, Step step) {
        return changes.operate(tx -> {
            Subscription old = find(tx.handle(), subscription);
            if (!note(tx, new JdbcSubscriptionStore.Operation(id, subscription, kind, ""))) {
                return Written.EXISTS;
            }
            Subscription changed = step.apply(tx, old);
            if (!changed.equals(old)) {
                save(tx, changed);
            }
            return Written.DONE;
        });
    }

    private boolean note(Changes.Tx tx, JdbcSubscriptionStore.Operation operation) {
        return JdbcSubscriptionStore.note(tx.handle(), operation, clock.millis());
    }

    private static void save(Changes.Tx tx, Subscription subscription) {
        JdbcSubscriptionStore.save(tx.handle(), subscription);
        tx.note(Change.Kind.SUBSCRIPTION, subscription.id().value(), Money.ZERO);
    }

    private void pay(Changes.Tx tx, String id, UserId user, Plan plan) {
        if (plan.price().nanos() > 0) {
            ledger.postCovered(
                    tx,
                    new LedgerPosting.Noted(
                            new LedgerPosting("plan:" + id, Books.of(user), Books.SALES, plan.price(), "plan"),
                            plan.name()));
        }
    }

    private <T> T charging(UserId user, Money price, java.util.function.Supplier<T> work) {
        return price.nanos() == 0 ? work.get() : balances.during(user, price, work);
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}

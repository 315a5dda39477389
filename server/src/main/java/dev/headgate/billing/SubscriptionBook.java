package dev.headgate.billing;

import dev.headgate.base.GroupId;
import dev.headgate.base.Period;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.base.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Plans and subscriptions in memory. What takes a handle blocks; the rest never does. Thread-safe. */
final class SubscriptionBook {
    /** Ended longer ago, a subscription is read from the database when a late record of it comes. */
    private static final Duration KEPT = Duration.ofDays(40);

    private final InstantSource clock;
    private final Map<SubscriptionId, SubscriptionMeter> byId = new ConcurrentHashMap<>();
    private final Map<UserId, List<SubscriptionMeter>> byUser = new ConcurrentHashMap<>();
    private volatile Map<Long, Plan> plans = Map.of();

    SubscriptionBook(InstantSource clock) {
        this.clock = clock;
    }

    /** Reads all anew. */
    void load(Handle handle) {
        byId.clear();
        byUser.clear();
        loadPlans(handle).run();
        JdbcSubscriptionStore.recent(handle, clock.instant().minus(KEPT)).forEach(each -> put(meter(handle, each)));
    }

    private SubscriptionMeter meter(Handle handle, Subscription subscription) {
        return new SubscriptionMeter(subscription, clock.instant(), key -> JdbcSpendStore.spent(handle, key));
    }

    private void put(SubscriptionMeter meter) {
        Subscription own = meter.subscription();
        byId.put(own.id(), meter);
        byUser.compute(own.user(), (user, before) -> {
            List<SubscriptionMeter> all = new ArrayList<>(before == null ? List.of() : before);
            all.removeIf(other -> other.subscription().id().equals(own.id()));
            all.add(meter);
            return List.copyOf(all);
        });
    }

    Runnable loadPlans(Handle handle) {
        Map<Long, Plan> read = new HashMap<>();
        JdbcSubscriptionStore.plans(handle).forEach(plan -> read.put(plan.id(), plan));
        return () -> plans = Map.copyOf(read);
    }

    /** Reads a changed subscription; its meters go on unless it began a new term. */
    Runnable reload(Handle handle, SubscriptionId id) {
        Subscription read = JdbcSubscriptionStore.find(handle, id).orElseThrow();
        SubscriptionMeter before = byId.get(id);
        if (before != null && before.subscription().terms().equals(read.terms())) {
            return () -> before.update(read);
        }
        SubscriptionMeter meter = meter(handle, read);
        return () -> put(meter);
    }

    Optional<Plan> plan(long id) {
        return Optional.ofNullable(plans.get(id));
    }

    Collection<SubscriptionMeter> all() {
        return byId.values();
    }

    /** The user's subscription whose plan is of that group: the one that runs, else the last that did. */
    @Nullable
    SubscriptionMeter find(UserId user, GroupId group, Instant at) {
        SubscriptionMeter found = null;
        for (SubscriptionMeter meter : byUser.getOrDefault(user, List.of())) {
            Plan plan = plans.get(meter.subscription().plan());
            if (plan != null && plan.group().equals(group)) {
                if (meter.subscription().runsAt(at)) {
                    return meter;
                }
                found = meter;
            }
        }
        return found;
    }

    /** The window that a settled call of a subscription is counted in. */
    Window window(Handle handle, SubscriptionId id, Period period, Instant at) {
        SubscriptionMeter meter = byId.get(id);
        if (meter == null) {
            return JdbcSubscriptionStore.find(handle, id).orElseThrow().window(period, at);
        }
        Meter.Spent spent = meter.meter(period).at(at);
        return spent.window().contains(at) && meter.subscription().terms().size() == 1
                ? spent.window()
                : meter.subscription().window(period, at);
    }
}

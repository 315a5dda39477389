package dev.headgate.limits;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.cluster.Name;
import dev.headgate.cluster.Windows;
import dev.headgate.cluster.Windows.Demand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All limits of one caller in the order in which they are asked, with everything made beforehand that can be. Immutable. */
final class LimitPlan {
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final CallLimits keyLimits;
    private final CallLimits userLimits;
    private final int extraPlaces;
    private final List<Limit> limits;
    private final SpendQuotas spending;

    /** What is limited. */
    enum Kind {
        CONCURRENCY,
        REQUESTS,
        TOKENS,
        SPEND
    }

    /** Whose limit it is. */
    enum Owner {
        KEY,
        USER
    }

    /**
     * One limit.
     *
     * @param period null unless it limits spending
     * @param quota null when it depends on the time
     */
    record Limit(Owner owner, Kind kind, @Nullable Period period, Name name, long max, Windows.@Nullable Quota quota) {}

    LimitPlan(Limits.Who who, SpendQuotas spending) {
        this.keyLimits = who.keyLimits();
        this.userLimits = who.userLimits();
        this.extraPlaces = who.extraPlaces();
        this.spending = spending;
        long key = who.key().value();
        long user = who.user().value();
        List<Limit> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            add(all, kind, Owner.KEY, key, keyLimits);
            add(all, kind, Owner.USER, user, userLimits);
        }
        limits = List.copyOf(all);
    }

    private void add(List<Limit> all, Kind kind, Owner owner, long id, CallLimits of) {
        switch (kind) {
            case CONCURRENCY -> {
                if (of.concurrency() > 0) {
                    int extra = owner == Owner.USER ? extraPlaces : 0;
                    all.add(fixed(owner, kind, id, new Windows.Slots(Math.addExact(of.concurrency(), extra))));
                }
            }
            case REQUESTS -> {
                if (of.requestsPerMinute() > 0) {
                    all.add(fixed(owner, kind, id, new Windows.Sliding(of.requestsPerMinute(), MINUTE_MILLIS)));
                }
            }
            case TOKENS -> {
                if (of.tokensPerMinute() > 0) {
                    all.add(fixed(owner, kind, id, new Windows.Sliding(of.tokensPerMinute(), MINUTE_MILLIS)));
                }
            }
            case SPEND -> {
                for (Period period : Period.values()) {
                    Money max = of.spend().get(period);
                    if (max != null) {
                        all.add(spend(owner, id, period, max.nanos()));
                    }
                }
            }
        }
    }

    private static Limit fixed(Owner owner, Kind kind, long id, Windows.Quota quota) {
        String space = switch (kind) {
            case CONCURRENCY -> owner == Owner.KEY ? "key-slots" : "user-slots";
            case REQUESTS -> owner == Owner.KEY ? "key-rpm" : "user-rpm";
            case TOKENS, SPEND -> owner == Owner.KEY ? "key-tpm" : "user-tpm";
        };
        return new Limit(owner, kind, null, Name.of(space, id), quota.limit(), quota);
    }

    private static Limit spend(Owner owner, long id, Period period, long max) {
        return new Limit(owner, Kind.SPEND, period, spendName(owner, id, period), max, null);
    }

    static Name spendName(Owner owner, long id, Period period) {
        String space = switch (period) {
            case FIVE_HOURS -> owner == Owner.KEY ? "key-spend-5h" : "user-spend-5h";
            case DAY -> owner == Owner.KEY ? "key-spend-day" : "user-spend-day";
            case WEEK -> owner == Owner.KEY ? "key-spend-week" : "user-spend-week";
            case MONTH -> owner == Owner.KEY ? "key-spend-month" : "user-spend-month";
        };
        return Name.of(space, id);
    }

    /** Whether it was made from these very limits; they are replaced whole when they change. */
    @SuppressWarnings("ReferenceEquality")
    boolean isFor(Limits.Who who) {
        return keyLimits == who.keyLimits() && userLimits == who.userLimits() && extraPlaces == who.extraPlaces();
    }

    List<Limit> limits() {
        return limits;
    }

    Windows.Quota quota(Limit limit, Instant now) {
        Windows.Quota fixed = limit.quota();
        Period period = limit.period();
        return fixed != null || period == null
                ? java.util.Objects.requireNonNull(fixed)
                : spending.at(period, limit.max(), now);
    }

    /** The claim of one call. */
    List<Demand> demands(long tokens, Money cost, Instant now) {
        Demand[] demands = new Demand[limits.size()];
        for (int i = 0; i < demands.length; i++) {
            Limit limit = limits.get(i);
            demands[i] = new Demand(limit.name(), quota(limit, now), amount(limit.kind(), tokens, cost));
        }
        return List.of(demands);
    }

    /** What of each limit a call used up. */
    long[] actual(long tokens, Money cost) {
        long[] actual = new long[limits.size()];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = amount(limits.get(i).kind(), tokens, cost);
        }
        return actual;
    }

    private static long amount(Kind kind, long tokens, Money cost) {
        return switch (kind) {
            case CONCURRENCY, REQUESTS -> 1;
            case TOKENS -> tokens;
            case SPEND -> cost.nanos();
        };
    }
}

package dev.headgate.limits;

import dev.headgate.base.CallLimits;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.UserId;
import dev.headgate.cluster.Answer;
import dev.headgate.cluster.Name;
import dev.headgate.cluster.Windows;
import dev.headgate.cluster.Windows.Demand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Admits calls within the limits of their key and user. Never blocks; thread-safe. */
public final class Limits {
    private final Windows windows;
    private final InstantSource clock;
    private final SpendQuotas spending;
    private final ConcurrentHashMap<KeyId, LimitPlan> plans = new ConcurrentHashMap<>();
    private final Set<Name> restored = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();

    public Limits(Windows windows, LimitsConfig config, InstantSource clock) {
        this.windows = windows;
        this.clock = clock;
        this.spending = new SpendQuotas(config);
    }

    /**
     * Whose limits are asked. The two {@link CallLimits} are replaced, never changed, when settings are.
     *
     * @param extraPlaces calls at once that the user has beside those of {@code userLimits}; 0 or more
     */
    public record Who(KeyId key, CallLimits keyLimits, UserId user, CallLimits userLimits, int extraPlaces) {
        private boolean unlimited() {
            return keyLimits.none() && userLimits.none();
        }
    }

    /** What came of asking. */
    public sealed interface Verdict permits Grant, Refused {}

    /**
     * A call that may not be made now; it took nothing.
     *
     * @param words which limit, its value, where it stands, when it passes
     * @param retryAfter when it passes
     * @param never whether the same call can never be let in
     */
    public record Refused(String words, Duration retryAfter, boolean never) implements Verdict {}

    /**
     * One of the limits that a client is told about with each answer.
     *
     * @param resetsAtMillis when nothing would be used any more, milliseconds since 1970
     */
    public record Rate(long limit, long remaining, long resetsAtMillis) {}

    /** Requests and tokens per minute of the key or the user, whichever has less left; null where there is no limit. */
    public record Rates(@Nullable Rate requests, @Nullable Rate tokens) {
        public static final Rates NONE = new Rates(null, null);

        private Rates with(LimitPlan.Kind kind, Rate rate) {
            return switch (kind) {
                case REQUESTS ->
                    requests == null || rate.remaining() < requests.remaining() ? new Rates(rate, tokens) : this;
                case TOKENS ->
                    tokens == null || rate.remaining() < tokens.remaining() ? new Rates(requests, rate) : this;
                case CONCURRENCY, SPEND -> this;
            };
        }
    }

    /** What an admitted call has reserved; ended once, the first end counts. Thread-safe. */
    public static final class Grant implements Verdict {
        /** Of a call that nothing limits. */
        private static final Grant UNLIMITED = new Grant(null, null, null);

        private final @Nullable LimitPlan plan;
        private final Windows.@Nullable Reservation reservation;
        private @Nullable AtomicInteger counter;

        private Grant(
                @Nullable LimitPlan plan, Windows.@Nullable Reservation reservation, @Nullable AtomicInteger counter) {
            this.plan = plan;
            this.reservation = reservation;
            this.counter = counter;
        }

        /** How the limits per minute stand with this call in them. */
        public Rates rates() {
            Rates rates = Rates.NONE;
            if (plan == null || reservation == null) {
                return rates;
            }
            List<LimitPlan.Limit> limits = plan.limits();
            for (int i = 0; i < limits.size(); i++) {
                LimitPlan.Limit limit = limits.get(i);
                if (limit.kind() == LimitPlan.Kind.REQUESTS || limit.kind() == LimitPlan.Kind.TOKENS) {
                    long left = Math.max(0, limit.max() - reservation.used(i));
                    rates = rates.with(limit.kind(), new Rate(limit.max(), left, reservation.emptyAtMillis(i)));
                }
            }
            return rates;
        }

        /** The call used and cost this much. */
        public void settle(long tokens, Money charged) {
            if (plan != null && reservation != null && ended()) {
                reservation.settle(plan.actual(tokens, charged));
            }
        }

        /** The call came to nothing: it never was. */
        public void release() {
            if (reservation != null && ended()) {
                reservation.release();
            }
        }

        private synchronized boolean ended() {
            if (counter == null) {
                return false;
            }
            counter.decrementAndGet();
            counter = null;
            return true;
        }
    }

    /**
     * Reserves all of a call's limits, or none.
     *
     * @param tokens upper estimate
     * @param cost upper estimate
     */
    public Answer<Verdict> admit(Who who, long tokens, Money cost) {
        if (who.unlimited()) {
            return Answer.of(Grant.UNLIMITED);
        }
        LimitPlan plan = plan(who);
        Instant now = clock.instant();
        List<Demand> demands = plan.demands(tokens, cost, now);
        return windows.reserve(demands).map(outcome -> switch (outcome) {
            case Windows.Refused refused ->
                RefusalWords.of(plan.limits().get(refused.demand()), demands.get(refused.demand()), refused, now);
            case Windows.Reservation reservation -> {
                inFlight.incrementAndGet();
                yield new Grant(plan, reservation, inFlight);
            }
        });
    }

    private LimitPlan plan(Who who) {
        LimitPlan plan = plans.get(who.key());
        if (plan == null || !plan.isFor(who)) {
            plan = new LimitPlan(who, spending);
            plans.put(who.key(), plan);
        }
        return plan;
    }

    /**
     * How one limit stands.
     *
     * @param owner the word "key" or "user"
     * @param name {@code concurrency}, {@code requests_per_minute}, {@code tokens_per_minute}, or the period of spending
     * @param money whether limit and use are nano-dollars
     * @param resetsAtMillis when nothing would be used any more, 0 when nothing is or it can't be known
     */
    public record Standing(String owner, String name, boolean money, long limit, long used, long resetsAtMillis) {}

    /** How all limits stand. */
    public Answer<List<Standing>> standing(Who who) {
        Instant now = clock.instant();
        LimitPlan plan = new LimitPlan(who, spending);
        List<Answer<Standing>> all = new ArrayList<>();
        for (LimitPlan.Limit limit : plan.limits()) {
            all.add(windows.read(limit.name(), plan.quota(limit, now)).map(reading -> standing(limit, reading)));
        }
        return Answer.all(all);
    }

    private static Standing standing(LimitPlan.Limit limit, Windows.Reading reading) {
        Period period = limit.period();
        String name = switch (limit.kind()) {
            case CONCURRENCY -> "concurrency";
            case REQUESTS -> "requests_per_minute";
            case TOKENS -> "tokens_per_minute";
            case SPEND -> period == null ? "" : period.id();
        };
        return new Standing(
                limit.owner() == LimitPlan.Owner.KEY ? "key" : "user",
                name,
                limit.kind() == LimitPlan.Kind.SPEND,
                limit.max(),
                reading.used(),
                reading.emptyAtMillis());
    }

    /** How the limits per minute stand, for an answer to a call that was refused. */
    public Answer<Rates> rates(Who who) {
        if (who.unlimited()) {
            return Answer.of(Rates.NONE);
        }
        return standing(who).map(all -> {
            Rates rates = Rates.NONE;
            for (Standing each : all) {
                Rate rate = new Rate(each.limit(), Math.max(0, each.limit() - each.used()), each.resetsAtMillis());
                if (each.name().equals("requests_per_minute")) {
                    rates = rates.with(LimitPlan.Kind.REQUESTS, rate);
                } else if (each.name().equals("tokens_per_minute")) {
                    rates = rates.with(LimitPlan.Kind.TOKENS, rate);
                }
            }
            return rates;
        });
    }

    /** Reads what somebody spent, from the books. Blocking. */
    @FunctionalInterface
    public interface Books {
        /** Charges since {@code from}, each at the instant it counts at. */
        List<Windows.Past> spentSince(Instant from);
    }

    /** Puts what a key has spent into those of its windows that don't know it yet. Blocks while the books are read. */
    public void restoreKey(KeyId key, CallLimits limits, Books books) {
        restore(LimitPlan.Owner.KEY, key.value(), limits, books);
    }

    /** Puts what a user has spent into those of its windows that don't know it yet. Blocks while the books are read. */
    public void restoreUser(UserId user, CallLimits limits, Books books) {
        restore(LimitPlan.Owner.USER, user.value(), limits, books);
    }

    private void restore(LimitPlan.Owner owner, long id, CallLimits limits, Books books) {
        for (Period period : Period.values()) {
            Name name = LimitPlan.spendName(owner, id, period);
            Money max = limits.spend().get(period);
            if (max == null) {
                if (restored.remove(name)) {
                    windows.forget(name); // counted no longer: if a limit comes back, the books are read again
                }
            } else if (restored.add(name)) {
                Instant now = clock.instant();
                List<Windows.Past> past = books.spentSince(spending.since(period, now));
                windows.restore(name, spending.at(period, max.nanos(), now), past);
            }
        }
    }

    /** Calls in flight that have something reserved; 0 when all was given back. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Drops what is kept for keys that are no more. */
    public void retainKeys(Set<KeyId> known) {
        plans.keySet().retainAll(known);
    }
}

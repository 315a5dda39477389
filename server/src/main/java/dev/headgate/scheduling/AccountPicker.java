package dev.headgate.scheduling;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountState;
import dev.headgate.base.Fingerprint;
import dev.headgate.scheduling.Decision.Cause;
import dev.headgate.scheduling.Decision.NoneAvailable;
import dev.headgate.scheduling.Decision.Picked;
import dev.headgate.scheduling.Decision.Reason;
import dev.headgate.scheduling.Decision.Why;
import dev.headgate.scheduling.Warmth.HomeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Chooses the account for an attempt: a pure function of a {@link PoolView}, an {@link Ask} and a seed. */
public final class AccountPicker {
    /*
     * Order: what binds hard; home; where the session was a guest; else within the best priority that has room:
     *
     *     1. the cost of each (Costs), without warmth; those within SLACK of the lowest are as good as equal
     *     2. two of these drawn by weight, and the accounts where the prompt's beginning is warm
     *     3. the lowest cost less warmth wins, the first drawn where equal
     *
     * Two draws and not the lowest of all, so that several gateways with views some milliseconds old don't run to one account
     * together [1], and so that `weight` means a share of calls when costs are equal. Not two draws of all, since quotas want some
     * accounts filled before others: see docs/decisions/0006-scheduling.md.
     *
     * Who is not at home leaves `sticky-reserve` of an account's slots free, as many as sessions live there, while any other
     * account has room.
     *
     * Cost: one pass over at most PoolView.ALL_MAX accounts and the named ones. SchedulingBenchmark measures it.
     *
     * [1] Mitzenmacher: The Power of Two Choices in Randomized Load Balancing, 2001.
     */
    private static final int SLACK = 100;
    private static final int OUT = Integer.MAX_VALUE;

    private final SchedulingConfig config;

    public AccountPicker(SchedulingConfig config) {
        this.config = config;
    }

    /**
     * Looks at as many accounts as needed and chooses.
     *
     * @param seed decides among equals; any value
     */
    public Decision choose(Lineup lineup, Instant now, Ask ask, long seed) {
        PoolView some = PoolView.some(lineup, now, ask.warmth(), seed);
        Decision decision = pick(some, ask, seed);
        return decision instanceof NoneAvailable && !some.complete()
                ? pick(PoolView.all(lineup, now), ask, seed)
                : decision;
    }

    /** Chooses among the accounts of a view. Equal arguments give equal decisions. */
    public Decision pick(PoolView view, Ask ask, long seed) {
        Warmth warmth = ask.warmth();
        if (warmth.hard() != null) {
            return hard(view, ask, view.indexOf(warmth.hard().account()));
        }
        int home = view.indexOf(warmth.home());
        if (home >= 0 && cause(view, home, ask) == null) {
            return at(view, ask, home, warmth.homeKind() == HomeKind.SESSION ? Why.SESSION : Why.CONVERSATION);
        }
        int guest = view.indexOf(warmth.guest());
        if (guest >= 0 && cause(view, guest, ask) == null) {
            return at(view, ask, guest, Why.GUEST);
        }
        for (boolean reserve : new boolean[] {true, false}) {
            int from = 0;
            while (from < view.size()) {
                int to = tierEnd(view, from);
                Picked picked = inTier(new Tier(view, ask, from, to, reserve), seed);
                if (picked != null) {
                    return picked;
                }
                from = to;
            }
        }
        return none(view, ask);
    }

    /** Accounts of one priority. */
    private record Tier(PoolView view, Ask ask, int from, int to, boolean reserve) {}

    private static int tierEnd(PoolView view, int from) {
        int priority = view.account(from).priority();
        int to = from + 1;
        while (to < view.size() && view.account(to).priority() == priority) {
            to++;
        }
        return to;
    }

    private Decision hard(PoolView view, Ask ask, int index) {
        Cause cause = index < 0 ? null : cause(view, index, ask);
        if (index >= 0 && cause == null) {
            return at(view, ask, index, Why.HARD);
        }
        Reason reason = cause == Cause.BUSY ? Reason.ALL_BUSY : cause == Cause.TRIED ? Reason.ALL_TRIED : Reason.BOUND;
        return new NoneAvailable(reason, index < 0 ? null : retryAfter(view, ask, index, index + 1), view, ask);
    }

    private static Picked at(PoolView view, Ask ask, int index, Why why) {
        return new Picked(view.account(index), view.upstreamModel(index), why, view, ask, new int[] {index});
    }

    private @Nullable Picked inTier(Tier tier, long seed) {
        PoolView view = tier.view();
        int[] costs = new int[tier.to() - tier.from()];
        int lowest = OUT;
        int open = 0;
        for (int i = tier.from(); i < tier.to(); i++) {
            int cost = newcomerCause(view, i, tier) == null
                    ? Costs.of(view.account(i), view.load(i), view.lineup().weightMax())
                    : OUT;
            costs[i - tier.from()] = cost;
            lowest = Math.min(lowest, cost);
            open += cost == OUT ? 0 : 1;
        }
        if (open == 0) {
            return null;
        }
        long weights = 0;
        for (int i = tier.from(); i < tier.to(); i++) {
            weights +=
                    costs[i - tier.from()] <= lowest + SLACK ? view.account(i).weight() : 0;
        }
        int first = drawn(tier, costs, lowest, Long.remainderUnsigned(Fingerprint.mix(seed), weights));
        int second = drawn(tier, costs, lowest, Long.remainderUnsigned(Fingerprint.mix(~seed), weights));
        return cheapest(tier, costs, new int[] {first, second}, open);
    }

    private static int drawn(Tier tier, int[] costs, int lowest, long at) {
        long left = at;
        for (int i = tier.from(); i < tier.to(); i++) {
            if (costs[i - tier.from()] <= lowest + SLACK) {
                left -= tier.view().account(i).weight();
                if (left < 0) {
                    return i;
                }
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private Picked cheapest(Tier tier, int[] costs, int[] drawn, int open) {
        PoolView view = tier.view();
        Warmth warmth = tier.ask().warmth();
        int[] compared = Arrays.copyOf(drawn, 2 + warmth.places().size());
        int size = drawn[0] == drawn[1] ? 1 : 2;
        for (Warmth.Place place : warmth.places()) {
            int index = view.indexOf(place.account());
            boolean open1 = index >= tier.from() && index < tier.to() && costs[index - tier.from()] != OUT;
            if (open1 && index != compared[0] && (size < 2 || index != compared[1])) {
                compared[size++] = index;
            }
        }
        int best = 0;
        int bestCost = OUT;
        for (int i = 0; i < size; i++) {
            int cost = costs[compared[i] - tier.from()] - warmth(view, tier.ask(), compared[i]);
            cost += tooSmall(view, tier.ask(), compared[i]) ? 1_000 : 0;
            if (cost < bestCost) {
                best = i;
                bestCost = cost;
            }
        }
        int chosen = compared[best];
        compared[best] = compared[0];
        compared[0] = chosen;
        Why why = !tier.reserve()
                ? Why.RESERVE
                : open == 1 ? Why.ONLY : warmth(view, tier.ask(), chosen) > 0 ? Why.WARM : Why.LOAD;
        return new Picked(
                view.account(chosen),
                view.upstreamModel(chosen),
                why,
                view,
                tier.ask(),
                size == compared.length ? compared : Arrays.copyOf(compared, size));
    }

    int warmth(PoolView view, Ask ask, int index) {
        return ask.warmth().places().isEmpty()
                ? 0
                : Costs.warmth(ask.warmth().tokensAt(view.account(index).id()), config.warmthWeight());
    }

    private static boolean tooSmall(PoolView view, Ask ask, int index) {
        return Quotas.tooSmallFor(ask.tokens(), view.state(index).windows(), view.at());
    }

    /** Why an account cannot take a request that is at home there, null when it can. */
    static @Nullable Cause cause(PoolView view, int index, Ask ask) {
        Account account = view.account(index);
        if (!ask.tried().isEmpty() && ask.tried().contains(account.id())) {
            return Cause.TRIED;
        }
        AccountState state = view.state(index);
        return switch (state.status()) {
            case PAUSED, EXPIRED -> Cause.PAUSED;
            case NEEDS_ATTENTION -> Cause.NEEDS_ATTENTION;
            case COOLING, EXHAUSTED -> Cause.COOLING;
            case ACTIVE ->
                !state.takes(view.upstreamModel(index))
                        ? Cause.COOLING
                        : Load.inUse(view.load(index)) >= account.concurrency() ? Cause.BUSY : null;
        };
    }

    private @Nullable Cause newcomerCause(PoolView view, int index, Tier tier) {
        Cause cause = cause(view, index, tier.ask());
        if (cause != null) {
            return cause;
        }
        int sessionsMax = config.sessionsPerAccount();
        if (sessionsMax > 0 && Load.sessions(view.load(index)) >= sessionsMax) {
            return Cause.SESSIONS_FULL;
        }
        return tier.reserve() && Load.inUse(view.load(index)) >= openSlots(view, index) ? Cause.BUSY : null;
    }

    /** The cause for a request without a home there, as long as others have room. */
    @Nullable
    Cause newcomerCause(PoolView view, int index, Ask ask) {
        return newcomerCause(view, index, new Tier(view, ask, index, index + 1, true));
    }

    /** Slots that are not kept for the account's own sessions. */
    int openSlots(PoolView view, int index) {
        int slots = view.account(index).concurrency();
        return slots - Math.min(slots * config.stickyReserve() / 100, Load.sessions(view.load(index)));
    }

    private NoneAvailable none(PoolView view, Ask ask) {
        Cause weightiest = null;
        for (int i = 0; i < view.size(); i++) {
            Cause cause = newcomerCause(view, i, ask);
            if (cause != null && (weightiest == null || cause.compareTo(weightiest) > 0)) {
                weightiest = cause;
            }
        }
        if (weightiest == null) {
            boolean spoken = view.lineup().unfit().modelNotServed() > 0;
            return new NoneAvailable(spoken ? Reason.MODEL_NOT_SERVED : Reason.NO_ACCOUNTS, null, view, ask);
        }
        Reason reason = switch (weightiest) {
            case TRIED -> Reason.ALL_TRIED;
            case PAUSED -> Reason.PAUSED;
            case NEEDS_ATTENTION -> Reason.NEEDS_ATTENTION;
            case COOLING -> Reason.ALL_COOLING;
            case SESSIONS_FULL, BUSY -> Reason.ALL_BUSY;
        };
        return new NoneAvailable(
                reason,
                reason == Reason.ALL_BUSY ? Duration.ofSeconds(1) : retryAfter(view, ask, 0, view.size()),
                view,
                ask);
    }

    private static @Nullable Duration retryAfter(PoolView view, Ask ask, int from, int to) {
        Instant soonest = null;
        for (int i = from; i < to; i++) {
            Instant until = cause(view, i, ask) == Cause.TRIED ? null : until(view, i);
            if (until != null && (soonest == null || until.isBefore(soonest))) {
                soonest = until;
            }
        }
        return soonest == null ? null : Duration.between(view.at(), soonest);
    }

    /** When an account that takes no calls may take some again by itself, the first of them; null when none will. */
    @Nullable
    Instant nextChange(Lineup lineup, Instant now) {
        Instant soonest = config.sessionsPerAccount() > 0 ? SessionTally.nextRoll(now) : null;
        for (int place = 0; place < lineup.size(); place++) {
            Lineup.Row row = lineup.row(place);
            AccountState state = row.state(now);
            Instant until = state.takes(row.upstreamModel()) ? null : until(state, row.upstreamModel());
            if (until != null && (soonest == null || until.isBefore(soonest))) {
                soonest = until;
            }
        }
        return soonest;
    }

    /** When the account's hold passes by itself, null when it has none or it doesn't. */
    static @Nullable Instant until(PoolView view, int index) {
        return until(view.state(index), view.upstreamModel(index));
    }

    private static @Nullable Instant until(AccountState state, String upstreamModel) {
        if (state.status() != AccountState.Status.ACTIVE) {
            return state.until();
        }
        AccountState.ModelState model = state.model(upstreamModel);
        return model == null ? null : model.until();
    }
}

package dev.headgate.scheduling;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountState;
import dev.headgate.base.AccountId;
import dev.headgate.base.Dialect;
import dev.headgate.scheduling.Decision.Cause;
import dev.headgate.scheduling.Decision.Exclusion;
import dev.headgate.scheduling.Decision.NoneAvailable;
import dev.headgate.scheduling.Decision.Picked;
import dev.headgate.scheduling.Decision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lowest priority number first, then by chance in proportion to weight. One pass over the pool. */
public final class AccountPicker {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private AccountPicker() {}

    /** An account, how it is, and its calls in flight. */
    public record Candidate(Account account, AccountState state, int inUse) {}

    /**
     * What a request needs.
     *
     * @param tried accounts not to be used again for it
     */
    public record Need(String model, Dialect dialect, Set<AccountId> tried, Instant now) {
        public Need {
            tried = Set.copyOf(tried);
        }
    }

    /**
     * Chooses an account of {@code pool}.
     *
     * @param seed decides among equals; any value
     */
    public static Decision pick(List<Candidate> pool, Need need, long seed) {
        List<Exclusion> excluded = new ArrayList<>(0);
        List<Account> best = new ArrayList<>(pool.size());
        long weights = 0;
        for (Candidate candidate : pool) {
            Exclusion exclusion = exclude(candidate, need);
            Account account = candidate.account();
            if (exclusion != null) {
                excluded.add(exclusion);
            } else if (best.isEmpty() || account.priority() <= best.getFirst().priority()) {
                if (!best.isEmpty() && account.priority() < best.getFirst().priority()) {
                    best.clear();
                    weights = 0;
                }
                best.add(account);
                weights += account.weight();
            }
        }
        if (best.isEmpty()) {
            return none(pool, need, excluded);
        }
        long at = Long.remainderUnsigned(mix(seed), weights);
        for (Account account : best) {
            at -= account.weight();
            if (at < 0) {
                return new Picked(
                        account, account.models().upstreamName(need.model()).orElse(need.model()), excluded);
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    /** SplitMix64's finalizer (Steele, Lea, Flood 2014): neighbouring seeds give unrelated choices. */
    private static long mix(long seed) {
        long z = seed + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }

    private static @Nullable Exclusion exclude(Candidate candidate, Need need) {
        Account account = candidate.account();
        AccountState state = candidate.state();
        if (!account.enabled()) {
            return new Exclusion(account, Cause.PAUSED, "paused");
        }
        if (account.provider().dialect() != need.dialect()) {
            return new Exclusion(account, Cause.OTHER_PROTOCOL, "speaks another protocol");
        }
        String upstreamModel = account.models().upstreamName(need.model()).orElse(null);
        if (upstreamModel == null) {
            return new Exclusion(account, Cause.MODEL_NOT_SERVED, "model not served");
        }
        if (need.tried().contains(account.id())) {
            return new Exclusion(account, Cause.TRIED, "tried already for this request");
        }
        AccountState.ModelState model = state.model(upstreamModel);
        return switch (state.status()) {
            case PAUSED, EXPIRED -> new Exclusion(account, Cause.PAUSED, state.reason());
            case NEEDS_ATTENTION -> new Exclusion(account, Cause.NEEDS_ATTENTION, "needs attention: " + state.reason());
            case COOLING, EXHAUSTED ->
                new Exclusion(account, Cause.COOLING, cooling(state.status(), state.until(), state.reason()));
            case ACTIVE -> {
                if (model != null && model.status() != AccountState.Status.ACTIVE) {
                    yield new Exclusion(account, Cause.COOLING, cooling(model.status(), model.until(), model.reason()));
                }
                yield candidate.inUse() < account.concurrency()
                        ? null
                        : new Exclusion(account, Cause.BUSY, "all " + account.concurrency() + " slots taken");
            }
        };
    }

    private static String cooling(AccountState.Status status, @Nullable Instant until, String reason) {
        return status.id() + " " + (until == null ? "" : "until " + TIME.format(until) + ": ") + reason;
    }

    private static NoneAvailable none(List<Candidate> pool, Need need, List<Exclusion> excluded) {
        Cause weightiest = null;
        for (Exclusion exclusion : excluded) {
            if (weightiest == null || exclusion.cause().compareTo(weightiest) > 0) {
                weightiest = exclusion.cause();
            }
        }
        if (weightiest == null) {
            return new NoneAvailable(Reason.NO_ACCOUNTS, excluded, null);
        }
        Reason reason = switch (weightiest) {
            case PAUSED, OTHER_PROTOCOL -> Reason.NO_ACCOUNTS;
            case MODEL_NOT_SERVED -> Reason.MODEL_NOT_SERVED;
            case TRIED -> Reason.ALL_TRIED;
            case NEEDS_ATTENTION -> Reason.NEEDS_ATTENTION;
            case COOLING -> Reason.ALL_COOLING;
            case BUSY -> Reason.ALL_BUSY;
        };
        return new NoneAvailable(reason, excluded, retryAfter(pool, need, reason));
    }

    private static @Nullable Duration retryAfter(List<Candidate> pool, Need need, Reason reason) {
        if (reason == Reason.ALL_BUSY) {
            return Duration.ofSeconds(1);
        }
        Duration soonest = null;
        for (Candidate candidate : pool) {
            Instant until = until(candidate, need);
            if (until != null
                    && candidate.account().enabled()
                    && candidate.account().models().upstreamName(need.model()).isPresent()) {
                Duration left = Duration.between(need.now(), until);
                soonest = soonest == null || left.compareTo(soonest) < 0 ? left : soonest;
            }
        }
        return soonest;
    }

    private static @Nullable Instant until(Candidate candidate, Need need) {
        AccountState state = candidate.state();
        if (state.status() != AccountState.Status.ACTIVE) {
            return state.until();
        }
        AccountState.ModelState model = candidate
                .account()
                .models()
                .upstreamName(need.model())
                .map(state::model)
                .orElse(null);
        return model == null ? null : model.until();
    }

    /** The refusal in words for the caller: what refused, how many, and when it passes; without account names. */
    public static String words(NoneAvailable none, Need need) {
        long serving = none.excluded().stream()
                .filter(exclusion -> exclusion.cause().compareTo(Cause.MODEL_NOT_SERVED) > 0)
                .count();
        String accounts = (serving == 1 ? "the only account that serves " : "all " + serving + " accounts that serve ")
                + need.model();
        String verb = serving == 1 ? " is " : " are ";
        Duration wait = none.retryAfter();
        String next = wait == null
                ? ""
                : "; the next is free at " + TIME.format(need.now().plus(wait));
        return switch (none.reason()) {
            case NO_ACCOUNTS -> "no account in this key's group speaks this protocol";
            case MODEL_NOT_SERVED -> "no account in this key's group serves the model " + need.model();
            case ALL_TRIED -> accounts + (serving == 1 ? " has" : " have") + " failed for this request";
            case NEEDS_ATTENTION -> accounts + (serving == 1 ? " needs" : " need") + " the operator's attention";
            case ALL_COOLING -> accounts + verb + "cooling down" + next;
            case ALL_BUSY -> accounts + verb + "busy with other calls";
        };
    }
}

package dev.headgate.scheduling;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountState;
import dev.headgate.scheduling.Decision.Cause;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A decision in words and figures, for the operator. Made only when someone wants it.
 *
 * @param compared the accounts whose costs were compared, the chosen one first
 * @param excluded the accounts that could not take the request
 * @param looked how many accounts were looked at, of {@code serving} that serve the model
 */
public record Explanation(List<Score> compared, List<Exclusion> excluded, int looked, int serving) {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public Explanation {
        compared = List.copyOf(compared);
        excluded = List.copyOf(excluded);
    }

    /**
     * What an account's cost is made of, in thousandths.
     *
     * @param warmth taken off for what its cache holds
     */
    public record Score(String account, int slots, int sessions, int quota, int firstByte, int errors, int warmth) {
        public int cost() {
            return slots + sessions + quota + firstByte + errors - warmth;
        }
    }

    /**
     * Why one account was left out.
     *
     * @param words e.g. {@code cooling until 12:05:30 UTC: rate limited}
     */
    public record Exclusion(Account account, Cause cause, String words) {}

    /** How all accounts of a view stand for a request now: those that can take it by priority and cost, the others with why not. */
    public static Explanation of(PoolView view, Ask ask, AccountPicker picker) {
        List<Integer> open = new ArrayList<>();
        List<Exclusion> excluded = new ArrayList<>();
        for (int i = 0; i < view.size(); i++) {
            Cause cause = picker.newcomerCause(view, i, ask);
            if (cause == null) {
                open.add(i);
            } else {
                excluded.add(new Exclusion(view.account(i), cause, words(view, i, ask, picker)));
            }
        }
        List<Score> scores = open.stream()
                .sorted(Comparator.comparingInt((Integer i) -> view.account(i).priority())
                        .thenComparingInt(i -> score(view, i, 0).cost()))
                .map(i -> score(view, i, 0))
                .toList();
        return new Explanation(scores, excluded, view.size(), view.lineup().size());
    }

    /** Explains a decision of {@code picker}. */
    public static Explanation of(Decision decision, AccountPicker picker) {
        PoolView view = decision.view();
        Ask ask = decision.ask();
        List<Score> compared = new ArrayList<>(2);
        List<Exclusion> excluded = new ArrayList<>(0);
        Decision.Picked picked = decision instanceof Decision.Picked one ? one : null;
        if (picked != null && !picked.why().bound()) {
            for (int index : picked.compared()) {
                compared.add(score(view, index, picker.warmth(view, ask, index)));
            }
        }
        for (int i = 0; i < view.size(); i++) {
            Cause cause = picker.newcomerCause(view, i, ask);
            if (cause != null && (picked == null || i != picked.compared()[0])) {
                excluded.add(new Exclusion(view.account(i), cause, words(view, i, ask, picker)));
            }
        }
        return new Explanation(compared, excluded, view.size(), view.lineup().size());
    }

    private static Score score(PoolView view, int index, int warmth) {
        Account account = view.account(index);
        long load = view.load(index);
        int weightMax = view.lineup().weightMax();
        return new Score(
                account.name(),
                Costs.slots(account, load, weightMax),
                Costs.sessions(account, load, weightMax),
                Load.quotaCost(load),
                Costs.firstByte(load),
                Costs.errors(load),
                warmth);
    }

    private static String words(PoolView view, int index, Ask ask, AccountPicker picker) {
        AccountState state = view.state(index);
        int slots = view.account(index).concurrency();
        Cause cause = AccountPicker.cause(view, index, ask);
        if (cause == null) {
            Cause asNewcomer = picker.newcomerCause(view, index, ask);
            int used = Load.inUse(view.load(index));
            return asNewcomer == Cause.SESSIONS_FULL
                    ? Load.sessions(view.load(index)) + " sessions are at home there, as many as it is given"
                    : used + " of " + slots + " slots taken, the rest is kept for its own sessions";
        }
        return switch (cause) {
            case TRIED -> "tried already for this request";
            case PAUSED -> state.reason().isEmpty() ? "paused" : state.reason();
            case NEEDS_ATTENTION -> "needs attention: " + state.reason();
            case COOLING -> held(view, index);
            case SESSIONS_FULL, BUSY -> "all " + slots + " slots taken";
        };
    }

    private static String held(PoolView view, int index) {
        AccountState state = view.state(index);
        AccountState.ModelState model = state.model(view.upstreamModel(index));
        boolean whole = state.status() != AccountState.Status.ACTIVE || model == null;
        AccountState.Status status = model == null || whole ? state.status() : model.status();
        String reason = model == null || whole ? state.reason() : model.reason();
        @Nullable Instant until = AccountPicker.until(view, index);
        return status.id()
                + (whole ? "" : " for " + view.upstreamModel(index))
                + (until == null ? "" : " until " + TIME.format(until))
                + (reason.isEmpty() ? "" : ": " + reason);
    }
}

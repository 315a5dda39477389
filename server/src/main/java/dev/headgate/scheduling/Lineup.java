package dev.headgate.scheduling;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountPulse;
import dev.headgate.accounts.AccountState;
import dev.headgate.base.AccountId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The accounts of a group that can serve one model in one protocol, best priority first: what stays the same from call to call,
 * so that it is found out once and not at every choice. Immutable, but for what its rows tell. Thread-safe.
 */
public final class Lineup {
    private final List<Row> rows;
    private final int firstTier;
    private final int weightMax;
    private final Unfit unfit;
    private final Map<AccountId, Integer> places = new HashMap<>();

    /** An account in its place. Telling how it is costs a few reads of memory. */
    public static final class Row {
        /** Time is part of what quotas cost; so long a cost is good for. */
        private static final long QUOTA_MILLIS = 5_000;

        private final Account account;
        private final String upstreamModel;
        private final AccountPulse pulse;
        private final SessionTally tally;
        private Quoted quoted = new Quoted(AccountState.HEALTHY, 0, 0);

        /** What the quotas of a state cost at a time. */
        private record Quoted(AccountState of, long atMillis, int cost) {}

        /** {@code upstreamModel} is the model's name at that account. */
        public Row(Account account, String upstreamModel, AccountPulse pulse, SessionTally tally) {
            this.account = account;
            this.upstreamModel = upstreamModel;
            this.pulse = pulse;
            this.tally = tally;
        }

        Account account() {
            return account;
        }

        String upstreamModel() {
            return upstreamModel;
        }

        AccountState state(Instant now) {
            return pulse.state(account, now);
        }

        long load(AccountState state, Instant now) {
            return Load.of(new Load.Parts(
                    pulse.inUse(), tally.count(now), pulse.errorPpm(), pulse.firstByteNanos(), quota(state, now)));
        }

        /** A race costs at most a second reckoning. */
        @SuppressWarnings("ReferenceEquality") // a state is swapped whole: the same object means that nothing changed
        private int quota(AccountState state, Instant now) {
            AccountState.ModelState model = state.model(upstreamModel);
            if (state.windows().isEmpty() && model == null) {
                return 0;
            }
            Quoted last = quoted;
            long nowMillis = now.toEpochMilli();
            if (last.of() == state && nowMillis - last.atMillis() < QUOTA_MILLIS) {
                return last.cost();
            }
            int cost = Quotas.cost(state.windows(), now);
            if (model != null) {
                int own = Quotas.cost(model.windows(), now);
                cost = own > 0 || cost > 0 ? Math.max(own, cost) : Math.min(own, cost);
            }
            quoted = new Quoted(state, nowMillis, cost);
            return cost;
        }
    }

    /** Accounts of the group that never can serve such a call. */
    public record Unfit(int otherProtocol, int modelNotServed) {
        int count() {
            return otherProtocol + modelNotServed;
        }
    }

    public Lineup(List<Row> rows, Unfit unfit) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingInt((Row row) -> row.account().priority()));
        this.rows = List.copyOf(sorted);
        this.unfit = unfit;
        int tier = 0;
        int heaviest = 1;
        for (int i = 0; i < sorted.size(); i++) {
            Account account = sorted.get(i).account();
            places.put(account.id(), i);
            heaviest = Math.max(heaviest, account.weight());
            tier += account.priority() == sorted.getFirst().account().priority() ? 1 : 0;
        }
        firstTier = tier;
        weightMax = heaviest;
    }

    /** How many accounts. */
    public int size() {
        return rows.size();
    }

    Row row(int place) {
        return rows.get(place);
    }

    /** How many of them have the best priority. */
    int firstTier() {
        return firstTier;
    }

    int weightMax() {
        return weightMax;
    }

    Unfit unfit() {
        return unfit;
    }

    /** The account's place, -1 when it isn't among them. */
    int placeOf(AccountId id) {
        return places.getOrDefault(id, -1);
    }
}

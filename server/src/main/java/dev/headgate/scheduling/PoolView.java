package dev.headgate.scheduling;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountState;
import dev.headgate.base.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that a choice looks at, as they were at one instant. Immutable.
 *
 * <p>Of more than {@value #ALL_MAX} accounts a view takes {@value #ALL_MAX} neighbours of the best priority from a place drawn by
 * chance, and those that the request's {@link Warmth} names: near the best of all for the cost of few. Where none of these can
 * take the request, a view of all is made.
 */
public final class PoolView {
    static final int ALL_MAX = 64;

    /** Keeps the place from which a view begins apart from the draws within it. */
    private static final long WINDOW = 0x57A6_7E57_0F5E_ED01L;

    private final Lineup lineup;
    private final Instant at;
    private final int[] places;
    private final AccountState[] states;
    private final long[] loads;

    private PoolView(Lineup lineup, Instant at, int[] places) {
        this.lineup = lineup;
        this.at = at;
        this.places = places;
        this.states = new AccountState[places.length];
        this.loads = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            Lineup.Row row = lineup.row(places[i]);
            AccountState state = row.state(at);
            states[i] = state;
            loads[i] = row.load(state, at);
        }
    }

    /** All accounts. */
    public static PoolView all(Lineup lineup, Instant at) {
        int[] places = new int[lineup.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i;
        }
        return new PoolView(lineup, at, places);
    }

    /** As many as are worth looking at. */
    public static PoolView some(Lineup lineup, Instant at, Warmth warmth, long seed) {
        if (lineup.size() <= ALL_MAX) {
            return all(lineup, at);
        }
        int tier = lineup.firstTier();
        int count = Math.min(tier, ALL_MAX);
        int[] drawn = new int[count + 3 + warmth.places().size()];
        int start = (int) Long.remainderUnsigned(dev.headgate.base.Fingerprint.mix(seed ^ WINDOW), tier);
        int size = 0;
        for (int i = 0; i < count; i++) {
            drawn[size++] = (start + i) % tier;
        }
        return named(lineup, at, warmth, drawn, size);
    }

    /** One account, and those that the request's warmth names. */
    static PoolView near(Lineup lineup, Instant at, Warmth warmth, AccountId account) {
        int[] drawn = new int[4 + warmth.places().size()];
        return named(lineup, at, warmth, drawn, add(drawn, 0, lineup, account));
    }

    /** The places drawn, and those that the request's warmth names; the array has room for these. */
    private static PoolView named(Lineup lineup, Instant at, Warmth warmth, int[] drawn, int count) {
        int size = add(
                drawn,
                count,
                lineup,
                warmth.hard() == null ? null : warmth.hard().account());
        size = add(drawn, size, lineup, warmth.home());
        size = add(drawn, size, lineup, warmth.guest());
        for (Warmth.Place place : warmth.places()) {
            size = add(drawn, size, lineup, place.account());
        }
        int[] places = java.util.Arrays.copyOf(drawn, size);
        java.util.Arrays.sort(places); // best priority first
        return new PoolView(lineup, at, places);
    }

    private static int add(int[] drawn, int size, Lineup lineup, @Nullable AccountId id) {
        int place = id == null ? -1 : lineup.placeOf(id);
        if (place < 0) {
            return size;
        }
        for (int i = 0; i < size; i++) {
            if (drawn[i] == place) {
                return size;
            }
        }
        drawn[size] = place;
        return size + 1;
    }

    /** Whether every account of the lineup is in it. */
    public boolean complete() {
        return places.length == lineup.size();
    }

    int size() {
        return places.length;
    }

    Lineup lineup() {
        return lineup;
    }

    Instant at() {
        return at;
    }

    Account account(int index) {
        return lineup.row(places[index]).account();
    }

    String upstreamModel(int index) {
        return lineup.row(places[index]).upstreamModel();
    }

    AccountState state(int index) {
        return states[index];
    }

    long load(int index) {
        return loads[index];
    }

    /** The account's index in this view, -1 when it isn't in it. */
    int indexOf(@Nullable AccountId id) {
        int place = id == null ? -1 : lineup.placeOf(id);
        return place < 0 ? -1 : Math.max(-1, java.util.Arrays.binarySearch(places, place));
    }
}

package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the console shows of codes, a page at a time. Blocking; thread-safe. */
public final class CodeLists {
    private static final int PAGE_MAX = 1_000;

    private final Store store;

    CodeLists(Store store) {
        this.store = store;
    }

    /**
     * A code of a batch; its text is known to nobody but its holder.
     *
     * @param hash SHA-256 of it in hex: names it
     * @param prefix its first characters
     * @param uses how often it was taken
     */
    public record Code(String hash, String prefix, int uses) {}

    /** A code taken by a user. */
    public record Redemption(String hash, String batch, UserId user, Instant at) {}

    /**
     * Batches, newest first.
     *
     * @param before the last one's id of the page before, {@link Long#MAX_VALUE} for the first page
     * @param limit 1 to 1,000
     */
    public List<Codes.Listed> batches(long before, int limit) {
        Check.range("limit", limit, 1, PAGE_MAX);
        return store.read(handle -> JdbcCodeStore.page(handle, before, limit));
    }

    /**
     * The codes of a batch, by their hashes.
     *
     * @param after the last one's hash of the page before, empty for the first page
     * @param limit 1 to 1,000
     */
    public List<Code> codes(long batch, String after, int limit) {
        Check.range("limit", limit, 1, PAGE_MAX);
        return store.read(handle -> JdbcCodeStore.codes(handle, batch, after, limit));
    }

    /**
     * What was redeemed of a batch, newest first.
     *
     * @param after the last one of the page before, null for the first page
     * @param limit 1 to 1,000
     */
    public List<Redemption> redemptions(long batch, @Nullable Redemption after, int limit) {
        Check.range("limit", limit, 1, PAGE_MAX);
        return store.read(handle -> JdbcCodeStore.redemptions(handle, batch, after, limit));
    }

    /** All that a user redeemed, newest first; they are few. */
    public List<Redemption> redeemedBy(UserId user) {
        return store.read(handle -> JdbcCodeStore.redeemedBy(handle, user));
    }
}

package dev.headgate.usage;

import dev.headgate.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Reads calls to be priced again, and keeps what that changed beside the log and in its sums. Blocking; thread-safe. */
public final class UsageCorrections {
    private static final int PAGE = 1_000;

    private final Store store;

    public UsageCorrections(Store store) {
        this.store = store;
    }

    /** Hands over the calls of [{@code from}, {@code to}), oldest first, in pages of at most 1,000. */
    public void pages(String reratingId, Instant from, Instant to, Consumer<List<RatedCall>> each) {
        JdbcUsageStore.Position at = JdbcUsageStore.Position.before(from.toEpochMilli());
        while (true) {
            JdbcUsageStore.Position after = at;
            List<RatedCall> page =
                    store.read(handle -> JdbcCorrectionStore.page(handle, reratingId, after, to.toEpochMilli(), PAGE));
            if (page.isEmpty()) {
                return;
            }
            each.accept(page);
            RatedCall last = page.getLast();
            at = new JdbcUsageStore.Position(last.createdAt().toEpochMilli(), last.requestId());
        }
    }

    /** Adds corrections in the caller's transaction; returns those that were new. */
    public List<Correction> add(Handle handle, String reratingId, List<Correction> corrections, Instant now) {
        return JdbcCorrectionStore.add(handle, reratingId, corrections, now.toEpochMilli());
    }
}

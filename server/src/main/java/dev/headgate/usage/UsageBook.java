package dev.headgate.usage;

import dev.headgate.base.KeyId;
import dev.headgate.store.Store;
import java.time.Instant;
import java.util.List;

/** Reads and writes settled usage. Blocking; thread-safe. */
public final class UsageBook {
    private final Store store;
    private final SettlementStep step;

    public UsageBook(Store store, SettlementStep step) {
        this.store = store;
        this.step = step;
    }

    /** Settles records in one transaction; those settled before change nothing. Returns how many were new. */
    public int settle(List<UsageRecord> records) {
        return store.write(handle -> {
            List<UsageRecord> inserted = JdbcUsageStore.insert(handle, records);
            step.apply(handle, inserted);
            return inserted.size();
        });
    }

    /** What one key used since {@code from} (whole hours). */
    public UsageTotals totals(KeyId key, Instant from) {
        return store.read(handle -> JdbcUsageStore.totals(handle, key, from));
    }
}

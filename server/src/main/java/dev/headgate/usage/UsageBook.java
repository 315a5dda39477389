package dev.headgate.usage;

import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads and writes settled usage. Blocking; thread-safe. */
public final class UsageBook {
    private final Store store;
    private final SettlementStep step;

    /** Months that certainly have partitions (PostgreSQL). */
    private final Set<YearMonth> months = ConcurrentHashMap.newKeySet();

    public UsageBook(Store store, SettlementStep step) {
        this.store = store;
        this.step = step;
    }

    /** Settles records in one transaction; those settled before change nothing. Returns how many were new. */
    public int settle(List<UsageRecord> records) {
        if (store.postgresql()) {
            makeRoom(records);
        }
        return store.write(handle -> {
            List<UsageRecord> inserted = JdbcUsageStore.insert(handle, records);
            step.apply(handle, inserted);
            return inserted.size();
        });
    }

    /** Makes {@code to} ready for the log of {@code from}: PostgreSQL takes rows only of months that have partitions. */
    public static void makeRoom(Store from, Store to) {
        if (to.postgresql()) {
            List<YearMonth> wanted = from.read(JdbcUsageLayout::monthsOfLog);
            to.write(handle -> {
                wanted.forEach(month -> JdbcUsageLayout.addMonth(handle, month));
                return 0;
            });
        }
    }

    private void makeRoom(List<UsageRecord> records) {
        Set<YearMonth> missing = new HashSet<>();
        for (UsageRecord record : records) {
            YearMonth month = JdbcUsageLayout.month(record.createdAt().toEpochMilli());
            if (!months.contains(month)) {
                missing.add(month);
            }
        }
        for (YearMonth month : missing) {
            store.write(handle -> {
                JdbcUsageLayout.addMonth(handle, month);
                return 0;
            });
            months.add(month);
        }
    }

    /** What one key used since {@code from}: on days (UTC) that began then or later. */
    public UsageTotals totals(KeyId key, Instant from) {
        return store.read(handle -> JdbcUsageStore.totals(handle, key, from));
    }

    /** Answers a report from the sums, never from the log. */
    public List<ReportRow> report(ReportQuery query) {
        return store.read(handle -> JdbcRollupStore.report(handle, query));
    }

    /** Calls that arrived before this may have left the log; sums and ledger keep them. */
    public Instant horizon() {
        return Instant.ofEpochMilli(store.read(JdbcUsageLayout::horizon));
    }

    /** Proves that the sums equal the log, as far as it reaches back; returns what differs. Scans the log. */
    public List<String> verify() {
        return store.snapshot(handle -> {
            long day = Rollup.DAILY_POOLS.spanMillis();
            long from = Math.ceilDiv(JdbcUsageLayout.horizon(handle), day) * day;
            return JdbcRollupStore.verify(handle, from);
        });
    }

    /** What was charged to one key since {@code from}, in pieces of at most an hour. */
    public List<Spent> spentByKey(KeyId key, Instant from) {
        return store.read(handle -> JdbcUsageStore.spent(handle, true, key.value(), from.toEpochMilli()));
    }

    /** What was charged to one user since {@code from}, in pieces of at most an hour. */
    public List<Spent> spentByUser(UserId user, Instant from) {
        return store.read(handle -> JdbcUsageStore.spent(handle, false, user.value(), from.toEpochMilli()));
    }
}

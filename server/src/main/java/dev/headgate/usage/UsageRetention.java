package dev.headgate.usage;

import dev.headgate.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

/**
 * Takes calls out of the log at their age, and makes room for the next month ahead of it. Sums are left alone. On SQLite rows go in
 * small pieces, so that settlement never waits long for the one writer. Blocks.
 */
public final class UsageRetention {
    private static final int PIECE = 2_000;

    private UsageRetention() {}

    /**
     * Does what is due; returns how many calls (SQLite) or months (PostgreSQL) were removed.
     *
     * @param age zero = never
     * @param stop asked after each piece whether to leave the rest for later
     */
    public static long run(Store store, Instant now, Duration age, BooleanSupplier stop) {
        Instant cut = age.isZero() ? Instant.EPOCH : now.minus(age);
        return store.postgresql() ? months(store, now, cut) : rows(store, cut.truncatedTo(ChronoUnit.DAYS), stop);
    }

    private static long months(Store store, Instant now, Instant cut) {
        YearMonth first = YearMonth.from(cut.atOffset(ZoneOffset.UTC));
        return store.write(handle -> {
            YearMonth next = YearMonth.from(now.atOffset(ZoneOffset.UTC)).plusMonths(1);
            JdbcUsageLayout.addMonth(handle, next);
            long dropped = 0;
            for (YearMonth month : JdbcUsageLayout.months(handle)) {
                if (month.isBefore(first)) {
                    JdbcUsageLayout.dropMonth(handle, month);
                    dropped++;
                }
            }
            return dropped;
        });
    }

    private static long rows(Store store, Instant cut, BooleanSupplier stop) {
        long gone = 0;
        if (cut.toEpochMilli() > 0) {
            int piece;
            do {
                piece = store.write(handle -> JdbcUsageLayout.deleteSome(handle, cut.toEpochMilli(), PIECE));
                gone += piece;
            } while (piece == PIECE && !stop.getAsBoolean());
        }
        return gone;
    }
}

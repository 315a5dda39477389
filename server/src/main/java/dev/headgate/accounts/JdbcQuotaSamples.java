package dev.headgate.accounts;

import dev.headgate.accounts.QuotaSample.Of;
import dev.headgate.base.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The SQL of kept readings of quota windows. */
final class JdbcQuotaSamples {
    /** Every few minutes, for windows that moved. Two nodes may tell of the same five minutes: the higher stays. */
    private static final String KEEP = """
            insert into account_quota_samples (account_id, model, name, slot, sampled_at, length_ms, limit_amount, used_ppm,
                resets_at)
            values (:id, :model, :name, :slot, :at, :length, :limit, :used, :resets)
            on conflict (account_id, model, name, slot) do update set
                sampled_at = excluded.sampled_at, length_ms = excluded.length_ms, limit_amount = excluded.limit_amount,
                used_ppm = excluded.used_ppm, resets_at = excluded.resets_at
            where excluded.used_ppm > account_quota_samples.used_ppm""";

    private static final String COLUMNS = "model, name, sampled_at, length_ms, limit_amount, used_ppm, resets_at";

    /** When somebody looks at an account: of each {@code step} slots the highest; the front of the primary key. */
    private static final String STRETCH = "select " + COLUMNS + """
             from (
                select s.*, row_number() over (
                    partition by model, name, (slot - :from) / :step order by used_ppm desc, slot desc) as place
                from account_quota_samples s
                where account_id = :id and slot >= :from and slot < :to) as ranked
            where place = 1 order by model, name, slot""";

    /** What each window stood at before a stretch. */
    private static final String BEFORE = "select " + COLUMNS + """
             from (
                select s.*, row_number() over (partition by model, name order by slot desc) as place
                from account_quota_samples s where account_id = :id and slot < :from and slot >= :since) as ranked
            where place = 1""";

    private static final String FORGET = "delete from account_quota_samples where account_id = :id";

    /** Retention, in pieces; account_quota_samples_slot. */
    private static final String CUT = """
            delete from account_quota_samples where slot < :before and slot <= (
                select max(slot) from (
                    select slot from account_quota_samples where slot < :before order by slot limit :piece) as oldest)""";

    private JdbcQuotaSamples() {}

    static void keep(Handle handle, List<QuotaSample> samples) {
        PreparedBatch batch = handle.prepareBatch(KEEP);
        for (QuotaSample sample : samples) {
            Duration length = sample.length();
            Instant resets = sample.resetsAt();
            batch.bind("id", sample.of().account().value())
                    .bind("model", sample.of().model())
                    .bind("name", sample.of().name())
                    .bind("slot", sample.slot())
                    .bind("at", sample.at().toEpochMilli())
                    .bind("length", length == null ? null : (Long) length.toMillis())
                    .bind("limit", sample.limit())
                    .bind("used", sample.usedPpm())
                    .bind("resets", resets == null ? null : (Long) resets.toEpochMilli())
                    .add();
        }
        batch.execute();
    }

    /** In order of window and time. */
    static List<QuotaSample> stretch(Handle handle, AccountId id, long fromSlot, long toSlot, long step) {
        return handle.createQuery(STRETCH)
                .bind("id", id.value())
                .bind("from", fromSlot)
                .bind("to", toSlot)
                .bind("step", step)
                .map((row, ctx) -> sample(id, row))
                .list();
    }

    static List<QuotaSample> before(Handle handle, AccountId id, long fromSlot, long sinceSlot) {
        return handle.createQuery(BEFORE)
                .bind("id", id.value())
                .bind("from", fromSlot)
                .bind("since", sinceSlot)
                .map((row, ctx) -> sample(id, row))
                .list();
    }

    private static QuotaSample sample(AccountId id, ResultSet row) throws SQLException {
        Long length = nullable(row, "length_ms");
        Long resets = nullable(row, "resets_at");
        return new QuotaSample(
                new Of(id, row.getString("model"), row.getString("name")),
                length == null ? null : Duration.ofMillis(length),
                row.getLong("limit_amount"),
                row.getInt("used_ppm"),
                resets == null ? null : Instant.ofEpochMilli(resets),
                Instant.ofEpochMilli(row.getLong("sampled_at")));
    }

    private static @Nullable Long nullable(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static void forget(Handle handle, AccountId id) {
        handle.createUpdate(FORGET).bind("id", id.value()).execute();
    }

    /** Removes some {@code piece} of the oldest samples before a slot, whole slots of them; returns how many. */
    static int cut(Handle handle, long beforeSlot, int piece) {
        return handle.createUpdate(CUT)
                .bind("before", beforeSlot)
                .bind("piece", piece)
                .execute();
    }
}

package dev.headgate.accounts;

import dev.headgate.accounts.AccountMarks.Rest;
import dev.headgate.accounts.AccountMarks.Told;
import dev.headgate.accounts.AccountState.Status;
import dev.headgate.base.AccountId;
import dev.headgate.base.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The SQL of what must outlive a restart: tokens, quota windows, rests. Small tables, by account. */
final class JdbcAccountMarks {
    private static final String WINDOWS = """
            select account_id, model, name, length_ms, limit_amount, remaining, used_ppm, resets_at, seen_at
            from account_windows""";

    private static final String RESTS = "select account_id, model, status, until_at, reason from account_rests";

    private static final String FORGET_WINDOWS = "delete from account_windows where account_id = :id";

    private static final String FORGET_RESTS = "delete from account_rests where account_id = :id";

    private static final String FORGET_TOKENS = "delete from account_tokens where account_id = :id";

    private static final String ADD_WINDOW = """
            insert into account_windows (account_id, model, name, length_ms, limit_amount, remaining, used_ppm, resets_at,
                seen_at)
            values (:id, :model, :name, :length, :limit, :remaining, :used, :resets, :seen)""";

    private static final String ADD_REST = """
            insert into account_rests (account_id, model, status, until_at, reason)
            values (:id, :model, :status, :until, :reason)""";

    private static final String TOKENS = "select tokens_sealed from account_tokens where account_id = :id";

    private static final String SAVE_TOKENS = """
            insert into account_tokens (account_id, tokens_sealed, saved_at) values (:id, :tokens, :at)
            on conflict (account_id) do update set tokens_sealed = excluded.tokens_sealed, saved_at = excluded.saved_at""";

    private JdbcAccountMarks() {}

    static Map<AccountId, AccountMarks> load(Handle handle) {
        Map<AccountId, AccountMarks> all = new HashMap<>();
        handle.createQuery(WINDOWS)
                .map((row, ctx) -> Map.entry(new AccountId(row.getLong("account_id")), told(row)))
                .forEach(entry -> all.computeIfAbsent(entry.getKey(), made -> AccountMarks.empty())
                        .windows()
                        .add(entry.getValue()));
        handle.createQuery(RESTS)
                .map((row, ctx) -> Map.entry(
                        new AccountId(row.getLong("account_id")),
                        new Rest(
                                row.getString("model"),
                                Status.valueOf(row.getString("status")),
                                Instant.ofEpochMilli(row.getLong("until_at")),
                                row.getString("reason"))))
                .forEach(entry -> all.computeIfAbsent(entry.getKey(), made -> AccountMarks.empty())
                        .rests()
                        .add(entry.getValue()));
        return all;
    }

    private static Told told(ResultSet row) throws SQLException {
        Long length = nullable(row, "length_ms");
        Long resets = nullable(row, "resets_at");
        return new Told(
                row.getString("model"),
                new QuotaWindow(
                        row.getString("name"),
                        length == null ? null : Duration.ofMillis(length),
                        row.getLong("limit_amount"),
                        row.getLong("remaining"),
                        row.getInt("used_ppm"),
                        resets == null ? null : Instant.ofEpochMilli(resets),
                        Instant.ofEpochMilli(row.getLong("seen_at"))));
    }

    private static @Nullable Long nullable(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static void replace(Handle handle, AccountId id, AccountMarks marks) {
        handle.createUpdate(FORGET_WINDOWS).bind("id", id.value()).execute();
        handle.createUpdate(FORGET_RESTS).bind("id", id.value()).execute();
        if (!marks.windows().isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(ADD_WINDOW);
            for (Told told : marks.windows()) {
                QuotaWindow window = told.window();
                batch.bind("id", id.value())
                        .bind("model", told.model())
                        .bind("name", window.name())
                        .bind(
                                "length",
                                window.length() == null
                                        ? null
                                        : (Long) window.length().toMillis())
                        .bind("limit", window.limit())
                        .bind("remaining", window.remaining())
                        .bind("used", window.usedPpm())
                        .bind(
                                "resets",
                                window.resetsAt() == null
                                        ? null
                                        : (Long) window.resetsAt().toEpochMilli())
                        .bind("seen", window.seenAt().toEpochMilli())
                        .add();
            }
            batch.execute();
        }
        if (!marks.rests().isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(ADD_REST);
            for (Rest rest : marks.rests()) {
                batch.bind("id", id.value())
                        .bind("model", rest.model())
                        .bind("status", rest.status().name())
                        .bind("until", rest.until().toEpochMilli())
                        .bind("reason", rest.reason())
                        .add();
            }
            batch.execute();
        }
    }

    static void forget(Handle handle, AccountId id) {
        for (String table : new String[] {FORGET_WINDOWS, FORGET_RESTS, FORGET_TOKENS}) {
            handle.createUpdate(table).bind("id", id.value()).execute();
        }
        JdbcStandstills.forget(handle, id);
        JdbcQuotaSamples.forget(handle, id);
        JdbcPastStates.forget(handle, id);
    }

    static Optional<Secret> tokens(Handle handle, AccountId id, Vault vault) {
        return handle.createQuery(TOKENS)
                .bind("id", id.value())
                .map((row, ctx) -> vault.open(row.getString("tokens_sealed"), belongsTo(id)))
                .findOne();
    }

    static void saveTokens(Handle handle, AccountId id, Secret tokens, Vault vault, Instant now) {
        handle.createUpdate(SAVE_TOKENS)
                .bind("id", id.value())
                .bind("tokens", vault.seal(tokens, belongsTo(id)))
                .bind("at", now.toEpochMilli())
                .execute();
    }

    private static String belongsTo(AccountId id) {
        return "account/" + id.value() + "/tokens";
    }
}

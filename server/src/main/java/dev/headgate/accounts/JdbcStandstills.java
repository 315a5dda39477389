package dev.headgate.accounts;

import dev.headgate.accounts.Hold.Stay;
import dev.headgate.accounts.Standstills.Stored;
import dev.headgate.base.AccountId;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of pauses and refused credentials. Small tables, by account. */
final class JdbcStandstills {
    private static final String VERSION = "select version from directory_version where id = 2";

    private static final String BUMP = "update directory_version set version = version + 1 where id = 2";

    private static final String PAUSES = "select account_id, reason, since_at from account_pauses";

    private static final String PAUSE = """
            insert into account_pauses (account_id, reason, since_at) values (:id, :reason, :at)
            on conflict (account_id) do update set reason = excluded.reason""";

    private static final String RESUME = "delete from account_pauses where account_id = :id";

    private static final String REFUSALS = "select account_id, credential, reason, since_at from account_refusals";

    private static final String REFUSE = """
            insert into account_refusals (account_id, credential, reason, since_at) values (:id, :credential, :reason, :at)
            on conflict (account_id) do update set
                credential = excluded.credential, reason = excluded.reason, since_at = excluded.since_at""";

    private static final String ACCEPT = "delete from account_refusals where account_id = :id";

    private JdbcStandstills() {}

    /** Counts changes of the two tables. */
    static long version(Handle handle) {
        return handle.createQuery(VERSION).mapTo(long.class).one();
    }

    static Map<AccountId, Stay> pauses(Handle handle) {
        return handle.createQuery(PAUSES)
                .map((row, ctx) -> Map.entry(
                        new AccountId(row.getLong("account_id")),
                        new Stay(row.getString("reason"), Instant.ofEpochMilli(row.getLong("since_at")))))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Null: it goes on. */
    static void pause(Handle handle, AccountId id, @Nullable Stay stay) {
        if (stay == null) {
            handle.createUpdate(RESUME).bind("id", id.value()).execute();
        } else {
            handle.createUpdate(PAUSE)
                    .bind("id", id.value())
                    .bind("reason", stay.reason())
                    .bind("at", stay.since().toEpochMilli())
                    .execute();
        }
        handle.createUpdate(BUMP).execute();
    }

    static Map<AccountId, Stored> refusals(Handle handle) {
        return handle.createQuery(REFUSALS)
                .map((row, ctx) -> Map.entry(
                        new AccountId(row.getLong("account_id")),
                        new Stored(
                                row.getString("credential"),
                                new Stay(row.getString("reason"), Instant.ofEpochMilli(row.getLong("since_at"))))))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Null: it isn't refused any more. */
    static void refuse(Handle handle, AccountId id, @Nullable Stored refusal) {
        if (refusal == null) {
            handle.createUpdate(ACCEPT).bind("id", id.value()).execute();
        } else {
            handle.createUpdate(REFUSE)
                    .bind("id", id.value())
                    .bind("credential", refusal.credential())
                    .bind("reason", refusal.stay().reason())
                    .bind("at", refusal.stay().since().toEpochMilli())
                    .execute();
        }
        handle.createUpdate(BUMP).execute();
    }

    /** The account is no more. */
    static void forget(Handle handle, AccountId id) {
        handle.createUpdate(RESUME).bind("id", id.value()).execute();
        handle.createUpdate(ACCEPT).bind("id", id.value()).execute();
    }
}

package dev.headgate.signin;

import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of second factors and of sign-ins that wait for one. */
final class JdbcFactorStore {
    /** At each second step; primary key. */
    private static final String TOTP =
            "select sealed, confirmed_at, last_step, failures, failed_at from totp_secrets where user_id = :user";

    private static final String ENROL = """
            insert into totp_secrets (user_id, sealed, created_at, confirmed_at, last_step, failures, failed_at)
            values (:user, :sealed, :now, 0, 0, 0, 0)
            on conflict (user_id) do update set sealed = excluded.sealed, created_at = excluded.created_at, confirmed_at = 0,
                last_step = 0, failures = 0, failed_at = 0""";

    private static final String CONFIRM =
            "update totp_secrets set confirmed_at = :now where user_id = :user and confirmed_at = 0";

    /** Takes a code once: of two at the same time one finds the step gone. */
    private static final String TAKE =
            "update totp_secrets set last_step = :step, failures = 0 where user_id = :user and last_step < :step";

    /** Counts before the look, so that tries at the same time wait for each other. */
    private static final String COUNT_TRY = "update totp_secrets set failures = failures + 1 where user_id = :user";

    private static final String MISSED =
            "update totp_secrets set failures = :failures, failed_at = :now where user_id = :user";
    private static final String FORGET = "delete from totp_secrets where user_id = :user";

    private static final String INSERT_CODE = "insert into recovery_codes (user_id, hash) values (:user, :hash)";
    private static final String USE_CODE = "delete from recovery_codes where user_id = :user and hash = :hash";
    private static final String FORGET_CODES = "delete from recovery_codes where user_id = :user";
    private static final String CODES = "select count(*) from recovery_codes where user_id = :user";

    private static final String INSERT_HALF =
            "insert into half_sessions (hash, user_id, expires_at, tries) values (:hash, :user, :end, 0)";
    /** At each second step; primary key. */
    private static final String HALF =
            "select user_id, expires_at from half_sessions where hash = :hash and expires_at > :now and tries < :max";

    private static final String TRIED = "update half_sessions set tries = tries + 1 where hash = :hash";
    private static final String END_HALF = "delete from half_sessions where hash = :hash";
    private static final String END_HALVES = "delete from half_sessions where user_id = :user";
    /** At each first step; half_sessions_by_end. */
    private static final String END_OLD = "delete from half_sessions where expires_at < :now";

    private JdbcFactorStore() {}

    /** A row of totp_secrets. */
    record TotpRow(String sealed, long confirmedAt, long lastStep, int failures, long failedAt) {}

    /** A sign-in that waits. */
    record HalfRow(UserId user, long expiresAt) {}

    static Optional<TotpRow> totp(Handle handle, UserId user) {
        return handle.createQuery(TOTP)
                .bind("user", user.value())
                .map((row, ctx) -> new TotpRow(
                        row.getString("sealed"),
                        row.getLong("confirmed_at"),
                        row.getLong("last_step"),
                        row.getInt("failures"),
                        row.getLong("failed_at")))
                .findOne();
    }

    static void enrol(Handle handle, UserId user, String sealed, long now) {
        handle.createUpdate(ENROL)
                .bind("user", user.value())
                .bind("sealed", sealed)
                .bind("now", now)
                .execute();
    }

    static int confirm(Handle handle, UserId user, long now) {
        return handle.createUpdate(CONFIRM)
                .bind("user", user.value())
                .bind("now", now)
                .execute();
    }

    static int take(Handle handle, UserId user, long step) {
        return handle.createUpdate(TAKE)
                .bind("user", user.value())
                .bind("step", step)
                .execute();
    }

    static void countTry(Handle handle, UserId user) {
        handle.createUpdate(COUNT_TRY).bind("user", user.value()).execute();
    }

    static void missed(Handle handle, UserId user, int failures, long now) {
        handle.createUpdate(MISSED)
                .bind("user", user.value())
                .bind("failures", failures)
                .bind("now", now)
                .execute();
    }

    static void forget(Handle handle, UserId user, boolean keepCodes) {
        for (String sql : keepCodes ? List.of(FORGET, END_HALVES) : List.of(FORGET, FORGET_CODES, END_HALVES)) {
            handle.createUpdate(sql).bind("user", user.value()).execute();
        }
    }

    static void replaceCodes(Handle handle, UserId user, Collection<KeyHash> hashes) {
        handle.createUpdate(FORGET_CODES).bind("user", user.value()).execute();
        PreparedBatch batch = handle.prepareBatch(INSERT_CODE);
        hashes.forEach(hash ->
                batch.bind("user", user.value()).bind("hash", hash.hex()).add());
        batch.execute();
    }

    static int useCode(Handle handle, UserId user, KeyHash hash) {
        return handle.createUpdate(USE_CODE)
                .bind("user", user.value())
                .bind("hash", hash.hex())
                .execute();
    }

    static int codes(Handle handle, UserId user) {
        return handle.createQuery(CODES)
                .bind("user", user.value())
                .mapTo(Integer.class)
                .one();
    }

    static void insertHalf(Handle handle, KeyHash hash, UserId user, long end) {
        handle.createUpdate(INSERT_HALF)
                .bind("hash", hash.hex())
                .bind("user", user.value())
                .bind("end", end)
                .execute();
    }

    static Optional<HalfRow> half(Handle handle, KeyHash hash, long now, int triesMax) {
        return handle.createQuery(HALF)
                .bind("hash", hash.hex())
                .bind("now", now)
                .bind("max", triesMax)
                .map((row, ctx) -> new HalfRow(new UserId(row.getLong("user_id")), row.getLong("expires_at")))
                .findOne();
    }

    static void tried(Handle handle, KeyHash hash) {
        handle.createUpdate(TRIED).bind("hash", hash.hex()).execute();
    }

    static int endHalf(Handle handle, KeyHash hash) {
        return handle.createUpdate(END_HALF).bind("hash", hash.hex()).execute();
    }

    static void endHalves(Handle handle, UserId user) {
        handle.createUpdate(END_HALVES).bind("user", user.value()).execute();
    }

    static void endOld(Handle handle, long now) {
        handle.createUpdate(END_OLD).bind("now", now).execute();
    }
}

package dev.headgate.identity;

import org.jdbi.v3.core.Handle;

/** The SQL of remembered answers; all by primary key, old ones by idempotent_answers_at. */
final class JdbcAnswerStore {
    private static final String INSERT = """
            insert into idempotent_answers (actor, idempotency_key, fingerprint, status, body, at)
            values (:actor, :key, :fingerprint, 0, '', :now)
            on conflict (actor, idempotency_key) do nothing""";

    private static final String FIND =
            "select fingerprint, status, body from idempotent_answers where actor = :actor and idempotency_key = :key";

    private static final String ANSWERED = """
            update idempotent_answers set status = :status, body = :body
            where actor = :actor and idempotency_key = :key""";

    private static final String FORGET =
            "delete from idempotent_answers where actor = :actor and idempotency_key = :key";

    private static final String FORGET_OLD = "delete from idempotent_answers where at < :before";

    private JdbcAnswerStore() {}

    static boolean insert(Handle handle, String actor, String key, String fingerprint, long now) {
        return handle.createUpdate(INSERT)
                        .bind("actor", actor)
                        .bind("key", key)
                        .bind("fingerprint", fingerprint)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    static RememberedAnswers.Claim find(Handle handle, String actor, String key, String fingerprint) {
        return handle.createQuery(FIND)
                .bind("actor", actor)
                .bind("key", key)
                .map((row, ctx) -> {
                    if (!row.getString("fingerprint").equals(fingerprint)) {
                        return new RememberedAnswers.Claim.Different();
                    }
                    int status = row.getInt("status");
                    return status == 0
                            ? new RememberedAnswers.Claim.Working()
                            : new RememberedAnswers.Claim.Done(status, row.getString("body"));
                })
                .one();
    }

    static void answered(Handle handle, String actor, String key, int status, String body) {
        handle.createUpdate(ANSWERED)
                .bind("status", status)
                .bind("body", body)
                .bind("actor", actor)
                .bind("key", key)
                .execute();
    }

    static void forget(Handle handle, String actor, String key) {
        handle.createUpdate(FORGET).bind("actor", actor).bind("key", key).execute();
    }

    static void forgetOld(Handle handle, long before) {
        handle.createUpdate(FORGET_OLD).bind("before", before).execute();
    }
}

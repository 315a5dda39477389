package dev.headgate.signin;

import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of signing in by other sites. */
final class JdbcExternalStore {
    private static final String BEGIN = """
            insert into external_begun (state_hash, browser_hash, provider, return_path, user_id, expires_at)
            values (:state, :browser, :provider, :path, :user, :end)""";

    /** At each return; primary key. */
    private static final String BEGUN =
            "select browser_hash, provider, return_path, user_id, expires_at from external_begun where state_hash = :state";

    private static final String USE = "delete from external_begun where state_hash = :state";
    /** With each new one; external_begun_by_end. */
    private static final String END_OLD = "delete from external_begun where expires_at < :now";

    private static final String LINK = """
            insert into external_identities (id, issuer, subject, user_id, label, linked_at, used_at)
            values (:id, :issuer, :subject, :user, :label, :now, :now)""";

    private static final String SELECT =
            "select id, issuer, subject, user_id, label, linked_at, used_at from external_identities";

    /** At each return; external_identities_subject. */
    private static final String BY_SUBJECT = SELECT + " where issuer = :issuer and subject = :subject";

    /** When somebody looks at theirs; external_identities_by_user. */
    private static final String BY_USER = SELECT + " where user_id = :user order by id";

    private static final String USED = "update external_identities set used_at = :now where id = :id";
    private static final String UNLINK = "delete from external_identities where id = :id and user_id = :user";

    private JdbcExternalStore() {}

    /** A sign-in that has begun. */
    record Begun(KeyHash browser, String provider, String returnPath, UserId user, long expiresAt) {}

    static void begin(Handle handle, KeyHash state, Begun begun, long now) {
        handle.createUpdate(END_OLD).bind("now", now).execute();
        handle.createUpdate(BEGIN)
                .bind("state", state.hex())
                .bind("browser", begun.browser().hex())
                .bind("provider", begun.provider())
                .bind("path", begun.returnPath())
                .bind("user", begun.user().value())
                .bind("end", begun.expiresAt())
                .execute();
    }

    /** Takes one, which is then gone: of two returns one finds it. */
    static Optional<Begun> take(Handle handle, KeyHash state) {
        Optional<Begun> found = handle.createQuery(BEGUN)
                .bind("state", state.hex())
                .map((row, ctx) -> new Begun(
                        new KeyHash(row.getString("browser_hash")),
                        row.getString("provider"),
                        row.getString("return_path"),
                        new UserId(row.getLong("user_id")),
                        row.getLong("expires_at")))
                .findOne();
        boolean taken = handle.createUpdate(USE).bind("state", state.hex()).execute() > 0;
        return found.filter(one -> taken);
    }

    static void link(Handle handle, ExternalIdentity one) {
        handle.createUpdate(LINK)
                .bind("id", one.id())
                .bind("issuer", one.issuer())
                .bind("subject", one.subject())
                .bind("user", one.user().value())
                .bind("label", one.label())
                .bind("now", one.linkedAt().toEpochMilli())
                .execute();
    }

    static Optional<ExternalIdentity> bySubject(Handle handle, String issuer, String subject) {
        return handle.createQuery(BY_SUBJECT)
                .bind("issuer", issuer)
                .bind("subject", subject)
                .map((row, ctx) -> identity(row))
                .findOne();
    }

    static List<ExternalIdentity> byUser(Handle handle, UserId user) {
        return handle.createQuery(BY_USER)
                .bind("user", user.value())
                .map((row, ctx) -> identity(row))
                .list();
    }

    private static ExternalIdentity identity(ResultSet row) throws SQLException {
        return new ExternalIdentity(
                row.getLong("id"),
                row.getString("issuer"),
                row.getString("subject"),
                new UserId(row.getLong("user_id")),
                row.getString("label"),
                Instant.ofEpochMilli(row.getLong("linked_at")),
                Instant.ofEpochMilli(row.getLong("used_at")));
    }

    static void used(Handle handle, long id, long now) {
        handle.createUpdate(USED).bind("id", id).bind("now", now).execute();
    }

    static boolean unlink(Handle handle, UserId user, long id) {
        return handle.createUpdate(UNLINK)
                        .bind("id", id)
                        .bind("user", user.value())
                        .execute()
                > 0;
    }
}

package dev.headgate.signin;

import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of passkeys. */
final class JdbcPasskeyStore {
    private static final String INSERT = """
            insert into passkeys (id, credential_id, user_id, name, credential, sign_count, verifies_user, backup_eligible,
                backed_up, created_at, used_at)
            values (:id, :credentialId, :user, :name, :credential, :count, :verifies, :eligible, :backed, :now, :now)""";

    private static final String SELECT = """
            select id, credential_id, user_id, name, credential, sign_count, verifies_user, backup_eligible, backed_up,
                created_at, used_at
            from passkeys""";

    /** At each use; passkeys_credential. */
    private static final String BY_CREDENTIAL = SELECT + " where credential_id = :credential";

    /** At each first step and when somebody looks at theirs; passkeys_by_user. */
    private static final String BY_USER = SELECT + " where user_id = :user order by id";

    private static final String USED =
            "update passkeys set sign_count = :count, backed_up = :backed, used_at = :now where id = :id and sign_count <= :count";
    private static final String RENAME = "update passkeys set name = :name where id = :id and user_id = :user";
    private static final String DELETE = "delete from passkeys where id = :id and user_id = :user";
    private static final String DELETE_ALL = "delete from passkeys where user_id = :user";

    private static final String ASK =
            "insert into passkey_challenges (hash, purpose, user_id, expires_at) values (:hash, :purpose, :user, :end)";
    private static final String TAKE =
            "delete from passkey_challenges where hash = :hash and purpose = :purpose and user_id = :user and expires_at > :now";
    /** With each new one; passkey_challenges_by_end. */
    private static final String END_OLD = "delete from passkey_challenges where expires_at < :now";

    private JdbcPasskeyStore() {}

    /**
     * A row of passkeys.
     *
     * @param credential the attested credential data of WebAuthn, base64url
     */
    record Row(Passkey passkey, String credential, long signCount, boolean verifiesUser, boolean backupEligible) {}

    /** A challenge, what for, and of whom; 0 = of anybody. */
    record Asked(KeyHash hash, String purpose, UserId user) {}

    static void insert(Handle handle, Row row) {
        Passkey one = row.passkey();
        handle.createUpdate(INSERT)
                .bind("id", one.id())
                .bind("credentialId", one.credentialId())
                .bind("user", one.user().value())
                .bind("name", one.name())
                .bind("credential", row.credential())
                .bind("count", row.signCount())
                .bind("verifies", row.verifiesUser())
                .bind("eligible", row.backupEligible())
                .bind("backed", one.backedUp())
                .bind("now", one.createdAt().toEpochMilli())
                .execute();
    }

    static Optional<Row> byCredential(Handle handle, String credentialId) {
        return handle.createQuery(BY_CREDENTIAL)
                .bind("credential", credentialId)
                .map((row, ctx) -> row(row))
                .findOne();
    }

    static List<Passkey> byUser(Handle handle, UserId user) {
        return handle.createQuery(BY_USER)
                .bind("user", user.value())
                .map((row, ctx) -> row(row).passkey())
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new Passkey(
                        row.getLong("id"),
                        row.getString("credential_id"),
                        new UserId(row.getLong("user_id")),
                        row.getString("name"),
                        row.getBoolean("backed_up"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("used_at"))),
                row.getString("credential"),
                row.getLong("sign_count"),
                row.getBoolean("verifies_user"),
                row.getBoolean("backup_eligible"));
    }

    static boolean used(Handle handle, long id, long signCount, boolean backedUp, long now) {
        return handle.createUpdate(USED)
                        .bind("id", id)
                        .bind("count", signCount)
                        .bind("backed", backedUp)
                        .bind("now", now)
                        .execute()
                > 0;
    }

    static boolean rename(Handle handle, UserId user, long id, String name) {
        return handle.createUpdate(RENAME)
                        .bind("id", id)
                        .bind("user", user.value())
                        .bind("name", name)
                        .execute()
                > 0;
    }

    static boolean delete(Handle handle, UserId user, long id) {
        return handle.createUpdate(DELETE)
                        .bind("id", id)
                        .bind("user", user.value())
                        .execute()
                > 0;
    }

    static void deleteAll(Handle handle, UserId user) {
        handle.createUpdate(DELETE_ALL).bind("user", user.value()).execute();
    }

    static void ask(Handle handle, Asked asked, long now, long end) {
        handle.createUpdate(END_OLD).bind("now", now).execute();
        handle.createUpdate(ASK)
                .bind("hash", asked.hash().hex())
                .bind("purpose", asked.purpose())
                .bind("user", asked.user().value())
                .bind("end", end)
                .execute();
    }

    /** Takes a challenge, which is then gone; whether it was there for that. */
    static boolean take(Handle handle, Asked asked, long now) {
        return handle.createUpdate(TAKE)
                        .bind("hash", asked.hash().hex())
                        .bind("purpose", asked.purpose())
                        .bind("user", asked.user().value())
                        .bind("now", now)
                        .execute()
                > 0;
    }
}

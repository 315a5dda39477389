package dev.headgate.identity;

import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of users and keys. */
final class JdbcIdentityStore {
    private static final String USER_COLUMNS = """
            users.id as u_id, users.email as u_email, users.concurrency as u_concurrency,
            users.multiplier_ppm as u_multiplier, users.enabled as u_enabled, users.declared as u_declared""";

    private static final String KEY_COLUMNS = """
            k.id as k_id, k.name as k_name, k.user_id as k_user, k.group_id as k_group, k.hash as k_hash,
            k.enabled as k_enabled, k.declared as k_declared""";

    /** At start and after a change of the declaration; small. */
    private static final String USERS = "select " + USER_COLUMNS + " from users";

    private static final String KEYS = "select " + KEY_COLUMNS + " from api_keys k";

    /** At start and after a change; primary key of users. */
    private static final String CALLERS =
            "select " + KEY_COLUMNS + ", " + USER_COLUMNS + " from api_keys k join users on users.id = k.user_id";

    /** Once for an unknown key; api_keys_hash. */
    private static final String CALLER = CALLERS + " where k.hash = :hash";

    private static final String INSERT_USER = """
            insert into users (id, email, concurrency, multiplier_ppm, enabled, declared)
            values (:id, :email, :concurrency, :multiplier, :enabled, :declared)""";

    private static final String UPDATE_USER = """
            update users set email = :email, concurrency = :concurrency, multiplier_ppm = :multiplier,
                enabled = :enabled, declared = :declared
            where id = :id""";

    private static final String INSERT_KEY = """
            insert into api_keys (id, name, user_id, group_id, hash, prefix, enabled, declared, created_at)
            values (:id, :name, :user, :group, :hash, :prefix, :enabled, :declared, :created)""";

    private static final String UPDATE_KEY = """
            update api_keys set group_id = :group, hash = :hash, enabled = :enabled, declared = :declared,
                prefix = case when :prefix = '' then prefix else :prefix end
            where id = :id""";

    private static final String DISABLE_USER = "update users set enabled = :no where id = :id";

    private static final String DISABLE_KEY = "update api_keys set enabled = :no where id = :id";

    private JdbcIdentityStore() {}

    static Map<String, User> users(Handle handle) {
        Map<String, User> users = new HashMap<>();
        handle.createQuery(USERS).map((row, ctx) -> user(row)).forEach(user -> users.put(user.email(), user));
        return users;
    }

    /** Keys by {@code user id/name}. */
    static Map<String, ApiKey> keys(Handle handle) {
        Map<String, ApiKey> keys = new HashMap<>();
        handle.createQuery(KEYS)
                .map((row, ctx) -> key(row))
                .forEach(key -> keys.put(key.user() + "/" + key.name(), key));
        return keys;
    }

    static Map<KeyHash, Caller> callers(Handle handle) {
        Map<KeyHash, Caller> callers = new HashMap<>();
        handle.createQuery(CALLERS)
                .map((row, ctx) -> new Caller(key(row), user(row)))
                .forEach(caller -> callers.put(caller.key().hash(), caller));
        return callers;
    }

    static Optional<Caller> caller(Handle handle, KeyHash hash) {
        return handle.createQuery(CALLER)
                .bind("hash", hash.hex())
                .map((row, ctx) -> new Caller(key(row), user(row)))
                .findOne();
    }

    static User user(ResultSet row) throws SQLException {
        return new User(
                new UserId(row.getLong("u_id")),
                row.getString("u_email"),
                row.getInt("u_concurrency"),
                row.getLong("u_multiplier"),
                row.getBoolean("u_enabled"),
                row.getBoolean("u_declared"));
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                new KeyId(row.getLong("k_id")),
                row.getString("k_name"),
                new UserId(row.getLong("k_user")),
                new GroupId(row.getLong("k_group")),
                new KeyHash(row.getString("k_hash")),
                row.getBoolean("k_enabled"),
                row.getBoolean("k_declared"));
    }

    static void save(Handle handle, User user, boolean create) {
        handle.createUpdate(create ? INSERT_USER : UPDATE_USER)
                .bind("id", user.id().value())
                .bind("email", user.email())
                .bind("concurrency", user.concurrency())
                .bind("multiplier", user.multiplierPpm())
                .bind("enabled", user.enabled())
                .bind("declared", user.declared())
                .execute();
    }

    /** Saves a key; {@code createdAt} -1 changes an existing one, an empty {@code prefix} keeps the one it has. */
    static void save(Handle handle, ApiKey key, String prefix, long createdAt) {
        var update = handle.createUpdate(createdAt >= 0 ? INSERT_KEY : UPDATE_KEY)
                .bind("id", key.id().value())
                .bind("group", key.group().value())
                .bind("hash", key.hash().hex())
                .bind("prefix", prefix)
                .bind("enabled", key.enabled())
                .bind("declared", key.declared());
        if (createdAt >= 0) {
            update.bind("name", key.name()).bind("user", key.user().value()).bind("created", createdAt);
        }
        update.execute();
    }

    static void disableUser(Handle handle, UserId id) {
        handle.createUpdate(DISABLE_USER)
                .bind("no", false)
                .bind("id", id.value())
                .execute();
    }

    static void disableKey(Handle handle, KeyId id) {
        handle.createUpdate(DISABLE_KEY)
                .bind("no", false)
                .bind("id", id.value())
                .execute();
    }
}

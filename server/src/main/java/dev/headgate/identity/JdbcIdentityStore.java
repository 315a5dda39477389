package dev.headgate.identity;

import dev.headgate.base.CallLimits;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The SQL of users and keys. */
final class JdbcIdentityStore {
    static final String USER_COLUMNS = """
            users.id as u_id, users.email as u_email, users.concurrency as u_concurrency, users.rpm as u_rpm,
            users.tpm as u_tpm, users.spend_5h as u_spend_5h, users.spend_day as u_spend_day,
            users.spend_week as u_spend_week, users.spend_month as u_spend_month, users.share as u_share,
            users.multiplier_ppm as u_multiplier, users.enabled as u_enabled, users.declared as u_declared""";

    static final String KEY_COLUMNS = """
            k.id as k_id, k.name as k_name, k.user_id as k_user, k.group_id as k_group, k.hash as k_hash,
            k.concurrency as k_concurrency, k.rpm as k_rpm, k.tpm as k_tpm, k.spend_5h as k_spend_5h,
            k.spend_day as k_spend_day, k.spend_week as k_spend_week, k.spend_month as k_spend_month,
            k.models as k_models, k.expires_at as k_expires, k.addresses as k_addresses, k.clients as k_clients,
            k.enabled as k_enabled, k.declared as k_declared, k.by_right as k_by_right,
            (k.by_right and not exists (
                select 1 from group_rights r where r.user_id = k.user_id and r.group_id = k.group_id)) as k_right_gone""";

    /** At start and after a change of the declaration; small. */
    private static final String USERS = "select " + USER_COLUMNS + " from users where deleted_at = 0";

    private static final String KEYS = "select " + KEY_COLUMNS + " from api_keys k where deleted_at = 0";

    /** At start and after a change; primary key of users. */
    private static final String CALLERS =
            "select " + KEY_COLUMNS + ", k.old_hash as k_old_hash, k.old_until as k_old_until, " + USER_COLUMNS
                    + " from api_keys k join users on users.id = k.user_id where k.deleted_at = 0";

    /** After a change of a user or one of the user's keys; api_keys_by_user. */
    private static final String CALLERS_OF = CALLERS + " and k.user_id = :user";

    /** Once for an unknown key; api_keys_hash, api_keys_old_hash. */
    private static final String CALLER = CALLERS + " and (k.hash = :hash or k.old_hash = :hash)";

    private static final String INSERT_USER = """
            insert into users (id, email, concurrency, rpm, tpm, spend_5h, spend_day, spend_week, spend_month, share,
                multiplier_ppm, enabled, declared, created_at, search)
            values (:id, :email, :concurrency, :rpm, :tpm, :spend_5h, :spend_day, :spend_week, :spend_month, :share,
                :multiplier, :enabled, :declared, :created, :search)""";

    private static final String UPDATE_USER = """
            update users set email = :email, concurrency = :concurrency, rpm = :rpm, tpm = :tpm,
                spend_5h = :spend_5h, spend_day = :spend_day, spend_week = :spend_week, spend_month = :spend_month,
                share = :share, multiplier_ppm = :multiplier, enabled = :enabled, declared = :declared
            where id = :id""";

    private static final String INSERT_KEY = """
            insert into api_keys (id, name, user_id, group_id, hash, prefix, concurrency, rpm, tpm, spend_5h,
                spend_day, spend_week, spend_month, models, expires_at, addresses, clients, by_right, enabled,
                declared, created_at)
            values (:id, :name, :user, :group, :hash, :prefix, :concurrency, :rpm, :tpm, :spend_5h, :spend_day,
                :spend_week, :spend_month, :models, :expires, :addresses, :clients, :by_right, :enabled, :declared, :created)""";

    private static final String UPDATE_KEY = """
            update api_keys set name = :name, group_id = :group, hash = :hash, concurrency = :concurrency, rpm = :rpm, tpm = :tpm,
                spend_5h = :spend_5h, spend_day = :spend_day, spend_week = :spend_week, spend_month = :spend_month,
                models = :models, expires_at = :expires, addresses = :addresses, clients = :clients,
                by_right = :by_right, enabled = :enabled, declared = :declared,
                prefix = case when :prefix = '' then prefix else :prefix end
            where id = :id""";

    private static final String DISABLE_USER = "update users set enabled = :no, declared = :no where id = :id";

    private static final String DISABLE_KEY = "update api_keys set enabled = :no, declared = :no where id = :id";

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

    static List<KnownCallers.Entry> callers(Handle handle) {
        List<KnownCallers.Entry> entries = new ArrayList<>();
        handle.createQuery(CALLERS).map((row, ctx) -> entries(row)).forEach(entries::addAll);
        return entries;
    }

    static List<KnownCallers.Entry> callersOf(Handle handle, UserId user) {
        List<KnownCallers.Entry> entries = new ArrayList<>();
        handle.createQuery(CALLERS_OF)
                .bind("user", user.value())
                .map((row, ctx) -> entries(row))
                .forEach(entries::addAll);
        return entries;
    }

    static Optional<Caller> caller(Handle handle, KeyHash hash) {
        return handle.createQuery(CALLER).bind("hash", hash.hex()).map((row, ctx) -> entries(row)).list().stream()
                .flatMap(List::stream)
                .filter(entry -> entry.hash().equals(hash))
                .map(KnownCallers.Entry::caller)
                .findFirst();
    }

    /** A key by its text, and by the text it had before it was rotated, which ends earlier. */
    private static List<KnownCallers.Entry> entries(ResultSet row) throws SQLException {
        Caller caller = new Caller(key(row), user(row));
        KnownCallers.Entry now = new KnownCallers.Entry(caller.key().hash(), caller);
        String old = row.getString("k_old_hash");
        if (old.isEmpty()) {
            return List.of(now);
        }
        ApiKey until = caller.key().until(Instant.ofEpochMilli(row.getLong("k_old_until")));
        return List.of(now, new KnownCallers.Entry(new KeyHash(old), new Caller(until, caller.user())));
    }

    static User user(ResultSet row) throws SQLException {
        return new User(
                new UserId(row.getLong("u_id")),
                row.getString("u_email"),
                limits(row, "u_"),
                row.getInt("u_share"),
                row.getLong("u_multiplier"),
                row.getBoolean("u_enabled"),
                row.getBoolean("u_declared"));
    }

    static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                new KeyId(row.getLong("k_id")),
                row.getString("k_name"),
                new UserId(row.getLong("k_user")),
                new GroupId(row.getLong("k_group")),
                new KeyHash(row.getString("k_hash")),
                limits(row, "k_"),
                rules(row),
                right(row),
                row.getBoolean("k_enabled"),
                row.getBoolean("k_declared"));
    }

    /** Limits of a row; an absent limit of spending is stored as -1, all others as 0. */
    private static CallLimits limits(ResultSet row, String prefix) throws SQLException {
        Map<Period, Money> spend = new EnumMap<>(Period.class);
        for (Period period : Period.values()) {
            long nanos = row.getLong(prefix + "spend_" + period.id());
            if (nanos >= 0) {
                spend.put(period, new Money(nanos));
            }
        }
        return new CallLimits(
                row.getInt(prefix + "concurrency"), row.getLong(prefix + "rpm"), row.getLong(prefix + "tpm"), spend);
    }

    private static Update bind(Update update, CallLimits limits) {
        for (Period period : Period.values()) {
            Money limit = limits.spend().get(period);
            update.bind("spend_" + period.id(), limit == null ? -1 : limit.nanos());
        }
        return update.bind("concurrency", limits.concurrency())
                .bind("rpm", limits.requestsPerMinute())
                .bind("tpm", limits.tokensPerMinute());
    }

    private static KeyRules rules(ResultSet row) throws SQLException {
        long expires = row.getLong("k_expires");
        return new KeyRules(
                lines(row.getString("k_models")),
                expires == 0 ? null : Instant.ofEpochMilli(expires),
                AddressList.of(lines(row.getString("k_addresses"))),
                lines(row.getString("k_clients")));
    }

    private static GroupRight right(ResultSet row) throws SQLException {
        if (!row.getBoolean("k_by_right")) {
            return GroupRight.NOT_NEEDED;
        }
        return row.getBoolean("k_right_gone") ? GroupRight.GONE : GroupRight.HELD;
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    /** Saves a user; {@code createdAt} -1 changes an existing one. */
    static void save(Handle handle, User user, long createdAt) {
        Update update = bind(handle.createUpdate(createdAt >= 0 ? INSERT_USER : UPDATE_USER), user.limits())
                .bind("id", user.id().value())
                .bind("email", user.email())
                .bind("share", user.share())
                .bind("multiplier", user.multiplierPpm())
                .bind("enabled", user.enabled())
                .bind("declared", user.declared());
        if (createdAt >= 0) {
            update.bind("created", createdAt).bind("search", JdbcSearchText.text(user.email(), null));
        }
        update.execute();
    }

    /** Saves a key; {@code createdAt} -1 changes an existing one, an empty {@code prefix} keeps the one it has. */
    static void save(Handle handle, ApiKey key, String prefix, long createdAt) {
        KeyRules rules = key.rules();
        Instant expires = rules.expires();
        var update = bind(handle.createUpdate(createdAt >= 0 ? INSERT_KEY : UPDATE_KEY), key.limits())
                .bind("id", key.id().value())
                .bind("name", key.name())
                .bind("models", String.join("\n", rules.models()))
                .bind("expires", expires == null ? 0 : expires.toEpochMilli())
                .bind("addresses", String.join("\n", rules.addresses().texts()))
                .bind("clients", String.join("\n", rules.clients()))
                .bind("group", key.group().value())
                .bind("hash", key.hash().hex())
                .bind("prefix", prefix)
                .bind("by_right", key.right() != GroupRight.NOT_NEEDED)
                .bind("enabled", key.enabled())
                .bind("declared", key.declared());
        if (createdAt >= 0) {
            update.bind("user", key.user().value()).bind("created", createdAt);
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

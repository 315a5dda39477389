package dev.headgate.identity;

import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The SQL of keys as their owners and operators see and change them. */
final class JdbcKeyStore {
    private static final String ROW = "select " + JdbcIdentityStore.KEY_COLUMNS + """
            , users.email as u_email, k.prefix as k_prefix, k.created_at as k_created, k.used_at as k_used,
                k.used_from as k_used_from, k.old_until as k_old_until
            from api_keys k join users on users.id = k.user_id
            where k.deleted_at = 0
            """;

    private static final String LIVE = "select k.id from api_keys k where k.deleted_at = 0";

    /** api_keys_pk, backwards until the page is full; with one of those below by its index instead. */
    private static final String BEFORE = " and k.id < :before";

    private static final String ENABLED = " and k.enabled";

    /** api_keys_disabled. */
    private static final String DISABLED = " and not k.enabled";

    /** api_keys_by_user. */
    private static final String OF_USER = " and k.user_id = :user";

    /** api_keys_by_group. */
    private static final String OF_GROUP = " and k.group_id = :group";

    private static final String NEWEST = " order by k.id desc limit :limit";

    /** Names that begin so, as long as they are not very many: api_keys_live_names. */
    private static final String NAMED_SQLITE = " and k.name >= :begin and k.name < :end";

    private static final String NAMED_POSTGRESQL = " and k.name ~>=~ :begin and k.name ~<~ :end";

    /** The same where the keys are walked in another order: no index of names is used. */
    private static final String WALKED_SQLITE = " and +k.name >= :begin and +k.name < :end";

    private static final String WALKED_POSTGRESQL =
            " and k.name collate \"C\" >= :begin and k.name collate \"C\" < :end";

    /** api_keys_newest_names, walked backwards until the page is full. */
    private static final String WALK = " and k.name <> ''";

    /** Where more names begin so, a page of the newest is full sooner by a walk than by sorting all of them. */
    private static final int MANY = 5_000;

    private static final String COUNT = "select count(*) from (select 1 from api_keys k where k.deleted_at = 0";
    private static final String UP_TO_MANY = " limit " + (MANY + 1) + ") found";

    /** api_keys_by_user. The users are found before: no planner guesses that they are few. */
    private static final String THEIRS = " and k.user_id in (<users>)";

    private static final int USERS_MAX = 1_000;

    /** api_keys_by_prefix. */
    private static final String OF_TEXT = " and k.prefix = :exact";

    /** What is shorter is no key's whole text. */
    private static final int TEXT_MIN = 20;

    /** After it comes nothing that a name goes on with. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    /** When somebody looks at one; primary key. */
    private static final String BY_ID = ROW + " and k.id = :id";

    /** Before a key is made or renamed; api_keys_name. */
    private static final String NAMED = "select id from api_keys where user_id = :user and name = :name";

    /** Before a key's text is imported; api_keys_hash, api_keys_old_hash. */
    private static final String KNOWN_TEXT = "select 1 from api_keys where hash = :hash or old_hash = :hash";

    private static final String ROTATE = """
            update api_keys set old_hash = case when :until > 0 then hash else '' end, old_until = :until, hash = :hash,
                prefix = :prefix
            where id = :id""";

    private static final String DELETE = """
            update api_keys set deleted_at = :now, enabled = :no, hash = 'deleted ' || id, old_hash = '',
                name = substr(name, 1, 170) || ' (deleted ' || id || ')'
            where id = :id""";

    private static final String USED = "update api_keys set used_at = :at, used_from = :from where id = :id";

    private JdbcKeyStore() {}

    static List<KeyRow> list(Handle handle, Keys.Filter filter, boolean postgresql) {
        Boolean enabled = filter.enabled();
        String state = enabled == null ? "" : enabled ? ENABLED : DISABLED;
        String belongs = (filter.user() == null ? "" : OF_USER) + (filter.group() == null ? "" : OF_GROUP);
        String wanted = LIVE + BEFORE + state + belongs;
        String search = filter.listing().text();
        List<Long> users =
                search.isEmpty() ? List.of() : JdbcUserStore.byAddress(handle, search, USERS_MAX, postgresql);
        String ids =
                search.isEmpty() ? wanted + NEWEST : found(wanted, named(handle, filter, postgresql), !users.isEmpty());
        Query query = handle.createQuery(ROW + " and k.id in (" + ids + ")" + NEWEST)
                .bind("before", filter.listing().beforeId())
                .bind("limit", filter.listing().limit());
        if (!search.isEmpty()) {
            query.bind("exact", search.length() < TEXT_MIN ? "no text" : Identity.prefix(search));
            bindName(query, search);
        }
        if (!users.isEmpty()) {
            query.bindList("users", users);
        }
        if (filter.user() != null) {
            query.bind("user", filter.user().value());
        }
        if (filter.group() != null) {
            query.bind("group", filter.group().value());
        }
        return query.map((row, ctx) -> row(row)).list();
    }

    /** The newest of those by name, of those by their user and of those by their text: together they hold the newest of all. */
    private static String found(String wanted, String named, boolean theirs) {
        return "select id from (" + wanted + named + NEWEST + ") by_name"
                + (theirs ? " union select id from (" + wanted + THEIRS + NEWEST + ") by_user" : "")
                + " union select id from (" + wanted + OF_TEXT + NEWEST + ") by_text";
    }

    /** How the name is looked at; a user's keys are few enough to look at each. */
    private static String named(Handle handle, Keys.Filter filter, boolean postgresql) {
        String walked = postgresql ? WALKED_POSTGRESQL : WALKED_SQLITE;
        if (filter.user() != null) {
            return walked;
        }
        String named = postgresql ? NAMED_POSTGRESQL : NAMED_SQLITE;
        int known = bindName(
                        handle.createQuery(COUNT + named + UP_TO_MANY),
                        filter.listing().text())
                .mapTo(Integer.class)
                .one();
        return known > MANY ? WALK + walked : named;
    }

    private static Query bindName(Query query, String begin) {
        return query.bind("begin", begin).bind("end", begin + LAST);
    }

    static Optional<KeyRow> byId(Handle handle, KeyId id) {
        return handle.createQuery(BY_ID)
                .bind("id", id.value())
                .map((row, ctx) -> row(row))
                .findOne();
    }

    /** Whether another key of that user than {@code id} has that name. */
    static boolean nameTaken(Handle handle, KeyId id, UserId user, String name) {
        return handle.createQuery(NAMED).bind("user", user.value()).bind("name", name).mapTo(Long.class).list().stream()
                .anyMatch(other -> other != id.value());
    }

    static boolean textKnown(Handle handle, KeyHash hash) {
        return handle.createQuery(KNOWN_TEXT)
                .bind("hash", hash.hex())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    private static KeyRow row(ResultSet row) throws SQLException {
        return new KeyRow(
                JdbcIdentityStore.key(row),
                row.getString("u_email"),
                row.getString("k_prefix"),
                java.time.Instant.ofEpochMilli(row.getLong("k_created")),
                JdbcUserStore.instant(row.getLong("k_used")),
                row.getString("k_used_from"),
                JdbcUserStore.instant(row.getLong("k_old_until")));
    }

    /** Gives a key another text; the one before is good until {@code until}, 0 = no longer. */
    static void rotate(Handle handle, KeyId id, KeyHash hash, String prefix, long until) {
        handle.createUpdate(ROTATE)
                .bind("until", until)
                .bind("hash", hash.hex())
                .bind("prefix", prefix)
                .bind("id", id.value())
                .execute();
    }

    static void delete(Handle handle, KeyId id, long now) {
        handle.createUpdate(DELETE)
                .bind("now", now)
                .bind("no", false)
                .bind("id", id.value())
                .execute();
    }

    static void used(Handle handle, Map<KeyId, KeyUses.Use> uses) {
        PreparedBatch batch = handle.prepareBatch(USED);
        uses.forEach((id, use) -> batch.bind("at", use.at())
                .bind("from", use.from())
                .bind("id", id.value())
                .add());
        batch.execute();
    }
}

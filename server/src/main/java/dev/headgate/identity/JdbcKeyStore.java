package dev.headgate.identity;

import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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

    /** Primary key, backwards until the page is full; with one of those below by its index instead. */
    private static final String LISTED = " and k.id < :before";

    private static final String ENABLED = " and k.enabled";

    /** api_keys_disabled. */
    private static final String DISABLED = " and not k.enabled";

    /** The addresses' index, scanned. */
    private static final String THEIRS =
            "select id from users where email like :search escape '!' and deleted_at = 0 order by id desc limit 1000";

    private static final String BY_NAME_SQLITE = "k.name >= :begin and k.name < :end";
    private static final String BY_NAME_POSTGRESQL = "k.name like :begins escape '!'";

    /** What is shorter is no key's whole text. */
    private static final int TEXT_MIN = 20;

    /** The newest of each part are enough for a page, unless other conditions take some of them out. */
    private static final String NEWEST = " order by k.id desc limit :limit";

    /**
     * Each part by an index of its own: api_keys_live_names; users, scanned, and api_keys_by_user; api_keys_by_prefix.
     *
     * @param state of the keys, as a condition
     * @param newest what ends each part; a page is whole only if the parts leave out what the page would
     */
    private static String found(boolean postgresql, String state, String newest) {
        String live = " and k.deleted_at = 0 and k.id < :before" + state + newest;
        return " and k.id in (select id from (select k.id from api_keys k where "
                + (postgresql ? BY_NAME_POSTGRESQL : BY_NAME_SQLITE) + live + ") by_name"
                + " union select id from (select k.id from api_keys k where k.user_id in (" + THEIRS + ")" + live
                + ") by_user"
                + " union select id from api_keys where prefix = :exact)";
    }

    private static Query begins(Query query, boolean postgresql, String begin) {
        return postgresql
                ? query.bind("begins", Listing.escaped(begin) + "%")
                : query.bind("begin", begin).bind("end", begin + Character.MAX_VALUE);
    }

    /** api_keys_by_user. */
    private static final String OF_USER = " and k.user_id = :user";

    /** api_keys_by_group. */
    private static final String OF_GROUP = " and k.group_id = :group";

    private static final String NEWEST_FIRST = " order by k.id desc limit :limit";

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
        List<String> parts = new ArrayList<>(List.of(ROW, LISTED, state));
        if (filter.user() != null) {
            parts.add(OF_USER);
        }
        if (filter.group() != null) {
            parts.add(OF_GROUP);
        }
        String search = filter.listing().search();
        boolean all = search == null || search.isBlank();
        if (search != null && !all) {
            boolean alone = filter.user() == null && filter.group() == null;
            parts.add(found(postgresql, state, alone ? NEWEST : ""));
        }
        parts.add(NEWEST_FIRST);
        Query query = handle.createQuery(String.join("", parts))
                .bind("before", filter.listing().beforeId())
                .bind("limit", filter.listing().limit());
        if (search != null && !all) {
            String begin = search.strip();
            String pattern = filter.listing().pattern();
            query.bind("search", pattern).bind("exact", begin.length() < TEXT_MIN ? "no text" : Identity.prefix(begin));
            begins(query, postgresql, begin);
        }
        if (filter.user() != null) {
            query.bind("user", filter.user().value());
        }
        if (filter.group() != null) {
            query.bind("group", filter.group().value());
        }
        return query.map((row, ctx) -> row(row)).list();
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

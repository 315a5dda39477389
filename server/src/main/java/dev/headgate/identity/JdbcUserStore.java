package dev.headgate.identity;

import dev.headgate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of users as operators see and change them. */
final class JdbcUserStore {
    private static final String ROW = "select " + JdbcIdentityStore.USER_COLUMNS + """
            , users.note as u_note, users.created_at as u_created, l.role as l_role, l.name as l_name, l.signed_in_at as l_signed_in
            from users left join logins l on l.user_id = users.id
            where users.deleted_at = 0
            """;

    /** When an operator looks; users_pk, backwards until the page is full, or one of those below. */
    private static final String IDS = "select u.id from users u where u.deleted_at = 0 and u.id < :before";

    private static final String ENABLED = " and u.enabled";

    /** users_disabled. */
    private static final String DISABLED = " and not u.enabled";

    /** Those who can't sign in; many, or none. */
    private static final String WITHOUT_ROLE = " and not exists (select 1 from logins l where l.user_id = u.id)";

    /** Most people have that one, so that a page is full soon. */
    private static final String IN_USUAL_ROLE =
            " and exists (select 1 from logins l where l.user_id = u.id and l.role = :role)";

    /** Few have another; logins_by_role. */
    private static final String IN_ROLE = " and u.id in (select user_id from logins where role = :role)";

    /** users_search, walked backwards until the page is full. */
    private static final String FOUND_SQLITE = " and u.search <> '' and instr(u.search, :search) > 0";

    /** The plainest collation compares bytes, which takes half the time; for whether a text is in another it makes no difference. */
    private static final String FOUND_POSTGRESQL =
            " and u.search <> '' and strpos(u.search collate \"C\", :search) > 0";

    /** By a part of the address alone, which comes first in the text. */
    private static final String IN_ADDRESS_SQLITE =
            FOUND_SQLITE + " and instr(u.search, :search) < instr(u.search, :line)";

    private static final String IN_ADDRESS_POSTGRESQL =
            FOUND_POSTGRESQL + " and strpos(u.search collate \"C\", :search) < strpos(u.search collate \"C\", :line)";

    private static final String NEWEST = " order by u.id desc limit :limit";

    private static final String NEWEST_FIRST = " order by users.id desc";

    /** When an operator looks at one; primary key. */
    private static final String BY_ID = ROW + " and users.id = :id";

    /** Before a user is made; users_email. */
    private static final String TAKEN = "select 1 from users where email = :email";

    private static final String SET_NOTE = "update users set note = :note where id = :id";
    private static final String SET_NAME = "update logins set name = :name where user_id = :id";

    /** The address is free again, and the books still have a name for what was used. */
    private static final String DELETE = """
            update users set deleted_at = :now, enabled = :no, email = substr(email, 1, 280) || ' (deleted ' || id || ')'
            where id = :id""";

    /** api_keys_by_user. */
    private static final String DELETE_KEYS = """
            update api_keys set deleted_at = :now, enabled = :no, hash = 'deleted ' || id, old_hash = '',
                name = substr(name, 1, 170) || ' (deleted ' || id || ')'
            where user_id = :id and deleted_at = 0""";

    private static final String DELETE_SESSIONS = "delete from sessions where user_id = :id";
    private static final String DELETE_LOGIN = "delete from logins where user_id = :id";

    private JdbcUserStore() {}

    static List<UserRow> list(Handle handle, Users.Filter filter, boolean postgresql) {
        Boolean enabled = filter.enabled();
        String role = filter.role();
        String state = enabled == null ? "" : enabled ? ENABLED : DISABLED;
        String search = filter.listing().text();
        String found = search.isEmpty() ? "" : postgresql ? FOUND_POSTGRESQL : FOUND_SQLITE;
        String ids = IDS + state + inRole(role) + found + NEWEST;
        Query query = handle.createQuery(ROW + " and users.id in (" + ids + ")" + NEWEST_FIRST)
                .bind("before", filter.listing().beforeId())
                .bind("limit", filter.listing().limit());
        if (!search.isEmpty()) {
            query.bind("search", JdbcSearchText.small(search));
        }
        if (role != null && !role.equals("none")) {
            query.bind("role", role);
        }
        return query.map((row, ctx) -> row(row)).list();
    }

    /** The ids of users whose address a text is a part of, the newest, at most so many. */
    static List<Long> byAddress(Handle handle, String part, int limit, boolean postgresql) {
        return handle.createQuery(IDS + (postgresql ? IN_ADDRESS_POSTGRESQL : IN_ADDRESS_SQLITE) + NEWEST)
                .bind("before", Long.MAX_VALUE)
                .bind("search", JdbcSearchText.small(part))
                .bind("line", JdbcSearchText.LINE)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    private static String inRole(@Nullable String role) {
        return switch (role) {
            case null -> "";
            case "none" -> WITHOUT_ROLE;
            case "user" -> IN_USUAL_ROLE;
            default -> IN_ROLE;
        };
    }

    static Optional<UserRow> byId(Handle handle, UserId id) {
        return handle.createQuery(BY_ID)
                .bind("id", id.value())
                .map((row, ctx) -> row(row))
                .findOne();
    }

    static boolean taken(Handle handle, String email) {
        return handle.createQuery(TAKEN)
                .bind("email", email)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static UserRow row(ResultSet row) throws SQLException {
        String role = row.getString("l_role");
        String name = row.getString("l_name");
        return new UserRow(
                JdbcIdentityStore.user(row),
                role == null ? null : Role.of(role),
                name == null ? "" : name,
                row.getString("u_note"),
                instant(row.getLong("u_created")),
                instant(row.getLong("l_signed_in")));
    }

    static @Nullable Instant instant(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    static void setNote(Handle handle, UserId id, String note) {
        handle.createUpdate(SET_NOTE).bind("note", note).bind("id", id.value()).execute();
    }

    static void setName(Handle handle, UserId id, String name) {
        handle.createUpdate(SET_NAME).bind("name", name).bind("id", id.value()).execute();
        JdbcSearchText.renew(handle, id);
    }

    static void delete(Handle handle, UserId id, long now) {
        handle.createUpdate(DELETE_SESSIONS).bind("id", id.value()).execute();
        JdbcRightStore.takeAll(handle, id);
        handle.createUpdate(DELETE_LOGIN).bind("id", id.value()).execute();
        for (String statement : List.of(DELETE_KEYS, DELETE)) {
            handle.createUpdate(statement)
                    .bind("now", now)
                    .bind("no", false)
                    .bind("id", id.value())
                    .execute();
        }
    }

    static void endSessions(Handle handle, UserId id) {
        handle.createUpdate(DELETE_SESSIONS).bind("id", id.value()).execute();
    }
}

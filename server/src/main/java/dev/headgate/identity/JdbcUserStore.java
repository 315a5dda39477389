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

    /** When an operator looks; primary key, backwards until the page is full. */
    private static final String LISTED = ROW + " and users.id < :before";

    private static final String ENABLED = " and users.enabled";

    /** users_disabled. */
    private static final String DISABLED = " and not users.enabled";

    /** Those who can't sign in; many, or none. */
    private static final String WITHOUT_ROLE = " and l.role is null";

    /** Most people have that one, so that a page is full soon. */
    private static final String IN_USUAL_ROLE = " and l.role = :role";

    /** Few have another; logins_by_role. */
    private static final String IN_ROLE = " and users.id in (select user_id from logins where role = :role)";

    /** Scans users_by_email and the few logins. */
    private static final String FOUND = """
             and users.id in (select id from users where email like :search escape '!'
                union select user_id from logins where lower(name) like :search escape '!')
            """;

    private static final String NEWEST_FIRST = " order by users.id desc limit :limit";

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

    static List<UserRow> list(Handle handle, Users.Filter filter) {
        Boolean enabled = filter.enabled();
        String pattern = filter.listing().pattern();
        boolean search = !pattern.equals("%");
        String role = filter.role();
        String state = enabled == null ? "" : enabled ? ENABLED : DISABLED;
        Query query = handle.createQuery(LISTED + state + inRole(role) + (search ? FOUND : "") + NEWEST_FIRST)
                .bind("before", filter.listing().beforeId())
                .bind("limit", filter.listing().limit());
        if (search) {
            query.bind("search", pattern);
        }
        if (role != null && !role.equals("none")) {
            query.bind("role", role);
        }
        return query.map((row, ctx) -> row(row)).list();
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

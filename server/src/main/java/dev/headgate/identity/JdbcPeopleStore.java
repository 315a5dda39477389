package dev.headgate.identity;

import dev.headgate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of logins and sessions. */
final class JdbcPeopleStore {
    private static final String PERSON = "select " + JdbcIdentityStore.USER_COLUMNS + """
            , l.role, l.name, l.password_hash, l.created_at, l.signed_in_at
            from logins l join users on users.id = l.user_id""";

    /** At each sign-in; users_email. */
    private static final String BY_EMAIL = PERSON + " where users.email = :email";

    /** At each call of a session; primary keys. */
    private static final String BY_ID = PERSON + " where l.user_id = :id";

    /** At start and when a role is taken away; logins is small. */
    private static final String OWNERS =
            "select count(*) from logins l join users u on u.id = l.user_id where l.role = 'owner' and u.enabled = :yes";

    /** When there is something to tell them; logins is small. */
    private static final String ADDRESSES = """
            select users.email from logins l join users on users.id = l.user_id
            where l.role in (<roles>) and users.enabled = :yes order by l.user_id limit 100""";

    private static final String INSERT_LOGIN = """
            insert into logins (user_id, role, name, password_hash, created_at, signed_in_at)
            values (:id, :role, :name, :hash, :now, 0)""";

    private static final String SET_PASSWORD = "update logins set password_hash = :hash where user_id = :id";
    private static final String SET_EMAIL = """
            update users set email = :email
            where id = :id and not exists (select 1 from users other where other.email = :email and other.id <> :id)""";

    private static final String SET_ROLE = "update logins set role = :role where user_id = :id";
    private static final String SIGNED_IN = "update logins set signed_in_at = :now where user_id = :id";

    private static final String INSERT_SESSION = """
            insert into sessions (hash, id, user_id, created_at, seen_at, expires_at, proved_at, address, agent)
            values (:hash, :id, :user, :created, :seen, :expires, :proved, :address, :agent)""";

    private static final String SESSION_COLUMNS =
            "hash, id, user_id, created_at, seen_at, expires_at, proved_at, address, agent";

    /** At each call of a browser; primary key. */
    private static final String SESSION = "select " + SESSION_COLUMNS + " from sessions where hash = :hash";

    /** When somebody looks at their sessions; sessions_by_user. */
    private static final String SESSIONS =
            "select " + SESSION_COLUMNS + " from sessions where user_id = :user order by seen_at desc, id";

    private static final String SEEN = "update sessions set seen_at = :now where hash = :hash";
    private static final String PROVED =
            "update sessions set hash = :fresh, proved_at = :now, seen_at = :now where hash = :hash";
    private static final String END = "delete from sessions where user_id = :user and id = :id";
    private static final String END_OTHERS = "delete from sessions where user_id = :user and hash <> :hash";

    /** At each sign-in; sessions_by_end. */
    private static final String END_OLD = "delete from sessions where expires_at < :now";

    private JdbcPeopleStore() {}

    /** A person and the hash of their password, empty without one. */
    record Login(Person person, String passwordHash) {}

    static Optional<Login> byEmail(Handle handle, String email) {
        return handle.createQuery(BY_EMAIL)
                .bind("email", email)
                .map((row, ctx) -> login(row))
                .findOne();
    }

    static Optional<Login> byId(Handle handle, UserId id) {
        return handle.createQuery(BY_ID)
                .bind("id", id.value())
                .map((row, ctx) -> login(row))
                .findOne();
    }

    static int owners(Handle handle) {
        return handle.createQuery(OWNERS).bind("yes", true).mapTo(Integer.class).one();
    }

    static List<String> addresses(Handle handle, List<Role> roles) {
        return handle.createQuery(ADDRESSES)
                .bindList("roles", roles.stream().map(Role::id).toList())
                .bind("yes", true)
                .mapTo(String.class)
                .list();
    }

    private static Login login(ResultSet row) throws SQLException {
        String hash = row.getString("password_hash");
        long signedIn = row.getLong("signed_in_at");
        return new Login(
                new Person(
                        JdbcIdentityStore.user(row),
                        Role.of(row.getString("role")),
                        row.getString("name"),
                        !hash.isEmpty(),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        signedIn == 0 ? null : Instant.ofEpochMilli(signedIn)),
                hash);
    }

    static void insertLogin(Handle handle, UserId id, Role role, String name, String hash, long now) {
        handle.createUpdate(INSERT_LOGIN)
                .bind("id", id.value())
                .bind("role", role.id())
                .bind("name", name)
                .bind("hash", hash)
                .bind("now", now)
                .execute();
        JdbcSearchText.renew(handle, id);
    }

    static void setPassword(Handle handle, UserId id, String hash) {
        handle.createUpdate(SET_PASSWORD)
                .bind("hash", hash)
                .bind("id", id.value())
                .execute();
    }

    /** Whether the address was free. */
    static boolean setEmail(Handle handle, UserId id, String email) {
        boolean free = handle.createUpdate(SET_EMAIL)
                        .bind("email", email)
                        .bind("id", id.value())
                        .execute()
                > 0;
        JdbcSearchText.renew(handle, id);
        return free;
    }

    static void setRole(Handle handle, UserId id, Role role) {
        handle.createUpdate(SET_ROLE)
                .bind("role", role.id())
                .bind("id", id.value())
                .execute();
    }

    static void signedIn(Handle handle, UserId id, long now) {
        handle.createUpdate(SIGNED_IN).bind("now", now).bind("id", id.value()).execute();
    }

    static void insert(Handle handle, Session session) {
        handle.createUpdate(INSERT_SESSION)
                .bind("hash", session.hash().hex())
                .bind("id", session.id())
                .bind("user", session.user().value())
                .bind("created", session.createdAt().toEpochMilli())
                .bind("seen", session.seenAt().toEpochMilli())
                .bind("expires", session.expiresAt().toEpochMilli())
                .bind("proved", session.provedAt().toEpochMilli())
                .bind("address", session.address())
                .bind("agent", session.agent())
                .execute();
    }

    static @Nullable Session session(Handle handle, KeyHash hash) {
        return handle.createQuery(SESSION)
                .bind("hash", hash.hex())
                .map((row, ctx) -> session(row))
                .findOne()
                .orElse(null);
    }

    static List<Session> sessions(Handle handle, UserId user) {
        return handle.createQuery(SESSIONS)
                .bind("user", user.value())
                .map((row, ctx) -> session(row))
                .list();
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getLong("id"),
                new KeyHash(row.getString("hash")),
                new UserId(row.getLong("user_id")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("seen_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                Instant.ofEpochMilli(row.getLong("proved_at")),
                row.getString("address"),
                row.getString("agent"));
    }

    static void seen(Handle handle, KeyHash hash, long now) {
        handle.createUpdate(SEEN).bind("now", now).bind("hash", hash.hex()).execute();
    }

    /** Puts a session that was proved in the place of the one of that hash; how many there were. */
    static int proved(Handle handle, KeyHash old, Session session) {
        return handle.createUpdate(PROVED)
                .bind("fresh", session.hash().hex())
                .bind("now", session.provedAt().toEpochMilli())
                .bind("hash", old.hex())
                .execute();
    }

    static int end(Handle handle, UserId user, long id) {
        return handle.createUpdate(END)
                .bind("user", user.value())
                .bind("id", id)
                .execute();
    }

    /** Ends all sessions of a user but one; an empty hash ends them all. */
    static int endOthers(Handle handle, UserId user, String keptHash) {
        return handle.createUpdate(END_OTHERS)
                .bind("user", user.value())
                .bind("hash", keptHash)
                .execute();
    }

    static void endOld(Handle handle, long now) {
        handle.createUpdate(END_OLD).bind("now", now).execute();
    }
}

package dev.headgate.signin;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of invitations. */
final class JdbcInvitationStore {
    private static final String INSERT = """
            insert into invitations (id, hash, email, role, gift_nanos, inviter_id, inviter, created_at, expires_at)
            values (:id, :hash, :email, :role, :gift, :inviterId, :inviter, :created, :end)""";

    private static final String SELECT =
            "select id, email, role, gift_nanos, inviter_id, inviter, created_at, expires_at from invitations";

    /** When one is looked at or accepted; invitations_hash. */
    private static final String BY_HASH = SELECT + " where hash = :hash and expires_at > :now";

    private static final String BY_ID = SELECT + " where id = :id";

    /** When an operator looks; primary key. */
    private static final String PAGE = SELECT + " where id < :before order by id desc limit :limit";

    private static final String DELETE = "delete from invitations where id = :id";

    private JdbcInvitationStore() {}

    static void insert(Handle handle, Invitation one, KeyHash hash) {
        handle.createUpdate(INSERT)
                .bind("id", one.id())
                .bind("hash", hash.hex())
                .bind("email", one.email())
                .bind("role", one.role().id())
                .bind("gift", one.gift().nanos())
                .bind("inviterId", one.inviterId().value())
                .bind("inviter", one.inviter())
                .bind("created", one.createdAt().toEpochMilli())
                .bind("end", one.expiresAt().toEpochMilli())
                .execute();
    }

    static Optional<Invitation> byHash(Handle handle, KeyHash hash, long now) {
        return handle.createQuery(BY_HASH)
                .bind("hash", hash.hex())
                .bind("now", now)
                .map((row, ctx) -> invitation(row))
                .findOne();
    }

    static Optional<Invitation> byId(Handle handle, long id) {
        return handle.createQuery(BY_ID)
                .bind("id", id)
                .map((row, ctx) -> invitation(row))
                .findOne();
    }

    static List<Invitation> page(Handle handle, long before, int limit) {
        return handle.createQuery(PAGE)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, ctx) -> invitation(row))
                .list();
    }

    static int delete(Handle handle, long id) {
        return handle.createUpdate(DELETE).bind("id", id).execute();
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                row.getLong("id"),
                row.getString("email"),
                Role.of(row.getString("role")),
                new Money(row.getLong("gift_nanos")),
                new UserId(row.getLong("inviter_id")),
                row.getString("inviter"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")));
    }
}

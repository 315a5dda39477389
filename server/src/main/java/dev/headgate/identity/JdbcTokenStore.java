package dev.headgate.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of service tokens. */
final class JdbcTokenStore {
    private static final String SELECT = """
            select id, name, permissions, networks, created_by, created_at, used_at, expires_at, enabled
            from service_tokens""";

    /** At each call of a program; service_tokens_hash. */
    private static final String BY_HASH = SELECT + " where hash = :hash";

    private static final String BY_ID = SELECT + " where id = :id";

    /** When somebody looks; the table is small. */
    private static final String ALL = SELECT + " order by id desc";

    private static final String NAMED = "select 1 from service_tokens where name = :name";

    private static final String INSERT = """
            insert into service_tokens (id, name, hash, permissions, networks, created_by, created_at, used_at,
                expires_at, enabled)
            values (:id, :name, :hash, :permissions, :networks, :by, :created, 0, :expires, :enabled)""";

    private static final String USED = "update service_tokens set used_at = :now where id = :id";
    private static final String ENABLE = "update service_tokens set enabled = :enabled where id = :id";
    private static final String DELETE = "delete from service_tokens where id = :id";

    private JdbcTokenStore() {}

    static boolean named(Handle handle, String name) {
        return handle.createQuery(NAMED)
                .bind("name", name)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static void insert(Handle handle, ServiceToken token, KeyHash hash) {
        Instant expires = token.expiresAt();
        handle.createUpdate(INSERT)
                .bind("id", token.id())
                .bind("name", token.name())
                .bind("hash", hash.hex())
                .bind(
                        "permissions",
                        token.permissions().stream()
                                .map(Permission::id)
                                .sorted()
                                .collect(Collectors.joining(" ")))
                .bind("networks", String.join(" ", token.networks()))
                .bind("by", token.createdBy())
                .bind("created", token.createdAt().toEpochMilli())
                .bind("expires", expires == null ? 0 : expires.toEpochMilli())
                .bind("enabled", token.enabled())
                .execute();
    }

    static Optional<ServiceToken> byHash(Handle handle, KeyHash hash) {
        return handle.createQuery(BY_HASH)
                .bind("hash", hash.hex())
                .map((row, ctx) -> token(row))
                .findOne();
    }

    static Optional<ServiceToken> byId(Handle handle, long id) {
        return handle.createQuery(BY_ID)
                .bind("id", id)
                .map((row, ctx) -> token(row))
                .findOne();
    }

    static List<ServiceToken> all(Handle handle) {
        return handle.createQuery(ALL).map((row, ctx) -> token(row)).list();
    }

    static void used(Handle handle, long id, long now) {
        handle.createUpdate(USED).bind("now", now).bind("id", id).execute();
    }

    static void enable(Handle handle, long id, boolean enabled) {
        handle.createUpdate(ENABLE).bind("enabled", enabled).bind("id", id).execute();
    }

    static void delete(Handle handle, long id) {
        handle.createUpdate(DELETE).bind("id", id).execute();
    }

    private static ServiceToken token(ResultSet row) throws SQLException {
        return new ServiceToken(
                row.getLong("id"),
                row.getString("name"),
                words(row.getString("permissions")).stream().map(Permission::of).collect(Collectors.toSet()),
                words(row.getString("networks")),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                instant(row.getLong("used_at")),
                instant(row.getLong("expires_at")),
                row.getBoolean("enabled"));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
    }

    private static @Nullable Instant instant(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}

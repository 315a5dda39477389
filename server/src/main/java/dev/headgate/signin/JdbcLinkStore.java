package dev.headgate.signin;

import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of links in letters. */
final class JdbcLinkStore {
    private static final String REQUEST =
            "insert into link_requests (id, kind, email, user_id, language) values (:id, :kind, :email, :user, :language)";

    /** Every few seconds; nearly always empty. */
    private static final String REQUESTS =
            "select id, kind, email, user_id, language from link_requests order by id limit 50";

    private static final String DONE = "delete from link_requests where id = :id";

    private static final String INSERT =
            "insert into mailed_links (hash, kind, email, user_id, expires_at) values (:hash, :kind, :email, :user, :end)";

    /** At each use of a link; primary key. */
    private static final String LINK =
            "select email, user_id from mailed_links where hash = :hash and kind = :kind and expires_at > :now";

    private static final String USE = "delete from mailed_links where hash = :hash";
    private static final String END = "delete from mailed_links where user_id = :user and kind = :kind";
    /** With each new link; mailed_links_by_end. */
    private static final String END_OLD = "delete from mailed_links where expires_at < :now";

    private JdbcLinkStore() {}

    /** What somebody asked a letter for. */
    record Request(long id, LinkKind kind, String email, UserId user, Language language) {}

    /** What a link is for. */
    record Link(String email, UserId user) {}

    static void request(Handle handle, Request request) {
        handle.createUpdate(REQUEST)
                .bind("id", request.id())
                .bind("kind", request.kind().id())
                .bind("email", request.email())
                .bind("user", request.user().value())
                .bind("language", request.language().name())
                .execute();
    }

    static List<Request> requests(Handle handle) {
        return handle.createQuery(REQUESTS)
                .map((row, ctx) -> new Request(
                        row.getLong("id"),
                        LinkKind.of(row.getString("kind")),
                        row.getString("email"),
                        new UserId(row.getLong("user_id")),
                        Language.valueOf(row.getString("language"))))
                .list();
    }

    /** Whether it was still there: of two nodes one answers it. */
    static boolean done(Handle handle, Request request) {
        return handle.createUpdate(DONE).bind("id", request.id()).execute() > 0;
    }

    static void insert(Handle handle, KeyHash hash, LinkKind kind, Link link, long now) {
        handle.createUpdate(END_OLD).bind("now", now).execute();
        handle.createUpdate(INSERT)
                .bind("hash", hash.hex())
                .bind("kind", kind.id())
                .bind("email", link.email())
                .bind("user", link.user().value())
                .bind("end", now + kind.lifetime().toMillis())
                .execute();
    }

    static Optional<Link> link(Handle handle, KeyHash hash, LinkKind kind, long now) {
        return handle.createQuery(LINK)
                .bind("hash", hash.hex())
                .bind("kind", kind.id())
                .bind("now", now)
                .map((row, ctx) -> new Link(row.getString("email"), new UserId(row.getLong("user_id"))))
                .findOne();
    }

    static boolean use(Handle handle, KeyHash hash) {
        return handle.createUpdate(USE).bind("hash", hash.hex()).execute() > 0;
    }

    /** Ends a user's other links of a kind. */
    static void end(Handle handle, UserId user, LinkKind kind) {
        handle.createUpdate(END)
                .bind("user", user.value())
                .bind("kind", kind.id())
                .execute();
    }
}

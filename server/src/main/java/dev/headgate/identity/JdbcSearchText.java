package dev.headgate.identity;

import dev.headgate.base.UserId;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The text that users are found by: the address, a line's end, and the name, all in small letters. It is kept with the user, so that a
 * search walks one narrow index; and it is this program that makes letters small, since SQLite knows ASCII's alone and PostgreSQL those
 * of its locale.
 */
final class JdbcSearchText {
    /** Between address and name: no address has one. */
    static final String LINE = "\n";

    /** After a change; primary keys. */
    private static final String OF =
            "select users.id, email, l.name from users left join logins l on l.user_id = users.id where users.id = :id";

    /** At start; users_unsearchable, empty but after an upgrade. */
    private static final String UNMADE = """
            select users.id, email, l.name from users left join logins l on l.user_id = users.id
            where users.search = '' order by users.id limit :piece""";

    private static final String ANY_UNMADE = "select id from users where search = '' limit 1";

    private static final String SET = "update users set search = :search where id = :id";

    private JdbcSearchText() {}

    private record Row(long id, String search) {}

    static String text(String email, @Nullable String name) {
        return small(email) + LINE + (name == null ? "" : small(name));
    }

    /** What to look for. */
    static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Makes a user's text anew; to be called in the transaction that changes the address or the name. */
    static void renew(Handle handle, UserId id) {
        set(
                handle,
                handle.createQuery(OF)
                        .bind("id", id.value())
                        .map((row, ctx) -> row(row))
                        .list());
    }

    /** Whether there are users without a text. */
    static boolean unmade(Handle handle) {
        return handle.createQuery(ANY_UNMADE).mapTo(Long.class).findOne().isPresent();
    }

    /** Makes the texts of some {@code piece} users that have none; returns how many there were. */
    static int fill(Handle handle, int piece) {
        List<Row> rows = handle.createQuery(UNMADE)
                .bind("piece", piece)
                .map((row, ctx) -> row(row))
                .list();
        set(handle, rows);
        return rows.size();
    }

    private static Row row(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Row(row.getLong("id"), text(row.getString("email"), row.getString("name")));
    }

    private static void set(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(SET);
        rows.forEach(
                row -> batch.bind("search", row.search()).bind("id", row.id()).add());
        batch.execute();
    }
}

package dev.headgate.accounts;

import dev.headgate.base.GroupId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL of what operators see of groups beside what the data plane needs. There are few groups. */
final class JdbcGroupStore {
    /** When an operator looks at groups; primary key, account_groups_pk, api_keys_in_group. */
    private static final String EXTRAS = """
            select g.id, g.opened, g.note, (select count(*) from account_groups m where m.group_id = g.id) as accounts,
                (select count(*) from (select 1 from api_keys k where k.group_id = g.id and k.deleted_at = 0
                    limit 10000) counted) as members
            from groups g where g.deleted_at = 0 order by g.name""";

    private static final String SET = "update groups set opened = :opened, note = :note where id = :id";

    /** The name is free again, and the books still have one for what was used. */
    private static final String DELETE = """
            update groups set deleted_at = :now, enabled = :no, name = substr(name, 1, 170) || ' (deleted ' || id || ')'
            where id = :id""";

    private static final String DELETE_PROXY = "delete from proxies where id = :id";

    private JdbcGroupStore() {}

    /** What a group has beside itself. */
    record Extra(GroupId id, boolean opened, String note, int accounts, int keys) {}

    static List<Extra> extras(Handle handle) {
        return handle.createQuery(EXTRAS)
                .map((row, ctx) -> new Extra(
                        new GroupId(row.getLong("id")),
                        row.getBoolean("opened"),
                        row.getString("note"),
                        row.getInt("accounts"),
                        row.getInt("members")))
                .list();
    }

    static void set(Handle handle, GroupId id, boolean opened, String note) {
        handle.createUpdate(SET)
                .bind("opened", opened)
                .bind("note", note)
                .bind("id", id.value())
                .execute();
    }

    static void delete(Handle handle, GroupId id, long now) {
        handle.createUpdate(DELETE)
                .bind("now", now)
                .bind("no", false)
                .bind("id", id.value())
                .execute();
    }

    static void deleteProxy(Handle handle, long id) {
        handle.createUpdate(DELETE_PROXY).bind("id", id).execute();
    }
}

package dev.headgate.identity;

import dev.headgate.base.GroupId;
import dev.headgate.base.UserId;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The SQL of users' rights for groups. */
final class JdbcRightStore {
    /** When somebody makes a key or signs in by a site, and when an operator looks; group_rights_pk. */
    private static final String OF = """
            select r.group_id, r.given_by from group_rights r join groups g on g.id = r.group_id
            where r.user_id = :user and g.deleted_at = 0 order by r.group_id, r.given_by""";

    private static final String TAKE = "delete from group_rights where user_id = :user and given_by = :giver";

    /** A group that was removed gets none. */
    private static final String GIVE = """
            insert into group_rights (user_id, group_id, given_by)
            select :user, g.id, :giver from groups g where g.id = :group and g.deleted_at = 0""";

    /** When a site is changed or removed; group_rights_by_giver. */
    private static final String GROUPS_OF = "select distinct group_id from group_rights where given_by = :giver";

    private static final String TAKE_FROM_ALL =
            "delete from group_rights where given_by = :giver and group_id = :group";

    private static final String TAKE_ALL = "delete from group_rights where user_id = :user";

    private JdbcRightStore() {}

    static List<GroupRights.Given> of(Handle handle, UserId user) {
        return handle.createQuery(OF)
                .bind("user", user.value())
                .map((row, ctx) ->
                        new GroupRights.Given(new GroupId(row.getLong("group_id")), row.getString("given_by")))
                .list();
    }

    static void take(Handle handle, UserId user, String giver) {
        handle.createUpdate(TAKE)
                .bind("user", user.value())
                .bind("giver", giver)
                .execute();
    }

    static void give(Handle handle, UserId user, String giver, Set<GroupId> groups) {
        if (groups.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(GIVE);
        for (GroupId group : groups) {
            batch.bind("user", user.value())
                    .bind("giver", giver)
                    .bind("group", group.value())
                    .add();
        }
        batch.execute();
    }

    static List<GroupId> groupsOf(Handle handle, String giver) {
        return handle.createQuery(GROUPS_OF)
                .bind("giver", giver)
                .map((row, ctx) -> new GroupId(row.getLong("group_id")))
                .list();
    }

    static void takeFromAll(Handle handle, String giver, GroupId group) {
        handle.createUpdate(TAKE_FROM_ALL)
                .bind("giver", giver)
                .bind("group", group.value())
                .execute();
    }

    /** With the user. */
    static void takeAll(Handle handle, UserId user) {
        handle.createUpdate(TAKE_ALL).bind("user", user.value()).execute();
    }
}

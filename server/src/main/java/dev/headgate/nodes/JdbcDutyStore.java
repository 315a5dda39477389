package dev.headgate.nodes;

import org.jdbi.v3.core.Handle;

/** The SQL of duties. */
final class JdbcDutyStore {
    /** Every few seconds by each node; primary key. Of two at once the second waits for the first, then finds it taken. */
    private static final String CLAIM = """
            insert into duties (name, node, until_at) values (:name, :node, :until)
            on conflict (name) do update set node = excluded.node, until_at = excluded.until_at
            where duties.node = excluded.node or duties.until_at <= :now""";

    private static final String RELEASE = "delete from duties where name = :name and node = :node";

    private JdbcDutyStore() {}

    static boolean claim(Handle handle, String name, String node, long now, long until) {
        return handle.createUpdate(CLAIM)
                        .bind("name", name)
                        .bind("node", node)
                        .bind("now", now)
                        .bind("until", until)
                        .execute()
                > 0;
    }

    static void release(Handle handle, String name, String node) {
        handle.createUpdate(RELEASE).bind("name", name).bind("node", node).execute();
    }
}

package dev.headgate.nodes;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL of nodes. */
final class JdbcNodeStore {
    /** Every few seconds by each node; primary key. */
    private static final String BEAT = """
            insert into nodes (id, host, process_id, version, started_at, address, ready, seen_at)
            values (:id, :host, :process, :version, :started, :address, :ready, :now)
            on conflict (id) do update set ready = excluded.ready, address = excluded.address, seen_at = excluded.seen_at""";

    /** When an operator looks; a handful of rows. */
    private static final String SEEN = """
            select id, host, process_id, version, started_at, address, ready from nodes
            where seen_at >= :since order by started_at, id""";

    private static final String FORGET = "delete from nodes where seen_at < :before or id = :id";

    private JdbcNodeStore() {}

    static void beat(Handle handle, Node node, long now) {
        handle.createUpdate(BEAT)
                .bind("id", node.id())
                .bind("host", node.host())
                .bind("process", node.processId())
                .bind("version", node.version())
                .bind("started", node.startedAt().toEpochMilli())
                .bind("address", node.address())
                .bind("ready", node.ready())
                .bind("now", now)
                .execute();
    }

    static List<Node> seen(Handle handle, long since) {
        return handle.createQuery(SEEN)
                .bind("since", since)
                .map((row, ctx) -> new Node(
                        row.getString("id"),
                        row.getString("host"),
                        row.getLong("process_id"),
                        row.getString("version"),
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        row.getString("address"),
                        row.getBoolean("ready")))
                .list();
    }

    /** @param id of one that goes; empty for none */
    static void forget(Handle handle, long before, String id) {
        handle.createUpdate(FORGET).bind("before", before).bind("id", id).execute();
    }
}

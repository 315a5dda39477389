package dev.headgate.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Copies every row of a store into an empty one, of the same kind or the other. Tables and columns are those the databases
 * themselves tell; referenced tables come first. All is one transaction of the target: when anything fails, or what was written
 * doesn't read back as what was read, the target is as empty as before.
 */
public final class StoreCopy {
    private static final int BATCH = 1_000;

    /** Flyway's own; the target has it from its migration. */
    private static final String HISTORY = "flyway_schema_history";

    /** Stands for an absent value in a row. */
    private static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "absent";
        }
    };

    private StoreCopy() {}

    /** A copied table. */
    public record Copied(String table, long rows) {}

    private enum Kind {
        NUMBER,
        FLAG,
        TEXT
    }

    /** How many rows, and a sum over their contents that doesn't depend on their order. */
    private record Contents(long rows, long sum) {}

    /**
     * Copies.
     *
     * @param to opened by {@link Store#open}, so that it has this version's schema
     * @throws IllegalArgumentException when the target holds rows or the source has another version's schema
     */
    public static List<Copied> copy(Store from, Store to) {
        Map<String, Contents> fresh = fresh();
        return from.snapshot(source -> to.write(target -> {
            try {
                return copy(source.getConnection(), target.getConnection(), fresh);
            } catch (SQLException e) {
                throw new StoreException(e);
            }
        }));
    }

    /** What the tables of a new store hold: migrations put a row into some. */
    private static Map<String, Contents> fresh() {
        try {
            Path file = Files.createTempFile("headgate-fresh", ".db");
            try (Store store = Store.open("sqlite:" + file)) {
                return store.read(handle -> {
                    try {
                        return contents(handle.getConnection());
                    } catch (SQLException e) {
                        throw new StoreException(e);
                    }
                });
            } finally {
                for (String suffix : List.of("", "-wal", "-shm")) {
                    Files.deleteIfExists(Path.of(file + suffix));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary store can be made", e);
        }
    }

    private static Map<String, Contents> contents(Connection connection) throws SQLException {
        Map<String, Contents> contents = new TreeMap<>();
        for (Map.Entry<String, Map<String, Kind>> table : tables(connection).entrySet()) {
            contents.put(table.getKey(), contents(connection, table.getKey(), table.getValue()));
        }
        return contents;
    }

    private static List<Copied> copy(Connection source, Connection target, Map<String, Contents> fresh)
            throws SQLException {
        Map<String, Map<String, Kind>> tables = tables(target);
        Map<String, Map<String, Kind>> theirs = tables(source);
        if (!columns(tables).equals(columns(theirs))) {
            throw new IllegalArgumentException(
                    "the store to copy from has another version's tables (expected: those of this"
                            + " version; start it once on that store, then stop it)");
        }
        empty(target, tables, fresh);
        List<Copied> copied = new ArrayList<>();
        for (String table : inOrder(target, tables.keySet())) {
            Map<String, Kind> kinds = Objects.requireNonNull(tables.get(table));
            Contents read = transfer(source, target, table, kinds);
            Contents written = contents(target, table, kinds);
            if (!read.equals(written)) {
                throw new IllegalStateException("table " + table + ": " + written.rows()
                        + " rows read back differ from the " + read.rows() + " copied; nothing was kept");
            }
            copied.add(new Copied(table, read.rows()));
        }
        return copied;
    }

    private static Map<String, Set<String>> columns(Map<String, Map<String, Kind>> tables) {
        Map<String, Set<String>> columns = new TreeMap<>();
        tables.forEach((table, kinds) -> columns.put(table, new TreeSet<>(kinds.keySet())));
        return columns;
    }

    /** Table → its columns in order with their kinds. */
    private static Map<String, Map<String, Kind>> tables(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        Map<String, Map<String, Kind>> tables = new TreeMap<>();
        Set<String> parts = partitions(connection);
        String[] types = {"TABLE", "PARTITIONED TABLE"};
        try (ResultSet rows = data.getTables(connection.getCatalog(), connection.getSchema(), "%", types)) {
            while (rows.next()) {
                String table = rows.getString("TABLE_NAME");
                if (!table.equals(HISTORY) && !table.startsWith("sqlite_") && !parts.contains(table)) {
                    tables.put(table, new LinkedHashMap<>());
                }
            }
        }
        for (Map.Entry<String, Map<String, Kind>> table : tables.entrySet()) {
            try (ResultSet rows =
                    data.getColumns(connection.getCatalog(), connection.getSchema(), table.getKey(), "%")) {
                while (rows.next()) {
                    table.getValue().put(rows.getString("COLUMN_NAME"), kind(rows.getString("TYPE_NAME")));
                }
            }
        }
        return tables;
    }

    /** Tables of PostgreSQL that hold a part of another one's rows. */
    private static Set<String> partitions(Connection connection) throws SQLException {
        Set<String> parts = new HashSet<>();
        if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            try (Statement select = connection.createStatement();
                    ResultSet rows = select.executeQuery(
                            "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid")) {
                while (rows.next()) {
                    parts.add(rows.getString(1));
                }
            }
        }
        return parts;
    }

    private static Kind kind(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        if (name.startsWith("bool")) {
            return Kind.FLAG;
        }
        if (name.contains("int")) {
            return Kind.NUMBER;
        }
        if (name.contains("char") || name.contains("text")) {
            return Kind.TEXT;
        }
        throw new IllegalStateException("a column of type " + type + " can't be copied");
    }

    /** Takes out what a new store holds by itself; refuses any other row. */
    private static void empty(Connection target, Map<String, Map<String, Kind>> tables, Map<String, Contents> fresh)
            throws SQLException {
        for (Map.Entry<String, Map<String, Kind>> table : tables.entrySet()) {
            String name = table.getKey();
            if (!contents(target, name, table.getValue()).equals(fresh.get(name))) {
                throw new IllegalArgumentException(
                        "the store to copy to: table " + name + " has rows (expected: an empty store)");
            }
            try (Statement statement = target.createStatement()) {
                statement.executeUpdate("delete from " + name);
            }
        }
    }

    /** Referenced tables before those that refer to them. */
    private static List<String> inOrder(Connection connection, Iterable<String> tables) throws SQLException {
        List<String> ordered = new ArrayList<>();
        for (String table : tables) {
            visit(connection, table, ordered, new ArrayList<>());
        }
        return ordered;
    }

    private static void visit(Connection connection, String table, List<String> ordered, List<String> path)
            throws SQLException {
        if (ordered.contains(table) || path.contains(table)) {
            return;
        }
        path.add(table);
        try (ResultSet keys =
                connection.getMetaData().getImportedKeys(connection.getCatalog(), connection.getSchema(), table)) {
            List<String> referenced = new ArrayList<>();
            while (keys.next()) {
                referenced.add(keys.getString("PKTABLE_NAME"));
            }
            for (String other : referenced) {
                visit(connection, other, ordered, path);
            }
        }
        ordered.add(table);
    }

    private static Contents transfer(Connection source, Connection target, String table, Map<String, Kind> columns)
            throws SQLException {
        String names = String.join(", ", columns.keySet());
        String marks = "?" + ", ?".repeat(columns.size() - 1);
        long count = 0;
        long sum = 0;
        try (Statement select = source.createStatement();
                PreparedStatement insert =
                        target.prepareStatement("insert into " + table + " (" + names + ") values (" + marks + ")")) {
            select.setFetchSize(BATCH);
            try (ResultSet rows = select.executeQuery("select " + names + " from " + table)) {
                while (rows.next()) {
                    List<Object> values = values(rows, columns);
                    for (int i = 0; i < values.size(); i++) {
                        insert.setObject(i + 1, values.get(i) == NULL ? null : values.get(i));
                    }
                    insert.addBatch();
                    sum += digest(values);
                    if (++count % BATCH == 0) {
                        insert.executeBatch();
                    }
                }
            }
            insert.executeBatch();
        }
        return new Contents(count, sum);
    }

    private static Contents contents(Connection connection, String table, Map<String, Kind> columns)
            throws SQLException {
        long count = 0;
        long sum = 0;
        try (Statement select = connection.createStatement()) {
            select.setFetchSize(BATCH);
            try (ResultSet rows =
                    select.executeQuery("select " + String.join(", ", columns.keySet()) + " from " + table)) {
                while (rows.next()) {
                    count++;
                    sum += digest(values(rows, columns));
                }
            }
        }
        return new Contents(count, sum);
    }

    private static List<Object> values(ResultSet rows, Map<String, Kind> columns) throws SQLException {
        List<Object> values = new ArrayList<>(columns.size());
        int at = 0;
        for (Kind kind : columns.values()) {
            at++;
            Object value = switch (kind) {
                case NUMBER -> (Object) rows.getLong(at);
                case FLAG -> (Object) rows.getBoolean(at);
                case TEXT -> rows.getString(at);
            };
            values.add(value == null || rows.wasNull() ? NULL : value);
        }
        return values;
    }

    /** 64 bits of SHA-256 over the row, each value with its kind and length, so that no two rows look alike by accident. */
    private static long digest(List<Object> values) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Object value : values) {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                sha.update((value.getClass().getSimpleName() + text.length + ":").getBytes(StandardCharsets.UTF_8));
                sha.update(text);
            }
            return java.nio.ByteBuffer.wrap(sha.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}

package dev.headgate.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One insert for many rows, bound by position: for the few places that write thousands of rows a second, where binding by name
 * costs several times the insert itself. Values are added in the order of the statement's question marks. Confined to the
 * transaction of its handle.
 *
 * <p>SQLite gets the rows one by one, in process. PostgreSQL gets them as one statement over arrays, a column each
 * ({@code insert … select from unnest}): 1,000 rows cost one round trip and one plan. That needs the form {@code insert into
 * table (columns) values (?, …) on conflict …}; the first column is the key by which {@link #execute} tells which rows were new,
 * so no two rows of a batch that is to be counted may agree in it unless they are the same.
 */
public final class RowBatch implements AutoCloseable {
    private static final Pattern INSERT = Pattern.compile(
            "\\s*(insert into [\\w\" ]+\\(\\s*([\\w]+)[^)]*\\))\\s*values\\s*\\([?,\\s]*\\)\\s*(.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Connection connection;
    private final @Nullable Matcher arrays;
    private final @Nullable PreparedStatement statement;
    private final List<Object[]> gathered = new ArrayList<>();
    private Object[] row = new Object[48];
    private int column;
    private int rows;

    public RowBatch(Handle handle, String sql) {
        connection = handle.getConnection();
        Matcher insert = INSERT.matcher(sql);
        try {
            boolean postgresql = connection.getMetaData().getURL().startsWith("jdbc:postgresql");
            arrays = postgresql && insert.matches() ? insert : null;
            statement = arrays == null ? connection.prepareStatement(sql) : null;
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    public RowBatch text(String value) {
        try {
            if (statement == null) {
                put(value.indexOf('\0') < 0 ? value : value.replace("\0", "")); // PostgreSQL has no such character
            } else {
                statement.setString(++column, value);
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        }
        return this;
    }

    public RowBatch number(long value) {
        try {
            if (statement == null) {
                put(value);
            } else {
                statement.setLong(++column, value);
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        }
        return this;
    }

    public RowBatch flag(boolean value) {
        try {
            if (statement == null) {
                put(value);
            } else {
                statement.setBoolean(++column, value);
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        }
        return this;
    }

    private void put(Object value) {
        if (column == row.length) {
            row = Arrays.copyOf(row, 2 * row.length);
        }
        row[column++] = value;
    }

    /** Ends a row. */
    public void add() {
        try {
            if (statement == null) {
                gathered.add(Arrays.copyOf(row, column));
            } else {
                statement.addBatch();
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        }
        column = 0;
        rows++;
    }

    /** Writes the rows; returns how many each of them inserted or changed. */
    public int[] execute() {
        if (rows == 0) {
            return new int[0];
        }
        try {
            return arrays == null || statement != null ? executeBatch() : executeArrays(arrays);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    private int[] executeBatch() throws SQLException {
        return statement == null ? new int[0] : statement.executeBatch();
    }

    private int[] executeArrays(Matcher insert) throws SQLException {
        String rest = insert.group(3);
        boolean counted = rest.contains("do nothing");
        Object[] first = gathered.getFirst();
        StringBuilder sql = new StringBuilder(insert.group(1)).append(" select * from unnest(");
        for (int i = 0; i < first.length; i++) {
            sql.append(i == 0 ? "?::" : ", ?::").append(type(first[i])).append("[]");
        }
        sql.append(") ").append(rest);
        if (counted) {
            sql.append(" returning ").append(insert.group(2));
        }
        int[] counts = new int[gathered.size()];
        try (PreparedStatement prepared = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < first.length; i++) {
                prepared.setArray(i + 1, columnOf(i, type(first[i])));
            }
            if (!counted) {
                prepared.executeUpdate();
                Arrays.fill(counts, 1);
                return counts;
            }
            Set<Object> fresh = new HashSet<>();
            try (ResultSet inserted = prepared.executeQuery()) {
                boolean text = first[0] instanceof String;
                while (inserted.next()) {
                    fresh.add(text ? inserted.getString(1) : (Object) inserted.getLong(1));
                }
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] = fresh.remove(gathered.get(i)[0]) ? 1 : 0;
            }
            return counts;
        }
    }

    /** An array of the values' own class is sent as bytes; one of objects would go as text, and cost four times as much. */
    private Array columnOf(int index, String type) throws SQLException {
        int rowCount = gathered.size();
        Object[] values = switch (type) {
            case "text" -> new String[rowCount];
            case "boolean" -> new Boolean[rowCount];
            default -> new Long[rowCount];
        };
        for (int i = 0; i < rowCount; i++) {
            values[i] = gathered.get(i)[index];
        }
        return connection.createArrayOf(type, values);
    }

    private static String type(Object value) {
        return switch (value) {
            case String text -> "text";
            case Boolean flag -> "boolean";
            default -> "bigint";
        };
    }

    @Override
    public void close() {
        try {
            if (statement != null) {
                statement.close();
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }
}

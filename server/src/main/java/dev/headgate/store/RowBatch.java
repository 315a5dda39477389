package dev.headgate.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * One statement for many rows, bound by position: for the few places that write thousands of rows a second, where binding by
 * name costs several times the insert itself. Values are added in the order of the statement's question marks. Confined to the
 * transaction of its handle.
 */
public final class RowBatch implements AutoCloseable {
    private final PreparedStatement statement;
    private int column;
    private int rows;

    public RowBatch(Handle handle, String sql) {
        Connection connection = handle.getConnection();
        try {
            statement = connection.prepareStatement(sql);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    public RowBatch text(String value) {
        try {
            statement.setString(++column, value);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
        return this;
    }

    public RowBatch number(long value) {
        try {
            statement.setLong(++column, value);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
        return this;
    }

    public RowBatch flag(boolean value) {
        try {
            statement.setBoolean(++column, value);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
        return this;
    }

    /** Ends a row. */
    public void add() {
        try {
            statement.addBatch();
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
            return statement.executeBatch();
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }
}

package dev.headgate.store;

import dev.headgate.base.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Tries a store out before anything is trusted to it: step by step, up to the first that fails. Leaves nothing behind. */
public final class StoreProbe {
    /** PostgreSQL's oldest supported release here. */
    private static final int POSTGRESQL_MIN = 15;

    private final Ticker ticker;
    private final List<Step> steps = new ArrayList<>();

    private StoreProbe(Ticker ticker) {
        this.ticker = ticker;
    }

    /** What one step came to; {@code words} never hold the URL's password. */
    public record Step(String name, boolean ok, String words, long millis) {}

    /** Something that may go wrong; returns what was found. */
    @FunctionalInterface
    private interface Trial {
        String run() throws SQLException;
    }

    /** Runs all steps. */
    public static List<Step> run(String url, Ticker ticker) {
        return new StoreProbe(ticker).all(url);
    }

    private List<Step> all(String url) {
        boolean sqlite = url.startsWith("sqlite:");
        if (!step("address", () -> {
            if (!sqlite && !url.startsWith("postgresql://")) {
                throw new SQLException("expected: sqlite:FILE or postgresql://user:password@host/database");
            }
            return sqlite ? "an SQLite file" : "a PostgreSQL server";
        })) {
            return steps;
        }
        try (Store store = Store.connect(url)) {
            boolean reached = step("connect", () -> {
                try (Connection connection = store.connection()) {
                    return connection.getMetaData().getDatabaseProductName() + " "
                            + connection.getMetaData().getDatabaseProductVersion();
                }
            });
            if (reached && (sqlite || step("version", () -> version(store)))) {
                step("rights", () -> rights(store));
            }
        } catch (RuntimeException e) {
            steps.add(new Step(
                    "connect", false, "not to be opened: " + e.getClass().getSimpleName(), 0));
        }
        return steps;
    }

    private static String version(Store store) throws SQLException {
        try (Connection connection = store.connection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < POSTGRESQL_MIN) {
                throw new SQLException("PostgreSQL " + major + " (expected: " + POSTGRESQL_MIN + " or newer)");
            }
            return "PostgreSQL " + major;
        }
    }

    /** Makes a table and takes it back. */
    private static String rights(Store store) throws SQLException {
        try (Connection connection = store.connection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table headgate_probe (id int)");
            connection.rollback();
            return "tables can be made";
        }
    }

    private boolean step(String name, Trial trial) {
        long start = ticker.nanos();
        try {
            String words = trial.run();
            steps.add(new Step(name, true, words, (ticker.nanos() - start) / 1_000_000));
            return true;
        } catch (SQLException e) {
            String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("failed");
            steps.add(new Step(name, false, words, (ticker.nanos() - start) / 1_000_000));
            return false;
        }
    }
}

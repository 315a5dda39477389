package dev.headgate.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteOpenMode;

/** The database: transactions and reads over a pool. Thread-safe. */
public final class Store implements AutoCloseable {
    private static final String SQLITE = "sqlite:";

    /** Pages of 4 KiB after which the log goes into the file: 16 MiB, so that pages of sums, changed by each batch, go in seldom. */
    private static final int SQLITE_LOG_PAGES = 4_000;

    /** Of each connection, KiB: the pages that a batch touches, with a multiple to spare. */
    private static final int SQLITE_CACHE_KIB = 8_000;

    /** Without locks of SQLite's own at every call, as the driver lets one thread at a time into a connection anyway. */
    private static final int SQLITE_OPEN =
            SQLiteOpenMode.READWRITE.flag | SQLiteOpenMode.CREATE.flag | SQLiteOpenMode.NOMUTEX.flag;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final @Nullable ReentrantLock oneWriter;

    private Store(HikariDataSource pool, boolean sqlite, UnaryOperator<DataSource> between) {
        this.pool = pool;
        this.jdbi = Jdbi.create(between.apply(pool));
        this.oneWriter = sqlite ? new ReentrantLock(true) : null;
    }

    /** What goes along with the first transaction of a piece of work, see {@link #accompanied}. */
    private static final class Companion {
        private final Store store;
        private final Work<?> work;
        private boolean done;

        private Companion(Store store, Work<?> work) {
            this.store = store;
            this.work = work;
        }
    }

    private static final ScopedValue<Companion> COMPANION = ScopedValue.newInstance();

    /** Something done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T apply(Handle handle);
    }

    /** Opens the store and brings its schema up to date. */
    public static Store open(String url) {
        return open(url, UnaryOperator.identity());
    }

    /**
     * The same with something between: tests let the database fail.
     *
     * @param between what stands between this program and the pool, once the schema is up to date
     */
    public static Store open(String url, UnaryOperator<DataSource> between) {
        Store store = connect(url, between);
        Flyway.configure()
                .dataSource(store.pool)
                .locations(
                        "classpath:db/migration",
                        store.oneWriter != null ? "classpath:db/sqlite" : "classpath:db/postgresql")
                .failOnMissingLocations(true)
                // numbers go by feature, so a new one may be lower than one that a store has; none needs a higher one
                .outOfOrder(true)
                .loggers("slf4j")
                .load()
                .migrate();
        return store;
    }

    /**
     * Opens the store as it is, for a command that works beside a running server or without one.
     *
     * @throws IllegalArgumentException when there is no such SQLite file: one that is made by a look would mislead
     */
    public static Store openExisting(String url) {
        if (url.startsWith(SQLITE) && !Files.isRegularFile(Path.of(url.substring(SQLITE.length())))) {
            throw new IllegalArgumentException(
                    "store.url: " + url + " is not there (expected: the database of a Headgate"
                            + " that has run; name its settings with --config or its folder with --data)");
        }
        return connect(url);
    }

    static Store connect(String url) {
        return connect(url, UnaryOperator.identity());
    }

    private static Store connect(String url, UnaryOperator<DataSource> between) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setInitializationFailTimeout(-1);
        boolean sqlite = url.startsWith(SQLITE);
        if (sqlite) {
            sqlite(config, Path.of(url.substring(SQLITE.length())));
        } else {
            postgresql(config, URI.create(url));
        }
        return new Store(new HikariDataSource(config), sqlite, between);
    }

    private static void sqlite(HikariConfig config, Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("store.url: the folder of " + file + " can't be made", e);
        }
        config.setJdbcUrl("jdbc:sqlite:" + file);
        config.setMaximumPoolSize(4);
        config.addDataSourceProperty("open_mode", Integer.toString(SQLITE_OPEN));
        config.addDataSourceProperty("journal_mode", "WAL");
        // FULL: a journal segment is deleted once its records are settled, so a settled batch must survive a power cut
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("wal_autocheckpoint", Integer.toString(SQLITE_LOG_PAGES));
        config.addDataSourceProperty("cache_size", Integer.toString(-SQLITE_CACHE_KIB));
        config.addDataSourceProperty("busy_timeout", "10000");
        config.addDataSourceProperty("foreign_keys", "true");
        config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    }

    private static void postgresql(HikariConfig config, URI uri) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        config.setJdbcUrl("jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getPath() + query);
        String user = uri.getRawUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            config.setUsername(decode(colon < 0 ? user : user.substring(0, colon)));
            config.setPassword(colon < 0 ? "" : decode(user.substring(colon + 1)));
        }
        config.setMaximumPoolSize(10);
        config.setConnectionTimeout(5_000);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Whether this is PostgreSQL, for the few statements that must differ. */
    public boolean postgresql() {
        return oneWriter == null;
    }

    /** Runs {@code work} in one transaction, rolled back when it throws. */
    public <T> T write(Work<T> work) {
        Companion companion = COMPANION.isBound() ? COMPANION.get() : null;
        if (companion == null || companion.done || companion.store != this) {
            return writeAlone(work);
        }
        T result = writeAlone(handle -> {
            T done = work.apply(handle);
            companion.work.apply(handle);
            return done;
        });
        companion.done = true; // it is committed
        return result;
    }

    private <T> T writeAlone(Work<T> work) {
        ReentrantLock lock = oneWriter;
        if (lock == null) {
            return jdbi.inTransaction(work::apply);
        }
        lock.lock();
        try {
            return jdbi.inTransaction(work::apply);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs {@code body} on this thread, and {@code companion} within the first transaction that it commits: both are there afterwards,
     * or neither. A body that commits none leaves none.
     */
    public <T extends @Nullable Object> T accompanied(Work<?> companion, Supplier<T> body) {
        return ScopedValue.where(COMPANION, new Companion(this, companion)).call(body::get);
    }

    /** Runs {@code work}, which only reads. */
    public <T> T read(Work<T> work) {
        return jdbi.withHandle(work::apply);
    }

    /** Runs {@code work}, which only reads and whose statements must all see the same instant; writers go on meanwhile. */
    public <T> T snapshot(Work<T> work) {
        return oneWriter != null
                ? jdbi.withHandle(handle -> deferred(handle, work))
                : jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::apply);
    }

    /**
     * Writes a consistent copy of an SQLite store, what is still in its log included, to a new file; writers go on meanwhile.
     *
     * @throws IllegalArgumentException for PostgreSQL, which has tools of its own
     */
    public void backup(Path file) {
        if (oneWriter == null) {
            throw new IllegalArgumentException(
                    "store.url: PostgreSQL (expected: SQLite; back PostgreSQL up with pg_dump or its own archiving)");
        }
        jdbi.useHandle(handle -> handle.execute("vacuum into ?", file.toString()));
        try (Connection copy = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = copy.createStatement();
                ResultSet check = statement.executeQuery("pragma quick_check");
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (!check.next() || !check.getString(1).equals("ok")) {
                throw new IllegalStateException(file + ": the copy is damaged: " + check.getString(1));
            }
            channel.force(true);
        } catch (SQLException e) {
            throw new StoreException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be forced to disk", e);
        }
    }

    /** A step of the schema. */
    public record Migration(String version, String description) {}

    /** The schema's steps that were applied, in that order. */
    public List<Migration> migrations() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select version, description from flyway_schema_history
                        where version is not null order by installed_rank""")
                .map((row, ctx) -> new Migration(row.getString("version"), row.getString("description")))
                .list());
    }

    /** The database's name and version, as it tells them: it was asked. */
    public String product() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
            return connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** The pool's own transactions begin as writers; one begun by hand only reads, from the log's state at its first read. */
    private static <T> T deferred(Handle handle, Work<T> work) {
        handle.execute("begin deferred");
        try {
            return work.apply(handle);
        } finally {
            handle.execute("rollback");
        }
    }

    /** A connection of its own, for a probe; to be closed. */
    java.sql.Connection connection() throws java.sql.SQLException {
        return pool.getConnection();
    }

    @Override
    public void close() {
        pool.close();
    }
}

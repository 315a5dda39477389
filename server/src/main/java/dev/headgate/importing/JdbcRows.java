package dev.headgate.importing;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Tables of an SQLite file, or of a PostgreSQL, MySQL or MariaDB database, read within one transaction that can't write. */
final class JdbcRows implements Rows {
    private static final String SQLITE = "sqlite:";

    private final Connection connection;

    /** Around a table's name. */
    private final String quote;

    private JdbcRows(Connection connection, String quote) {
        this.connection = connection;
        this.quote = quote;
    }

    /** Databases on servers, by how their addresses begin. */
    private enum Server {
        POSTGRESQL(5432) {
            @Override
            String jdbc(Properties login) {
                login.setProperty("readOnly", "true");
                login.setProperty("loginTimeout", "10");
                return "postgresql";
            }
        },
        MYSQL(3306) {
            @Override
            String jdbc(Properties login) {
                login.setProperty("connectTimeout", "10000");
                login.setProperty("tinyInt1isBit", "false"); // some of them are numbers
                login.setProperty("connectionTimeZone", "UTC"); // times without a zone are UTC here
                login.setProperty("forceConnectionTimeZoneToSession", "true");
                login.setProperty("allowLocalInfile", "false"); // a server must not ask for files of this machine
                return "mariadb";
            }
        };

        private final int port;

        Server(int port) {
            this.port = port;
        }

        /** Sets what a connection needs besides who signs in; the driver's name in its addresses. */
        abstract String jdbc(Properties login);

        static Server of(String url) {
            return url.startsWith("postgres") ? POSTGRESQL : MYSQL;
        }
    }

    /** Whether that is the address of a database. */
    static boolean reads(String url) {
        return url.startsWith(SQLITE) || url.matches("(postgres|postgresql|mysql|mariadb)://.*");
    }

    /** @param url {@code sqlite:FILE}, or {@code postgresql://} or {@code mysql://} with {@code user:password@host/database} */
    static JdbcRows open(String url) {
        try {
            Connection connection = url.startsWith(SQLITE)
                    ? sqlite(Path.of(url.substring(SQLITE.length())))
                    : connect(Server.of(url), url);
            connection.setAutoCommit(false);
            return new JdbcRows(connection, connection.getMetaData().getIdentifierQuoteString());
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static Connection sqlite(Path file) throws SQLException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("--from: " + file + " is not there (expected: an SQLite file)");
        }
        Properties reading = new Properties();
        reading.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
        return DriverManager.getConnection("jdbc:sqlite:" + file, reading);
    }

    private static Connection connect(Server server, String url) throws SQLException {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw badUrl();
        }
        if (uri.getHost() == null) {
            throw badUrl();
        }
        Properties login = new Properties();
        String user = uri.getRawUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            login.setProperty("user", decode(colon < 0 ? user : user.substring(0, colon)));
            login.setProperty("password", colon < 0 ? "" : decode(user.substring(colon + 1)));
        }
        String driver = server.jdbc(login);
        int port = uri.getPort() < 0 ? server.port : uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        Connection connection = DriverManager.getConnection(
                "jdbc:" + driver + "://" + uri.getHost() + ":" + port + uri.getPath() + query, login);
        connection.setReadOnly(true);
        return connection;
    }

    /** Never shows the URL, which holds a password. */
    private static IllegalArgumentException badUrl() {
        return new IllegalArgumentException(
                "--from: *** (expected: postgresql:// or mysql://, user:password@host/database)");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException unreadable(SQLException e) {
        String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new IllegalArgumentException("--from: the database can't be read: " + words);
    }

    @Override
    public boolean has(String table) {
        try (ResultSet found =
                connection.getMetaData().getTables(connection.getCatalog(), null, table, new String[] {"TABLE"})) {
            while (found.next()) {
                if (found.getString("TABLE_NAME").equals(table)) {
                    return true;
                }
            }
            return false;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<Row> of(String table) {
        if (!has(table)) {
            return List.of();
        }
        // a name of ours, never of the source's
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + quote + table + quote)) {
            ResultSetMetaData columns = rows.getMetaData();
            List<Row> all = new ArrayList<>();
            while (rows.next()) {
                Map<String, @Nullable String> cells = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    cells.put(columns.getColumnName(i), cell(rows, i, columns.getColumnType(i)));
                }
                all.add(new Row(table, cells));
            }
            return all;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private @Nullable String cell(ResultSet rows, int at, int type) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
            return rows.getString(at); // its columns have no types that could be relied on
        }
        return switch (type) {
            case Types.ARRAY -> list(rows.getArray(at));
            case Types.TIMESTAMP_WITH_TIMEZONE -> {
                OffsetDateTime time = rows.getObject(at, OffsetDateTime.class);
                yield time == null ? null : time.toInstant().toString();
            }
            case Types.TIMESTAMP -> time(rows, at);
            default -> rows.getString(at);
        };
    }

    /** The driver says so of both kinds of time. */
    private static @Nullable String time(ResultSet rows, int at) throws SQLException {
        if (rows.getMetaData().getColumnTypeName(at).equals("timestamptz")) {
            OffsetDateTime time = rows.getObject(at, OffsetDateTime.class);
            return time == null ? null : time.toInstant().toString();
        }
        LocalDateTime time = rows.getObject(at, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC).toString();
    }

    private static @Nullable String list(@Nullable Array array) throws SQLException {
        if (array == null) {
            return null;
        }
        var node = Row.JSON.createArrayNode();
        for (Object one : (Object[]) array.getArray()) {
            node.add(String.valueOf(one));
        }
        return node.toString();
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}

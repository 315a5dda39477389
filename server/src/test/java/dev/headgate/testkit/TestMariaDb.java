package dev.headgate.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real MariaDB in a folder of its own, from the machine's package ({@code mariadb-server-core}, {@code mariadb-client-core}), which {@code ./test} installs. */
public final class TestMariaDb implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private TestMariaDb(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether this machine has one. */
    public static boolean installed() {
        return Files.isExecutable(Path.of("/usr/sbin/mariadbd"))
                && Files.isExecutable(Path.of("/usr/bin/mariadb-install-db"))
                && Files.isExecutable(Path.of("/usr/bin/my_print_defaults"));
    }

    /** Makes one, with the user {@code root} and no password on this machine's loopback. */
    public static TestMariaDb start(Path folder) throws IOException, InterruptedException {
        Path data = folder.resolve("mariadb");
        String user = "--user=" + System.getProperty("user.name");
        Process made = run(
                folder,
                List.of(
                        "/usr/bin/mariadb-install-db",
                        "--no-defaults",
                        "--datadir=" + data,
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        user));
        if (made.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("mariadb.log")));
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process server = run(
                folder,
                List.of(
                        "/usr/sbin/mariadbd",
                        "--no-defaults",
                        "--datadir=" + data,
                        "--socket=" + folder.resolve("mariadb.sock"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--innodb-buffer-pool-size=16M",
                        "--default-time-zone=+08:00", // not UTC, as with many
                        user));
        TestMariaDb database = new TestMariaDb(server, port);
        database.awaitUp(folder);
        return database;
    }

    private static Process run(Path folder, List<String> command) throws IOException {
        return new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("mariadb.log").toFile()))
                .start();
    }

    private void awaitUp(Path folder) throws IOException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try {
                sql("", "select 1");
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new IOException(Files.readString(folder.resolve("mariadb.log")), e);
                }
                LockSupport.parkNanos(250_000_000);
            }
        }
    }

    public int port() {
        return port;
    }

    /** Runs statements as root. */
    public void sql(String database, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?sslMode=disable", "root", "");
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

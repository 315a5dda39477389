package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.Store;
import dev.headgate.testkit.RawConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit log goes out in memory that grows neither with its length nor with those who stop reading it: 120,000 entries, some 190 MB
 * of text, from a server whose whole heap is 96 MB.
 */
@Tag("slow")
class AuditExportMemoryTest {
    private static final int ENTRIES = 120_000;
    private static final int STALLED = 8;

    private static final String FILL = """
            with recursive n(i) as (select 1 union all select i + 1 from n where i < :entries)
            insert into audit_entries (id, at, actor, action, subject, before_json, after_json, address, request_id)
            select i, 1764000000000 + i, 'ada@example.com', 'test.filled', 'thing:' || i, '{"text":"' || printf('%.700c', 'x') || '"}',
                '{"text":"' || printf('%.700c', 'y') || '"}', '203.0.113.7', '0199aaaa-bbbb-7ccc-8000-000000000000' from n""";

    private static final String PATH = "/api/v1/audit/export?action=test.filled&format=";

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static String cookie;

    @BeforeAll
    static void start() throws Exception {
        Path settings = folder.resolve("headgate.yaml");
        Files.writeString(settings, """
                server: { port: 0 }
                data: %s
                bootstrap: { admin-email: admin@example.com, admin-password: "a long enough password" }
                """.formatted(folder.resolve("data")));
        try (Store store = Store.open("sqlite:" + folder.resolve("data/headgate.db"))) {
            store.write(
                    handle -> handle.createUpdate(FILL).bind("entries", ENTRIES).execute());
        }
        // a password's hash alone takes 64 MB: the session is begun before the heap is made small
        try (ServerProcess roomy = ServerProcess.start(settings)) {
            cookie = signIn(roomy.port());
            roomy.stop();
        }
        server = ServerProcess.startWithHeap("96m", settings);
    }

    private static String signIn(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> session = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/session"))
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"email\":\"admin@example.com\",\"password\":\"a long enough password\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(session.statusCode()).as(session.body()).isEqualTo(201);
            String set = session.headers().firstValue("set-cookie").orElseThrow();
            return set.substring(0, set.indexOf(';'));
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.kill();
    }

    /** How many lines of entries, and which was the last. */
    private record Counted(long lines, String last) {}

    private static Counted count(BufferedReader in) throws IOException {
        long lines = 0;
        String last = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.contains("test.filled")) {
                lines++;
                last = line;
            }
        }
        return new Counted(lines, last);
    }

    private static Counted export(String format) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + PATH + format))
                    .header("cookie", cookie)
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            return count(new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aLongLogGoesOutWhole() throws Exception {
        Counted csv = export("csv");
        assertThat(csv.lines()).isEqualTo(ENTRIES);
        assertThat(csv.last()).contains("thing:1,");
    }

    /** The last of what is still to come, of which little is kept. */
    private static String end(RawConnection connection) {
        String before = "";
        while (true) {
            String piece = connection.readSome(1 << 20);
            if (piece.length() < 1 << 20) {
                return before.substring(before.length() / 2) + piece;
            }
            before = piece;
        }
    }

    /** Whoever opens downloads and doesn't read them must not take the memory of all others. */
    @Test
    void whoStopsReadingHoldsNothingButTheirPlace() throws Exception {
        List<RawConnection> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < STALLED; i++) {
                RawConnection connection = RawConnection.open(server.port());
                stalled.add(connection);
                connection.send("GET " + PATH + "jsonl HTTP/1.1\r\nhost: x\r\ncookie: " + cookie
                        + "\r\nconnection: close\r\n\r\n");
                assertThat(connection.readHead().status()).isEqualTo(200);
            }
            Counted whole = export("jsonl");
            assertThat(whole.lines()).as("beside them another gets all of it").isEqualTo(ENTRIES);
            assertThat(whole.last()).contains("\"thing:1\"");
            assertThat(end(stalled.getFirst()))
                    .as("who reads on later gets all of it, too")
                    .contains("\"thing:1\"")
                    .endsWith("\r\n0\r\n\r\n");
        } finally {
            stalled.forEach(RawConnection::close);
        }
    }
}

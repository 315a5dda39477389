package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.app.Edges;
import dev.headgate.app.LateCall;
import dev.headgate.app.TestGateway;
import dev.headgate.base.Money;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import dev.headgate.usage.JournalConfig;
import dev.headgate.usage.UsageJournal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of the machine, and backups made, taken away and removed by the API. */
@Tag("slow")
class SystemTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private TestGateway gateway;
    private ApiClient owner;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        Edges system = Edges.system();
        gateway = TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }",
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
        owner = ApiClient.owner(gateway);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<byte[]> download(ApiClient who, String id) {
        return gateway.send(who.request("GET", "/system/backups/" + id + "/file"));
    }

    private Map<String, byte[]> unpacked(byte[] zip) throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream bytes = new ByteArrayInputStream(zip);
                ZipInputStream in = new ZipInputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }

    @Test
    void aBackupIsMadeTakenAwayAndRemoved() throws Exception {
        var begun = owner.post("/system/backups", Map.of());
        assertThat(begun.status()).isEqualTo(201);
        String id = begun.json().path("id").asText();
        assertThat(id).isEqualTo("20260301T120000Z");
        TestGateway.until(() -> owner.get("/system/backups")
                .json()
                .path("items")
                .get(0)
                .path("state")
                .asText()
                .equals("done"));
        assertThat(owner.post("/system/backups", Map.of()).status())
                .as("a second one within the second")
                .isEqualTo(409);

        HttpResponse<byte[]> file = download(owner, id);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("content-type")).hasValue("application/zip");
        assertThat(file.headers().firstValue("content-disposition").orElseThrow())
                .contains("headgate-" + id + ".zip");
        Map<String, byte[]> files = unpacked(file.body());
        assertThat(files.keySet()).contains("headgate.db").noneMatch(name -> name.contains("master"));
        Path database = folder.resolve("headgate.db");
        Files.write(database, files.get("headgate.db"));
        try (Store store = Store.openExisting("sqlite:" + database)) {
            assertThat(store.<String>read(
                            handle -> handle.createQuery("select email from users where email like 'admin%'")
                                    .mapTo(String.class)
                                    .one()))
                    .isEqualTo(ApiClient.ADMIN);
        }
        try (var left = Files.list(gateway.folder().resolve("backups"))) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly(id + ".zip");
        }
        assertThat(owner.get("/audit").json().toString()).contains("backups.download", "backups.create");

        assertThat(owner.delete("/system/backups/" + id).status()).isEqualTo(204);
        assertThat(owner.get("/system/backups").json().path("items")).isEmpty();
        assertThat(download(owner, id).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyWhoJustProvedThemselvesTakesABackupAndNothingElse() {
        owner.post("/users", Map.of("email", "a@example.com", "role", "auditor", "password", "a long enough password"));
        ApiClient auditor = ApiClient.stranger(gateway).signIn("a@example.com", "a long enough password");
        assertThat(auditor.get("/system/backups").status()).isEqualTo(200);
        assertThat(auditor.post("/system/backups", Map.of()).status()).isEqualTo(403);
        assertThat(download(auditor, "20260301T120000Z").statusCode()).isEqualTo(403);
        for (String id : Set.of("..%2Fmaster.key", "..%2F..%2Fheadgate.db", "headgate.db", "20260301T120000Z.zip")) {
            assertThat(download(owner, id).statusCode()).as(id).isEqualTo(404);
            assertThat(owner.delete("/system/backups/" + id).status()).as(id).isEqualTo(404);
        }
        clock.advance(Duration.ofMinutes(11));
        assertThat(new String(download(owner, "20260301T120000Z").body(), StandardCharsets.UTF_8))
                .contains("proof_needed");
    }

    @Test
    void theNodeItsVersionsAndItsHealthAreTold() throws Exception {
        clock.advance(Duration.ofSeconds(90));
        JsonNode node = owner.get("/system/nodes").json().path("items").get(0);
        assertThat(node.path("uptime_seconds").asLong()).isEqualTo(90);
        assertThat(node.path("addresses").get(0).asText()).isEqualTo("127.0.0.1:" + gateway.port());
        assertThat(node.path("ready").asBoolean()).isTrue();

        JsonNode versions = owner.get("/system/versions").json();
        assertThat(versions.path("store").asText()).startsWith("SQLite 3");
        assertThat(versions.path("schema").get(0).path("version").asText()).isEqualTo("0001");

        owner.get("/system/checks")
                .json()
                .path("items")
                .forEach(check -> assertThat(check.path("ok").asBoolean())
                        .as(check.toString())
                        .isTrue());
        Files.write(gateway.folder().resolve("journal/journal-0000000000000009.log.damaged"), new byte[20_000]);
        JsonNode journal = owner.get("/system/journal").json();
        assertThat(journal.path("healthy").asBoolean()).isTrue();
        assertThat(journal.path("damaged").get(0).path("bytes").asLong()).isEqualTo(20_000);
        assertThat(owner.get("/system/checks").json().toString()).contains("headgate journal recover");
    }

    /** Beside a running server charges would not reach the money in memory, so they wait for the next start. */
    @Test
    void damagedJournalFilesAreSettledAtTheNextStart() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        try (UsageJournal other =
                UsageJournal.open(folder.resolve("other"), JournalConfig.DEFAULTS, System::nanoTime)) {
            other.append(LateCall.record(), failure -> written.countDown());
            written.await();
        }
        Path journal = gateway.folder().resolve("journal");
        try (var files = Files.list(folder.resolve("other"))) {
            Path segment = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            Files.copy(segment, journal.resolve("journal-0000000000000009.log.damaged"));
        }
        JsonNode damaged = owner.get("/system/journal").json().path("damaged").get(0);
        assertThat(damaged.path("records").asInt()).isEqualTo(1);
        assertThat(damaged.path("recover_at_start").asBoolean()).isFalse();
        assertThat(owner.post("/system/journal/recover", Map.of())
                        .json()
                        .path("files")
                        .size())
                .isEqualTo(1);
        assertThat(owner.get("/system/journal")
                        .json()
                        .path("damaged")
                        .get(0)
                        .path("recover_at_start")
                        .asBoolean())
                .isTrue();
        assertThat(gateway.export()).noneMatch(row -> row.contains(LateCall.ID));
        gateway.restart();
        owner = ApiClient.owner(gateway);
        assertThat(gateway.export()).anyMatch(row -> row.contains(LateCall.ID));
        assertThat(gateway.headgate().billing().ledger().balance(LateCall.USER)).isEqualTo(new Money(-1_007));
        assertThat(owner.get("/system/journal").json().path("damaged")).isEmpty();
        assertThat(journal.resolve("journal-0000000000000009.log.recovered")).exists();
    }
}

package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.CutOff;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Laws 3 and 5: calls go on while the database is away, and each is charged once when it is back. */
@Tag("slow")
class DatabaseAwayTest {
    private static final String MESSAGE = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[{\"role\":"
            + "\"user\",\"content\":\"hello\"}]}";

    @Test
    void callsMadeWhileTheDatabaseIsAwayAreChargedOnceWhenItIsBack() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                CutOff database = new CutOff(postgres.getPort());
                TestGateway gateway = TestGateway.start("store: { url: \"postgresql://postgres:postgres@127.0.0.1:"
                        + database.port() + "/postgres\" }")) {
            List<String> ids = new ArrayList<>();
            ids.add(call(gateway));
            gateway.row(ids.getFirst());

            database.away(true);
            for (int i = 0; i < 20; i++) {
                ids.add(call(gateway));
            }
            database.away(false);
            TestGateway.until(() -> reads(gateway));

            for (String id : ids) {
                assertThat(gateway.row(id)).contains("\"status\":200");
            }
            assertThat(gateway.headgate().billing().verify()).isEmpty();
        }
    }

    /** The cap: what is remembered is served, then calls are refused in words; once the database is back all goes on by itself. */
    @Test
    void aFullJournalRefusesCleanlyAndComesBackByItself() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                CutOff database = new CutOff(postgres.getPort());
                TestGateway gateway = TestGateway.start("store: { url: \"postgresql://postgres:postgres@127.0.0.1:"
                        + database.port() + "/postgres\" }\njournal: { max-bytes: 64KiB }")) {
            gateway.row(call(gateway));
            database.away(true);
            List<String> served = new ArrayList<>();
            HttpResponse<byte[]> refused = null;
            for (int i = 0; i < 1_000 && refused == null; i++) {
                HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);
                if (response.statusCode() == 200) {
                    served.add(response.headers().firstValue("x-request-id").orElseThrow());
                } else {
                    refused = response;
                }
            }
            assertThat(served).hasSizeGreaterThan(20);
            assertThat(refused).isNotNull();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("The database is away");

            database.away(false);
            TestGateway.until(() -> gateway.post("/v1/messages", MESSAGE).statusCode() == 200);
            for (String id : served) {
                assertThat(gateway.row(id)).contains("\"status\":200");
            }
        }
    }

    /** Connections of the pool that broke meanwhile are found out by the first reads, which fail. */
    private static boolean reads(TestGateway gateway) {
        try {
            return gateway.export().size() == 21;
        } catch (JdbiException e) {
            return false;
        }
    }

    private static String call(TestGateway gateway) {
        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.headers().firstValue("x-request-id").orElseThrow();
    }
}

package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Newer price tables from an address: looked at, put in force, refused, taken back; seen by what calls cost meanwhile. */
@Tag("slow")
class PricesEndToEndTest {
    private static final String MESSAGE = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":20,\"messages\":[{\"role\":"
            + "\"user\",\"content\":\"hello\"}]}";

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private HttpServer server;
    private TestGateway gateway;

    @BeforeEach
    void serveTables() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = files.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body == null ? new byte[0] : body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** A table with one price, in USD per million tokens times a factor; and its right checksum beside it. */
    private void serve(String path, String factor, String sha256) throws Exception {
        long input = new java.math.BigDecimal(factor).movePointRight(6).longValueExact();
        byte[] table = ("{\"unit\":\"pico-dollars per token\",\"rows\":[{\"model\":\"claude-sonnet-4-5\","
                        + "\"provider\":\"anthropic\",\"source\":\"test\",\"date\":\"2026-11-01\",\"input\":"
                        + 3 * input
                        + ",\"output\":" + 15 * input + "}]}")
                .getBytes(StandardCharsets.UTF_8);
        files.put(path, table);
        String right =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(table));
        files.put(
                path + ".sha256",
                (sha256.isEmpty() ? right : sha256).concat("  models.json\n").getBytes(StandardCharsets.UTF_8));
    }

    private Typed run(String command) {
        return Typed.run(command + " --data " + gateway.folder());
    }

    private String done(String command) {
        Typed typed = run(command);
        assertThat(typed.err()).isEmpty();
        assertThat(typed.code()).isZero();
        return typed.out();
    }

    private long cost() {
        HttpResponse<byte[]> answer = gateway.post("/v1/messages", MESSAGE);
        assertThat(answer.statusCode()).isEqualTo(200);
        String row = gateway.row(answer.headers().firstValue("x-request-id").orElseThrow());
        try {
            return new ObjectMapper().readTree(row).path("list_cost_nanos").asLong();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aTableIsLookedAtAppliedAndRolledBackWhileCallsGoOn() throws Exception {
        gateway = TestGateway.start("");
        long before = cost();
        serve("/models.json", "2", "");

        assertThat(done("prices diff " + url("/models.json")))
                .contains("  anthropic claude-sonnet-4-5 input: 3 → 6")
                .contains("output: 15 → 30")
                .doesNotContain("refused");
        assertThat(cost()).as("a look changes nothing").isEqualTo(before);

        assertThat(done("prices apply " + url("/models.json"))).contains("input: 3 → 6");
        TestGateway.until(() -> cost() == 2 * before);
        assertThat(done("prices list --model claude-sonnet-4-5")).contains("anthropic,claude-sonnet-4-5,6,30");

        assertThat(done("prices rollback --reason mistaken")).contains("The shipped table is in force.");
        TestGateway.until(() -> cost() == before);
        assertThat(done("prices history"))
                .contains("apply", url("/models.json"), "rollback", "mistaken")
                .containsPattern("sha256 [0-9a-f]{64}");
    }

    @Test
    void whatCannotBeRightIsRefusedWholeAndStandsInTheHistory() throws Exception {
        gateway = TestGateway.start("");
        long before = cost();
        serve("/wild.json", "10.1", "");
        serve("/changed.json", "2", "00".repeat(32));
        serve("/unsigned.json", "2", "");
        files.remove("/unsigned.json.sha256");
        files.put(
                "/negative.json",
                "{\"rows\":[{\"model\":\"claude-sonnet-4-5\",\"provider\":\"anthropic\",\"input\":-1,\"output\":1}]}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(done("prices diff " + url("/wild.json")))
                .contains("! anthropic claude-sonnet-4-5 input", "so the table would be refused");
        refused("/wild.json", "", "tenfold");
        refused("/changed.json", "", "checksum");
        refused("/unsigned.json", "", "404");
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(files.get("/negative.json")));
        refused("/negative.json", " --checksum " + hash, "-1");

        assertThat(cost()).isEqualTo(before);
        assertThat(done("prices history").lines().filter(line -> line.contains("refused")))
                .hasSize(3); // what could not be read was never looked at
    }

    private void refused(String path, String options, String why) {
        Typed typed = run("prices apply " + url(path) + options);
        assertThat(typed.code()).as(path).isEqualTo(2);
        assertThat(typed.err()).contains(why);
    }

    @Test
    void aServerFetchesItsTableByItselfAndAlertsOfOneItRefuses() throws Exception {
        serve("/models.json", "1.5", "");
        gateway = TestGateway.start("prices: { url: \"" + url("/models.json") + "\", refresh: 1h }");
        TestGateway.until(() -> done("prices list --model claude-sonnet-4-5").contains("claude-sonnet-4-5,4.5,22.5"));
        TestGateway.until(() -> metrics().contains("headgate_price_tables_refused 0"));
        long before = cost();

        serve("/models.json", "20", "");
        gateway.restart(); // the first fetch is due at the start
        TestGateway.until(() -> metrics().contains("headgate_price_tables_refused 1"));
        assertThat(cost()).isEqualTo(before);
        assertThat(done("prices history")).contains("refused", "tenfold");
    }

    private String metrics() {
        return new String(gateway.send(gateway.request("/metrics").build()).body(), StandardCharsets.UTF_8);
    }
}

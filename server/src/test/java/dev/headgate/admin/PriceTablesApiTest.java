package dev.headgate.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.headgate.app.TestGateway;
import dev.headgate.pricing.PriceRow;
import dev.headgate.pricing.PriceTable;
import dev.headgate.tariff.Tariffs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A newer table of the vendors' by API: looked at, then just that put in force; what is wrong with it is said before. */
@Tag("slow")
class PriceTablesApiTest {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private HttpServer server;
    private TestGateway gateway;
    private ApiClient owner;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = files.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body == null ? new byte[0] : body);
            }
        });
        server.start();
        gateway = TestGateway.start("bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \""
                + ApiClient.PASSWORD + "\" }\nprices: { url: \"http://me:secret@127.0.0.1:"
                + server.getAddress().getPort() + "/table.json\" }");
        owner = ApiClient.owner(gateway);
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop(0);
    }

    private static String table(String model, long input) {
        List<PriceRow> rows = ShippedPrices.rows();
        rows.add(new PriceRow(model, "openai", Instant.EPOCH, new TreeMap<>(Map.of("input", input)), "2026/test"));
        return PriceTable.write(rows);
    }

    private static String hash(String table) {
        return Tariffs.sha256(table.getBytes(UTF_8));
    }

    private void serve(String table, String hash) {
        files.put("/table.json", table.getBytes(UTF_8));
        files.put("/table.json.sha256", hash.getBytes(UTF_8));
    }

    private JsonNode events() {
        return owner.get("/prices/table/events").json().path("items");
    }

    @Test
    void whatIsAtTheAddressIsLookedAtThenPutInForce() {
        assertThat(owner.get("/prices/table").json().path("address").asText())
                .endsWith("/table.json")
                .doesNotContain("secret");
        String first = table("brand-new", 2_000_000);
        serve(first, hash(first));

        var seen = owner.post("/prices/table/preview", Map.of());
        assertThat(seen.status()).as(seen.toString()).isEqualTo(200);
        assertThat(seen.json().path("sha256").asText()).isEqualTo(hash(first));
        assertThat(seen.json().path("changes").size()).isEqualTo(1);
        assertThat(seen.json().path("changes").get(0).path("model").asText()).isEqualTo("brand-new");
        assertThat(owner.get("/prices?search=brand-new").json().path("items").size())
                .isZero();

        String second = table("brand-new", 3_000_000);
        serve(second, hash(second));
        var late = owner.post("/prices/table", Map.of("sha256", hash(first)));
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.toString()).contains("look at it again");

        assertThat(owner.post("/prices/table", Map.of("sha256", hash(second))).status())
                .isEqualTo(200);
        assertThat(owner.get("/prices?search=brand-new").json().path("items").size())
                .isEqualTo(1);
        assertThat(events().get(0).path("kind").asText()).isEqualTo("apply");

        assertThat(owner.post("/prices/roll-back", Map.of("note", "not yet")).status())
                .isEqualTo(204);
        assertThat(owner.get("/prices?search=brand-new").json().path("items").size())
                .isZero();
        assertThat(events().get(0).path("kind").asText()).isEqualTo("rollback");
    }

    @Test
    void whatIsWrongWithATableIsSaidBefore() {
        var nothing = owner.post("/prices/table/preview", Map.of());
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.toString()).contains("HTTP 404").doesNotContain("secret");

        String whole = table("brand-new", 2_000_000);
        serve(whole, "0".repeat(64));
        var broken = owner.post("/prices/table/preview", Map.of());
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.toString()).contains("checksum").doesNotContain("secret");

        assertThat(owner.post("/prices/table/preview", Map.of("table", "no table"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aPriceThatMovesMoreThanTenfoldIsRefused() {
        String now = table("brand-new", 2_000_000);
        assertThat(owner.post("/prices/table", Map.of("table", now, "sha256", hash(now)))
                        .status())
                .isEqualTo(200);
        String wild = table("brand-new", 200_000_000);
        var seen = owner.post("/prices/table/preview", Map.of("table", wild)).json();
        assertThat(seen.path("refused").asText()).contains("1 price moves more than tenfold");
        assertThat(seen.path("changes").get(0).path("wild").asBoolean()).isTrue();

        assertThat(owner.post("/prices/table", Map.of("table", wild, "sha256", hash(wild)))
                        .status())
                .isEqualTo(400);
        assertThat(events().get(0).path("kind").asText()).isEqualTo("refused");
    }
}

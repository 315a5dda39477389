package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.fake.Seen;
import dev.headgate.testkit.HttpCaller;
import dev.headgate.testkit.HttpCaller.Ask;
import dev.headgate.testkit.HttpCaller.Reply;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** However a client spells a path and wherever it puts its key, the provider sees its own path and the operator's credential. */
class RoutesTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start("");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Every place for a key that DESIGN 4.3 names; of an unusual spelling of the path one will do. */
    private static Map<String, Ask> credentials(Endpoint endpoint) {
        Ask bare = Ask.post(endpoint.path(), "", endpoint.body()).withoutKey();
        Map<String, Ask> all = new LinkedHashMap<>();
        all.put("authorization", bare.with("authorization", "Bearer " + TestGateway.KEY));
        if (!endpoint.path().equals(endpoint.upstreamPath())) {
            return all;
        }
        all.put("authorization, lower case", bare.with("authorization", "bearer " + TestGateway.KEY));
        all.put("x-api-key", bare.with("x-api-key", TestGateway.KEY));
        all.put("x-goog-api-key", bare.with("x-goog-api-key", TestGateway.KEY));
        all.put("?key=", query(bare, "?key=" + TestGateway.KEY));
        all.put("?alt=sse&key=", query(bare, "?alt=sse&key=" + TestGateway.KEY));
        all.put("?key=&alt=sse", query(bare, "?key=" + TestGateway.KEY + "&alt=sse"));
        all.put("?%6bey=", query(bare, "?%6bey=" + TestGateway.KEY.replace("-", "%2D") + "&alt=sse"));
        return all;
    }

    private static Ask query(Ask ask, String query) {
        return new Ask(ask.method(), ask.path() + query, ask.headers(), ask.body(), false);
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void everySpellingAndEveryPlaceForTheKeyLeadsToTheProvidersOwnPath(HttpVersion version) {
        List<String> failures = new ArrayList<>();
        StringBuilder table = new StringBuilder("\n" + version + "\n");
        try (HttpCaller caller = new HttpCaller(version, gateway.port())) {
            for (Endpoint endpoint : Endpoint.all()) {
                table.append(String.format(
                        java.util.Locale.ROOT,
                        "%-24s POST %-66s → %s%n",
                        endpoint.protocol().id(),
                        endpoint.path(),
                        endpoint.upstreamPath()));
                credentials(endpoint).forEach((place, ask) -> {
                    Reply reply = caller.call(ask);
                    Seen seen = gateway.fake().seen().getLast();
                    String complaint = complaint(endpoint, ask, reply, seen);
                    if (!complaint.isEmpty()) {
                        failures.add(endpoint.path() + " with " + place + ": " + complaint);
                    }
                });
            }
        }
        System.out.println(table);
        assertThat(failures.stream().limit(20)).isEmpty();
        gateway.fake().reset();
    }

    private static String complaint(Endpoint endpoint, Ask ask, Reply reply, Seen seen) {
        if (reply.status() != 200 || reply.header("x-request-id") == null) {
            return "HTTP " + reply.status() + " " + reply.text();
        }
        String expected = endpoint.upstreamPath() + (ask.path().contains("alt=sse") ? "?alt=sse" : "");
        if (!seen.uri().equals(expected)) {
            return "the provider saw " + seen.uri() + " (expected: " + expected + ")";
        }
        if (seen.headers().toString().contains("sk-hg") || !TestGateway.UPSTREAM_KEY.equals(seen.apiKey())) {
            return "the provider saw the wrong credential: " + seen.headers();
        }
        return seen.bodyText().equals(endpoint.body()) ? "" : "the body was changed: " + seen.bodyText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // path | anthropic-version sent | whose list
                "/v1/models | false | OPENAI",
                "/models | false | OPENAI",
                "/v1/v1/models | false | OPENAI",
                "/openai/v1/models | false | OPENAI",
                "/openai/models | true | OPENAI",
                "/v1/models | true | ANTHROPIC",
                "/models | true | ANTHROPIC",
                "/anthropic/v1/models | false | ANTHROPIC",
                "/anthropic/models | true | ANTHROPIC",
                "/v1beta/models | false | GEMINI",
                "/v1beta/v1beta/models | false | GEMINI",
                "/gemini/v1beta/models | false | GEMINI",
                "/gemini/models | false | GEMINI",
                "/gemini/v1/models/ | false | GEMINI",
            })
    void modelListsHaveTheShapeThatTheClientKnows(String path, boolean anthropic, String shape) throws Exception {
        try (HttpCaller caller = new HttpCaller(HttpVersion.HTTP_1_1, gateway.port())) {
            Ask ask = new Ask("GET", path, Map.of("authorization", "Bearer " + TestGateway.KEY), new byte[0], false);
            Reply reply = caller.call(anthropic ? ask.with("anthropic-version", "2023-06-01") : ask);
            var list = new ObjectMapper().readTree(reply.text());

            assertThat(reply.status()).isEqualTo(200);
            switch (shape) {
                case "ANTHROPIC" -> {
                    assertThat(list.path("has_more").isBoolean()).isTrue();
                    assertThat(list.at("/data/0/type").asText()).isEqualTo("model");
                    assertThat(list.at("/data/0/id").asText()).startsWith("claude");
                }
                case "OPENAI" -> {
                    assertThat(list.path("object").asText()).isEqualTo("list");
                    assertThat(list.at("/data/0/object").asText()).isEqualTo("model");
                }
                default -> assertThat(list.at("/models/0/name").asText()).startsWith("models/");
            }
        }
    }

    @Test
    void oneModelIsShownOrSaidToBeUnknown() {
        try (HttpCaller caller = new HttpCaller(HttpVersion.HTTP_2, gateway.port())) {
            Map<String, String> key = Map.of("authorization", "Bearer " + TestGateway.KEY);
            assertThat(caller.call(new Ask("GET", "/v1/models/gpt-4o-mini", key, new byte[0], false))
                            .text())
                    .contains("\"gpt-4o-mini\"");
            assertThat(caller.call(new Ask("GET", "/v1beta/models/gemini-2.5-flash", key, new byte[0], false))
                            .text())
                    .contains("\"models/gemini-2.5-flash\"");
            assertThat(caller.call(new Ask("GET", "/v1/models/nothing", key, new byte[0], false))
                            .status())
                    .isEqualTo(404);
        }
    }

    /** A base that ends in a version of its own is used as it stands; one without gets the vendor's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | /v1/chat/completions",
                "/ | /v1/chat/completions",
                "/v1 | /v1/chat/completions",
                "/v1/ | /v1/chat/completions",
                "/openai/v1 | /openai/v1/chat/completions",
                "/api/paas/v4 | /api/paas/v4/chat/completions",
                "/proxy | /proxy/v1/chat/completions",
            })
    void baseUrlsMayEndInAVersion(String base, String seenPath) {
        String fake = gateway.fake().baseUrl();
        gateway.redeclare(yaml -> yaml.replace(fake + "\"", fake + base + "\""));

        String body = "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        assertThat(gateway.post("/v1/chat/completions", body).statusCode()).isEqualTo(200);
        assertThat(gateway.fake().seen().getLast().uri()).isEqualTo(seenPath);

        gateway.redeclare(yaml -> yaml);
    }
}

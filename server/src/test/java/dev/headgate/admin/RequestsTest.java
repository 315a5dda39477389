package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.app.TestGateway;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Finished calls, sums and what flows now, as operators and users see them. */
@Tag("slow")
class RequestsTest {
    private static TestGateway gateway;
    private static ApiClient owner;

    @BeforeAll
    static void start() {
        gateway = ApiClient.gateway();
        owner = ApiClient.owner(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Makes a call and waits until it is settled; its request id. */
    private static String call(String key, String model) {
        String body =
                "{\"model\":\"" + model + "\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        HttpResponse<byte[]> answer = gateway.post("/v1/messages", body.getBytes(StandardCharsets.UTF_8), key);
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        gateway.row(id);
        return id;
    }

    /** A user with a key: the client and the key's text. */
    private record Somebody(ApiClient client, String key) {}

    private static Somebody somebody(String email) {
        owner.post("/users", Map.of("email", email, "role", "user", "password", "a long enough password"));
        ApiClient client = ApiClient.stranger(gateway).signIn(email, "a long enough password");
        String group =
                client.get("/me/groups").json().path("items").get(0).path("id").asText();
        var made = client.post("/me/keys", Map.of("name", "k", "group_id", group));
        return new Somebody(client, made.json().path("text").asText());
    }

    @Test
    void aCallIsFoundWithItsAttemptsAndItsTrace() {
        Somebody ana = somebody("ana@example.com");
        String id = call(ana.key(), "claude-sonnet-4-5");
        JsonNode detail = owner.get("/requests/" + id).json();
        assertThat(detail.path("request").path("account").asText()).isEqualTo("anthropic-1");
        assertThat(detail.path("request").path("tokens").path("output").asLong())
                .isPositive();
        assertThat(detail.path("tries").size()).isEqualTo(1);
        assertThat(detail.path("trace").path("choices").get(0).path("account").asText())
                .isEqualTo("anthropic-1");
        assertThat(owner.get("/requests/nothing").status()).isEqualTo(404);
        JsonNode own = ana.client().get("/me/requests/" + id).json();
        assertThat(own.path("charged_nanos").asLong())
                .isEqualTo(detail.path("request").path("charged_nanos").asLong());
        assertThat(own.toString()).as("users learn nothing of accounts").doesNotContain("anthropic-1");
    }

    @Test
    void aCallTellsHowItsChargeCameAboutAndWhatTheBooksSay() {
        Somebody ana = somebody("sheet@example.com");
        String id = call(ana.key(), "claude-sonnet-4-5");
        JsonNode detail = owner.get("/requests/" + id).json();
        JsonNode sheet = detail.path("sheet");
        long picos = 0;
        for (JsonNode line : sheet.path("lines")) {
            picos += line.path("count").asLong() * line.path("picos").asLong();
        }
        assertThat(picos).isPositive();
        assertThat(sheet.path("list_cost_nanos").asLong()).isCloseTo(picos / 1_000, within(1L));
        assertThat(sheet.path("charged_nanos").asLong())
                .isEqualTo(detail.path("request").path("charged_nanos").asLong());
        assertThat(detail.path("entries").findValuesAsText("id")).containsExactly("usage:" + id);
        assertThat(detail.path("entries").get(0).path("amount_nanos").asLong())
                .isEqualTo(detail.path("request").path("charged_nanos").asLong());
    }

    @Test
    void aCallTellsWhatWasSetAsideForIt() {
        String poor = owner.get("/users?search=poor@")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asText();
        gateway.headgate()
                .billing()
                .ledger()
                .grant("for holds", new UserId(Long.parseLong(poor)), new Money(1_000_000_000), "test");
        JsonNode detail = owner.get("/requests/" + call(TestGateway.POOR_KEY, "claude-sonnet-4-5"))
                .json();
        JsonNode hold = detail.path("trace").path("hold");
        assertThat(hold.path("posted").asLong())
                .isEqualTo(detail.path("request").path("charged_nanos").asLong());
        assertThat(hold.path("nanos").asLong())
                .isGreaterThan(hold.path("posted").asLong());
    }

    @Test
    void nobodySeesTheCallsOfAnother() {
        Somebody one = somebody("one@example.com");
        Somebody other = somebody("other@example.com");
        String id = call(one.key(), "claude-sonnet-4-5");
        assertThat(other.client().get("/me/requests/" + id).status()).isEqualTo(404);
        assertThat(other.client().get("/me/requests").json().path("items").size())
                .isZero();
        assertThat(other.client().get("/requests/" + id).status()).isEqualTo(403);
        assertThat(other.client().get("/me/usage?by=key").json().path("items").size())
                .isZero();
        assertThat(one.client().get("/me/requests").json().path("items").size()).isEqualTo(1);
    }

    @Test
    void filtersAndPagesFindEachCallOnce() {
        Somebody user = somebody("pages@example.com");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(call(user.key(), i == 2 ? "claude-opus-4-5" : "claude-sonnet-4-5"));
        }
        String me = user.client().get("/session").json().path("user_id").asText();
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    owner.get("/requests?limit=2&user_id=" + me + cursor).json();
            page.path("items").forEach(item -> seen.add(item.path("request_id").asText()));
            cursor = page.path("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("next_cursor").asText();
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactlyElementsOf(made.reversed());
        JsonNode opus =
                owner.get("/requests?model=claude-opus-4-5&user_id=" + me).json();
        assertThat(opus.path("items").findValuesAsText("request_id")).containsExactly(made.get(2));
        assertThat(owner.get("/requests?failed=true&user_id=" + me)
                        .json()
                        .path("items")
                        .size())
                .isZero();
        assertThat(owner.get("/requests?cursor=nonsense").status()).isEqualTo(400);
        assertThat(owner.get("/requests?user_id=me").status()).isEqualTo(400);
    }

    @Test
    void sumsAreBrokenDownAsWanted() {
        Somebody user = somebody("sums@example.com");
        call(user.key(), "claude-sonnet-4-5");
        call(user.key(), "claude-sonnet-4-5");
        String me = user.client().get("/session").json().path("user_id").asText();
        JsonNode rows = owner.get("/usage?by=day,model&user_id=" + me).json().path("items");
        assertThat(rows.size()).isEqualTo(1);
        assertThat(rows.get(0).path("calls").asLong()).isEqualTo(2);
        assertThat(rows.get(0).path("names").path("model").asText()).isEqualTo("claude-sonnet-4-5");
        assertThat(rows.get(0).path("ids").path("day").asText()).endsWith("T00:00:00Z");
        JsonNode own =
                user.client().get("/me/usage?by=model").json().path("items").get(0);
        assertThat(own.path("charged_nanos").asLong())
                .isEqualTo(rows.get(0).path("charged_nanos").asLong());
        assertThat(own.has("upstream_cost_nanos")).isFalse();
        assertThat(user.client().get("/me/usage?by=account").status()).isEqualTo(400);
        assertThat(owner.get("/usage?by=colour").status()).isEqualTo(400);
    }

    @Test
    void headgateTellsHowItIs() {
        JsonNode system = owner.get("/system").json();
        assertThat(system.path("ready").asBoolean()).isTrue();
        assertThat(system.path("store").asText()).isEqualTo("sqlite");
        assertThat(somebody("nosy@example.com").client().get("/system").status())
                .isEqualTo(403);
    }

    @Test
    void whatFlowsNowIsToldEachSecond() throws Exception {
        assertThat(ApiClient.stranger(gateway).get("/live").status()).isEqualTo(401);
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<java.io.InputStream> live =
                    client.send(owner.request("GET", "/live"), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(live.statusCode()).as(live.headers().toString()).isEqualTo(200);
            assertThat(live.headers().firstValue("content-type")).contains("text/event-stream");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
                JsonNode first = event(lines);
                assertThat(first.path("requests_per_second").asLong()).isZero();
                assertThat(first.path("added_p50_micros").isNull()).isTrue();
                call(TestGateway.KEY, "claude-sonnet-4-5");
                long requests = 0;
                JsonNode event = new ObjectMapper().createObjectNode();
                for (int i = 0; i < 20 && requests == 0; i++) { // a busy machine tells of the call some seconds later
                    event = event(lines);
                    requests += event.path("requests_per_second").asLong();
                }
                assertThat(requests).isPositive();
                assertThat(event.path("added_p50_micros").asLong())
                        .isPositive()
                        .isEqualTo(event.path("added_p99_micros").asLong());
            }
        }
    }

    private static JsonNode event(BufferedReader lines) throws java.io.IOException {
        String data = lines.readLine();
        assertThat(data).startsWith("data: ");
        assertThat(lines.readLine()).isEmpty();
        return new ObjectMapper().readTree(data.substring("data: ".length()));
    }
}

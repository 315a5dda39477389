package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.accounts.QuotaWindow;
import dev.headgate.app.TestGateway;
import dev.headgate.base.AccountId;
import dev.headgate.fake.Script;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts by the API: made, tried, paused, exported, removed; their secrets never come back. */
class AccountsApiTest {
    private static final String SECRET = "upstream-secret-of-the-api";
    private static TestGateway gateway;
    private static ApiClient owner;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start("bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \""
                + ApiClient.PASSWORD + "\" }\nupstream: { allow-private: true }");
        owner = ApiClient.owner(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static JsonNode make(String name, String group) {
        owner.post("/groups", Map.of("name", group, "unknown_model", Map.of("policy", "unpriced")));
        var made = owner.post(
                "/accounts",
                Map.of(
                        "name",
                        name,
                        "provider",
                        "anthropic",
                        "base_url",
                        gateway.fake().baseUrl(),
                        "credential",
                        Map.of("type", "api-key", "api_key", SECRET),
                        "groups",
                        List.of(group),
                        "concurrency",
                        3,
                        "allowances",
                        List.of("usd 20 per day"),
                        "headers",
                        Map.of("x-team", "blue")));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.json();
    }

    private static String key(String group) {
        for (JsonNode item : owner.get("/groups").json().path("items")) {
            if (item.path("name").asText().equals(group)) {
                String user = owner.post("/users", Map.of("email", group + "@example.com"))
                        .json()
                        .path("id")
                        .asText();
                return owner.post(
                                "/keys",
                                Map.of(
                                        "name",
                                        "k",
                                        "user_id",
                                        user,
                                        "group_id",
                                        item.path("id").asText()))
                        .json()
                        .path("text")
                        .asText();
            }
        }
        throw new AssertionError(group);
    }

    private static int call(String key) {
        String body =
                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        return gateway.post("/v1/messages", body.getBytes(StandardCharsets.UTF_8), key)
                .statusCode();
    }

    @Test
    void aQuotaWindowHasACourseAndAForecast() {
        String id = make("watched", "watched-group").path("id").asText();
        Instant now = Instant.now();
        gateway.headgate()
                .health()
                .told(
                        new AccountId(Long.parseLong(id)),
                        null,
                        List.of(QuotaWindow.share(
                                "5h", Duration.ofHours(5), 250_000, now.plus(Duration.ofHours(4)), now)));
        JsonNode window = owner.get("/accounts/" + id + "/quota-history?points=50")
                .json()
                .path("windows")
                .path(0);
        assertThat(window.path("name").asText()).isEqualTo("5h");
        assertThat(window.path("length_seconds").asInt()).isEqualTo(18_000);
        assertThat(window.path("used_ppm").asInt()).isEqualTo(250_000);
        assertThat(window.path("points").path(0).path("used_ppm").asInt()).isEqualTo(250_000);
        // a quarter in the first hour is all of it in the fourth
        Instant usedUp =
                Instant.parse(window.path("forecast").path("used_up_at").asText());
        assertThat(Duration.between(now, usedUp)).isCloseTo(Duration.ofHours(3), Duration.ofMinutes(2));

        assertThat(owner.get("/accounts/1/quota-history").status()).isEqualTo(404);
        assertThat(owner.get("/accounts/" + id + "/quota-history?points=5").status())
                .isEqualTo(400);
        assertThat(owner.get("/accounts/" + id + "/quota-history?from=2020-01-01T00:00:00Z")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whenAnAccountTookNoCallsIsTold() {
        JsonNode made = make("resting", "resting-group");
        String path = "/accounts/" + made.path("id").asText();
        owner.post(path + "/pause", Map.of("reason", "holiday"));
        TestGateway.until(() -> states(path + "/quota-history").size() == 1);
        JsonNode paused = states(path + "/quota-history").get(0);
        assertThat(paused.path("state").asText()).isEqualTo("paused");
        assertThat(paused.path("reason").asText()).contains("holiday");
        assertThat(paused.path("until").isNull()).isTrue();
        assertThat(paused.path("model").isNull()).isTrue();
        owner.send("POST", path + "/resume", "{}");
        TestGateway.until(
                () -> !states(path + "/quota-history").get(0).path("until").isNull());
        assertThat(states("/account-states").findValuesAsText("account")).contains("resting");
        assertThat(owner.get("/account-states?from=2020-01-01T00:00:00Z").status())
                .isEqualTo(400);
    }

    private static JsonNode states(String path) {
        return owner.get(path).json().path("states");
    }

    @Test
    void anAccountTakesCallsFromItsAnswerOn() {
        JsonNode made = make("fresh", "fresh-group");
        String path = "/accounts/" + made.path("id").asText();
        assertThat(made.path("live").path("state").asText()).isEqualTo("active");
        assertThat(made.path("allowances").get(0).asText()).startsWith("usd 20");
        assertThat(made.path("headers").get(0).asText()).isEqualTo("x-team");
        String key = key("fresh-group");
        assertThat(call(key)).isEqualTo(200);
        var paused = owner.post(path + "/pause", Map.of("reason", "holiday")).json();
        assertThat(paused.path("live").path("state").asText()).isEqualTo("paused");
        assertThat(paused.path("live").path("reason").asText()).contains("holiday");
        assertThat(call(key)).isEqualTo(503);
        assertThat(owner.send("POST", path + "/resume", "{}").status()).isEqualTo(200);
        assertThat(call(key)).isEqualTo(200);
        var changed =
                owner.patch(path, Map.of("concurrency", 7, "notes", "ours")).json();
        assertThat(changed.path("concurrency").asInt()).isEqualTo(7);
        assertThat(changed.path("groups").get(0).asText()).as("stays").isEqualTo("fresh-group");
        assertThat(call(key)).as("the credential stays too").isEqualTo(200);
        assertThat(owner.delete(path).status()).isEqualTo(204);
        assertThat(call(key)).isEqualTo(503);
        assertThat(owner.get(path).status()).isEqualTo(404);
    }

    @Test
    void secretsNeverComeBack() {
        JsonNode made = make("secret", "secret-group");
        String id = made.path("id").asText();
        assertThat(owner.get("/accounts/" + id).json().toString())
                .doesNotContain(SECRET)
                .doesNotContain("blue");
        assertThat(owner.get("/audit?subject=account:" + id).json().toString())
                .contains("accounts.create")
                .doesNotContain(SECRET)
                .doesNotContain("blue");
        assertThat(owner.post("/accounts/export", Map.of("format", "json"))
                        .json()
                        .toString())
                .contains("secret")
                .doesNotContain(SECRET);
        var sealed = owner.post(
                "/accounts/export-with-credentials",
                Map.of("format", "csv", "passphrase", "a passphrase of some length"));
        assertThat(sealed.json().path("text").asText()).contains("secret").doesNotContain(SECRET);
        var dry = owner.post(
                "/accounts/import",
                Map.of(
                        "text",
                        sealed.json().path("text").asText(),
                        "passphrase",
                        "a passphrase of some length",
                        "dry_run",
                        true));
        assertThat(dry.json().path("problems").size()).as(dry.toString()).isZero();
        assertThat(dry.json().path("applied").asBoolean()).isFalse();
    }

    @Test
    void aTestTellsItsStepsAndHealsTheAccount() {
        JsonNode made = make("tried", "tried-group");
        var test = owner.post("/accounts/" + made.path("id").asText() + "/test", Map.of("model", "claude-sonnet-4-5"));
        assertThat(test.status()).as(test.toString()).isEqualTo(200);
        assertThat(test.json().path("outcome").asText()).isEqualTo("success");
        assertThat(test.json().path("steps").findValuesAsText("stage")).contains("dns", "tcp", "first-byte", "tokens");
    }

    private static List<JsonNode> events(ApiClient.Answer answer) {
        return answer.json()
                .asText()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> ApiFile.json(line.substring("data: ".length())))
                .toList();
    }

    @Test
    void aTestTellsEachStepAsAnEventAndThenItsEnd() {
        String path = "/accounts/" + make("told", "told-group").path("id").asText() + "/test/steps";
        var answer = owner.post(path, Map.of("model", "claude-sonnet-4-5"));
        assertThat(answer.raw().headers().firstValue("content-type")).contains("text/event-stream");
        List<JsonNode> events = events(answer);
        assertThat(events.stream()
                        .map(event -> event.path("step").path("stage").asText())
                        .toList())
                .containsExactly(
                        "dns",
                        "proxy",
                        "tcp",
                        "tls",
                        "credential",
                        "sent",
                        "first-byte",
                        "answer",
                        "tokens",
                        "price",
                        "");
        JsonNode end = events.getLast().path("end");
        assertThat(end.path("outcome").asText()).isEqualTo("success");
        assertThat(end.path("upstream_cost_nanos").asLong()).isPositive();

        owner.patch("/accounts/" + path.split("/", -1)[2], Map.of("models", List.of("claude-*")));
        var refused = owner.post(path, Map.of("model", "gpt-of-another"));
        assertThat(refused.status())
                .as("nothing was told yet: a refusal like any other")
                .isEqualTo(400);
        assertThat(refused.json().path("code").asText()).isNotEmpty();
        assertThat(owner.post("/accounts/1/test/steps", Map.of()).status()).isEqualTo(404);
    }

    /** What was refused before its first step has changed nothing, so that the same may be tried again; what was told is not done twice. */
    @Test
    void aTestThatWasRefusedDoesNotUseItsIdempotencyKeyUp() {
        String id = make("again", "again-group").path("id").asText();
        String path = "/accounts/" + id + "/test/steps";
        String body = "{\"model\":\"later-model\"}";
        owner.patch("/accounts/" + id, Map.of("models", List.of("claude-*")));
        assertThat(keyed(path, body)).isEqualTo(400);
        assertThat(keyed(path, body)).as("refused anew, not told to be done").isEqualTo(400);
        owner.patch("/accounts/" + id, Map.of("models", List.of("later-model=claude-sonnet-4-5")));
        assertThat(keyed(path, body)).isEqualTo(200);
        assertThat(keyed(path, body)).as("done once").isEqualTo(409);
    }

    private static int keyed(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(owner.request("POST", path, body), (name, value) -> true)
                .header("idempotency-key", "test-once")
                .build();
        return gateway.send(request).statusCode();
    }

    /** Whoever tests an account that says nothing need not wait: the call is cut off, and it says nothing about the account. */
    @Test
    void aTestEndsWhenItsViewerGoes() {
        JsonNode made = make("slow", "slow-group");
        String path = "/accounts/" + made.path("id").asText();
        gateway.fake().enqueue(Script.stallBeforeHeaders());
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.sendAsync(
                            owner.request("POST", path + "/test/steps", "{\"model\":\"claude-sonnet-4-5\"}"),
                            HttpResponse.BodyHandlers.ofLines())
                    .join();
            assertThat(answer.body().anyMatch(line -> line.contains("\"sent\"")))
                    .isTrue();
            assertThat(slots(path)).isEqualTo(1);
            client.shutdownNow();
        }
        TestGateway.until(() -> slots(path) == 0);
        TestGateway.until(() -> gateway.fake().open() == 0); // the provider need not go on either
        TestGateway.until(
                () -> owner.get("/audit?subject=account:" + made.path("id").asText())
                        .json()
                        .toString()
                        .contains("stopped"));
        assertThat(owner.get(path).json().path("live").path("error_ppm").asInt())
                .isZero();
        JsonNode row = booked(made.path("id").asText());
        assertThat(row.path("error_code").asText())
                .as("the provider may bill it")
                .isEqualTo("client_gone");
        assertThat(row.path("status").asInt()).isEqualTo(499);
    }

    /** The one test call in the books of an account, once it is there. */
    private static JsonNode booked(String account) {
        TestGateway.until(() -> owner.get("/requests?account_id=" + account)
                        .json()
                        .path("items")
                        .size()
                == 1);
        return owner.get("/requests?account_id=" + account).json().path("items").path(0);
    }

    @Test
    void aRefusedTestIsInTheBooksWithItsError() {
        String id = make("refused", "refused-group").path("id").asText();
        gateway.fake().enqueue(Script.json(500, "{\"error\":{\"message\":\"boom\"}}"));
        owner.post("/accounts/" + id + "/test", Map.of("model", "claude-sonnet-4-5"));
        JsonNode row = booked(id);
        assertThat(row.path("status").asInt()).isEqualTo(500);
        assertThat(row.path("error_code").asText()).startsWith("upstream_");
        assertThat(row.path("tokens").path("input").asLong()).isZero();
        assertThat(row.path("estimated").asBoolean()).isFalse();
        assertThat(row.path("user").asText()).isEqualTo("(test)");
    }

    @Test
    void aTestWhoseVendorTellsNoTokensIsInTheBooksWithAnEstimate() {
        String id = make("silent", "silent-group").path("id").asText();
        gateway.fake()
                .enqueue(Script.json(
                        200,
                        "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\","
                                + "\"text\":\"Hello there.\"}],\"stop_reason\":\"end_turn\"}"));
        owner.post("/accounts/" + id + "/test", Map.of("model", "claude-sonnet-4-5"));
        JsonNode row = booked(id);
        assertThat(row.path("status").asInt()).isEqualTo(200);
        assertThat(row.path("error_code").asText()).isEmpty();
        assertThat(row.path("estimated").asBoolean()).isTrue();
        assertThat(row.path("tokens").path("input").asLong()).isPositive();
        assertThat(row.path("tokens").path("output").asLong()).isEqualTo(3);
        assertThat(row.path("upstream_cost_nanos").asLong()).isPositive();
        assertThat(row.path("charged_nanos").asLong()).isZero();
    }

    private static int slots(String path) {
        return owner.get(path).json().path("live").path("slots_in_use").asInt();
    }

    /** The provider bills a test like any call: upstream costs would not be true without it. Nobody else pays. */
    @Test
    void whatATestCostsIsInTheBooksAndChargedToNobody() {
        String id = make("billed", "billed-group").path("id").asText();
        long cost = events(owner.post("/accounts/" + id + "/test/steps", Map.of("model", "claude-sonnet-4-5")))
                .getLast()
                .path("end")
                .path("upstream_cost_nanos")
                .asLong();
        TestGateway.until(() ->
                owner.get("/requests?account_id=" + id).json().path("items").size() == 1);
        JsonNode row =
                owner.get("/requests?account_id=" + id).json().path("items").path(0);
        assertThat(row.path("user").asText()).isEqualTo("(test)");
        assertThat(row.path("key").asText()).isEqualTo("(test)");
        assertThat(row.path("charged_nanos").asLong()).isZero();
        assertThat(row.path("upstream_cost_nanos").asLong()).isEqualTo(cost).isPositive();
        assertThat(row.path("tokens").path("output").asLong()).isPositive();
        assertThat(owner.get("/requests/" + row.path("request_id").asText()).status())
                .isEqualTo(200);
        JsonNode sums = owner.get("/usage?by=account,user&account_id=" + id)
                .json()
                .path("items")
                .path(0);
        assertThat(sums.path("upstream_cost_nanos").asLong())
                .as(sums.toString())
                .isEqualTo(cost);
        assertThat(sums.path("charged_nanos").asLong()).isZero();
        assertThat(gateway.headgate().billing().verify()).isEmpty();
    }

    @Test
    void whatIsWrongIsToldFieldByField() {
        var wrong = owner.post(
                "/accounts",
                Map.of(
                        "name",
                        "wrong",
                        "provider",
                        "acme",
                        "base_url",
                        "ftp://x",
                        "concurrency",
                        0,
                        "groups",
                        List.of("nowhere"),
                        "credential",
                        Map.of("type", "api-key", "api_key", SECRET)));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("fields").findValuesAsText("field"))
                .contains("provider", "base_url", "concurrency", "groups");
        assertThat(wrong.json().toString()).doesNotContain(SECRET);
        assertThat(owner.get("/accounts?search=wrong").json().path("items").size())
                .isZero();
        assertThat(owner.post("/accounts", Map.of("name", "anthropic-1", "provider", "anthropic", "base_url", "x"))
                        .code())
                .isEqualTo("conflict");
    }

    @Test
    void filtersFindAndTheFilesAccountsAreCaredForButNotChanged() {
        JsonNode items =
                owner.get("/accounts?provider=gemini&group=default").json().path("items");
        assertThat(items.findValuesAsText("name")).containsExactly("gemini-1", "gemini-2");
        String path = "/accounts/" + items.get(0).path("id").asText();
        assertThat(owner.patch(path, Map.of("weight", 3)).code()).isEqualTo("conflict");
        assertThat(owner.delete(path).code()).isEqualTo("conflict");
        var bulk = owner.post(
                "/accounts/bulk", Map.of("ids", List.of(items.get(0).path("id").asText()), "action", "pause"));
        assertThat(bulk.json().path("items").get(0).path("done").asBoolean()).isTrue();
        assertThat(owner.get("/accounts?state=paused").json().path("items").findValuesAsText("name"))
                .containsExactly("gemini-1");
        owner.send("POST", path + "/resume", "{}");
        assertThat(owner.get("/accounts?state=paused").json().path("items").size())
                .isZero();
    }
}

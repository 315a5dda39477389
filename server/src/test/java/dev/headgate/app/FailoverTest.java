package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountState;
import dev.headgate.accounts.AccountState.Status;
import dev.headgate.config.Binder;
import dev.headgate.fake.FakeUpstream;
import dev.headgate.fake.Script;
import dev.headgate.fake.VendorErrors;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table of DESIGN 5.3, row by row, by HTTP: what becomes of the account, what the client sees, which attempts are booked,
 * what is charged.
 */
@Tag("slow")
class FailoverTest {
    private static final String MESSAGE =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = MESSAGE.replace("{\"model\"", "{\"stream\":true,\"model\"");
    private static final String FIRST = "anthropic-1";

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start("""
                gateway: { idle-timeout: 1s, first-byte-timeout: 1s }
                failover:
                  rules:
                    - { status: 418, means: quota, cool-down: 10m, scope: model, show: pass }
                    - { status: 422, text: "Secret Policy", means: request, show: mask }
                    - { pointer: /error/code, value: try-elsewhere, means: overload, cool-down: 3m, show: mask }
                """);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private AccountState state(String name) {
        return state(gateway, name);
    }

    static AccountState state(TestGateway gateway, String name) {
        Account account = gateway.headgate().accounts().directory().accounts().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return gateway.headgate().health().state(account);
    }

    private static Duration left(AccountState state) {
        return Duration.between(Instant.now(), state.until());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private String row(HttpResponse<byte[]> response) {
        return gateway.row(response.headers().firstValue("x-request-id").orElseThrow());
    }

    private void first(Script script) {
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, script);
    }

    private void both(Script script) {
        first(script);
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY_2, script);
    }

    /** The second account answered after the first failed, once, and only that is charged. */
    private void servedBySecond(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(row(response))
                .contains("\"attempts\":2", "\"account\":\"anthropic-2\"", "\"status\":200", "\"error_code\":\"\"")
                .doesNotContain("\"charged_nanos\":0,");
    }

    private void refusedAndFree(HttpResponse<byte[]> response, String code) {
        assertThat(row(response)).contains("\"error_code\":\"" + code + "\"", "\"charged_nanos\":0,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void notSentGoesToTheNextAccountAndThreeInARowOpenTheBreaker(String scheme) {
        // nothing listens, or what listens speaks no TLS
        int port = scheme.equals("http")
                ? FakeUpstream.refusingPort()
                : gateway.fake().port();
        String yaml = """
                accounts:
                  - { name: anthropic-1, provider: anthropic, base-url: "%s://127.0.0.1:%d", priority: 1,
                      credential: { type: api-key, api-key: k-1 } }
                  - { name: anthropic-2, provider: anthropic, base-url: "%s", priority: 2,
                      credential: { type: api-key, api-key: k-2 } }
                groups: [{ name: default, unknown-model: unpriced }]
                users: [{ email: test@example.com }]
                keys: [{ name: test, user: test@example.com, key: "%s" }]
                """.formatted(scheme, port, gateway.fake().baseUrl(), TestGateway.KEY);
        gateway.headgate().apply(new Binder(Map.of()).bind(DeclareConfig.class, ConfigLoader.parse(yaml, "declare")));

        for (int i = 0; i < 3; i++) {
            assertThat(state(FIRST).status()).isEqualTo(Status.ACTIVE);
            servedBySecond(gateway.post("/v1/messages", MESSAGE));
        }

        assertThat(state(FIRST).status()).isEqualTo(Status.COOLING);
        assertThat(state(FIRST).reason()).contains("3 connections in a row failed");
        assertThat(left(state(FIRST))).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(row(gateway.post("/v1/messages", MESSAGE))).contains("\"attempts\":1");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedCredentialNeedsAttention(int status) {
        first(VendorErrors.anthropic(status));

        servedBySecond(gateway.post("/v1/messages", MESSAGE));

        assertThat(state(FIRST).status()).isEqualTo(Status.NEEDS_ATTENTION);
        assertThat(state(FIRST).until()).isNull();
        assertThat(state(FIRST).reason()).contains("HTTP " + status);
        assertThat(row(gateway.post("/v1/messages", MESSAGE))).contains("\"attempts\":1");
    }

    @Test
    void theOperatorsCredentialIsNoClientsBusiness() {
        both(VendorErrors.anthropic(401));

        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);

        assertThat(response.statusCode()).isEqualTo(502);
        refusedAndFree(response, "upstream_credentials");
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 400})
    void emptyPursesAreExhaustedForAnHour(int status) {
        first(Script.json(status, "{\"error\":{\"message\":\"Your credit balance is too low to access the API\"}}"));

        servedBySecond(gateway.post("/v1/messages", MESSAGE));

        assertThat(state(FIRST).status()).isEqualTo(Status.EXHAUSTED);
        assertThat(left(state(FIRST))).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void aUsedUpPlanIsExhaustedUntilItsResetAndShowsItsWindows() {
        long reset = Instant.now().plusSeconds(7_200).getEpochSecond();
        Script rejected = VendorErrors.anthropicUnified429(reset);
        first(rejected.header("retry-after", "7200"));

        servedBySecond(gateway.post("/v1/messages", MESSAGE));

        AccountState state = state(FIRST);
        assertThat(state.status()).isEqualTo(Status.EXHAUSTED);
        assertThat(left(state)).isBetween(Duration.ofSeconds(7_100), Duration.ofSeconds(7_201));
        assertThat(state.windows()).extracting("name").contains("5h", "7d");
    }

    @Test
    void aRateLimitCoolsDownAsLongAsAskedAndIsPassedOnLast() {
        both(VendorErrors.anthropic(429));

        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).contains("30");
        assertThat(text(response)).contains("rate_limit_error");
        refusedAndFree(response, "upstream_rate_limited");
        assertThat(state(FIRST).status()).isEqualTo(Status.COOLING);
        assertThat(left(state(FIRST))).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    }

    @Test
    void aRateLimitWithoutATimeCoolsAboutFiveSeconds() {
        first(Script.json(429, "{\"error\":{\"type\":\"rate_limit_error\"}}"));

        servedBySecond(gateway.post("/v1/messages", MESSAGE));

        assertThat(left(state(FIRST))).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
    }

    @Test
    void aRateLimitOfOneModelLeavesTheOthers() {
        first(Script.json(429, "{\"error\":{\"message\":\"limit (org: 1, model: claude-sonnet-4-5).\"}}")
                .header("retry-after", "60"));
        servedBySecond(gateway.post("/v1/messages", MESSAGE));
        gateway.fake().reset();

        assertThat(row(gateway.post("/v1/messages", MESSAGE.replace("sonnet", "haiku"))))
                .contains("\"account\":\"anthropic-1\"");
        assertThat(row(gateway.post("/v1/messages", MESSAGE))).contains("\"account\":\"anthropic-2\"");
        assertThat(state(FIRST).status()).isEqualTo(Status.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 529})
    void anOverloadCoolsDownAndTheNextAccountServes(int status) {
        first(VendorErrors.anthropic(status));

        servedBySecond(gateway.post("/v1/messages", MESSAGE));

        assertThat(state(FIRST).status()).isEqualTo(Status.COOLING);
        assertThat(state(FIRST).reason()).contains("HTTP " + status);
        assertThat(left(state(FIRST))).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
    }

    @Test
    void anOverloadInsideHttp200IsAnOverload() {
        first(VendorErrors.anthropicOverloadedInside200());

        HttpResponse<byte[]> response = gateway.post("/v1/messages", STREAM);

        servedBySecond(response);
        assertThat(text(response)).contains("message_stop").doesNotContain("overloaded");
        assertThat(state(FIRST).status()).isEqualTo(Status.COOLING);
    }

    /** The vendor may begin a stream properly and only then say that it can't. */
    @Test
    void anOverloadAfterThePreludeIsStillHidden() {
        String start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
                + "{\"input_tokens\":100,\"output_tokens\":1}}}\n\n";
        String error = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"Overloaded\"}}\n\n";
        first(Script.sse(start, "event: ping\ndata: {\"type\":\"ping\"}\n\n", error)
                .every(Duration.ofMillis(50)));

        HttpResponse<byte[]> response = gateway.post("/v1/messages", STREAM);

        servedBySecond(response);
        assertThat(text(response)).doesNotContain("verloaded");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void serverErrorsGoToTheNextAccountAndFiveInARowOpenTheBreaker(int status) {
        first(VendorErrors.anthropic(status));

        for (int i = 0; i < 5; i++) {
            assertThat(state(FIRST).status()).isEqualTo(Status.ACTIVE);
            servedBySecond(gateway.post("/v1/messages", MESSAGE));
        }

        assertThat(state(FIRST).status()).isEqualTo(Status.COOLING);
        assertThat(state(FIRST).reason()).contains("5 answers in a row failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "garbage", "stall", "reset-after-headers", "stall-after-headers"})
    void brokenOrSilentBeforeTheFirstByteGoesToTheNextAccount(String script) {
        first(gateway.fake().named(script, "/v1/messages"));

        servedBySecond(gateway.post("/v1/messages", STREAM));

        assertThat(state(FIRST).status()).isEqualTo(Status.ACTIVE);
        assertThat(errorPpm(FIRST)).isPositive();
    }

    private int errorPpm(String name) {
        Account account = gateway.headgate().accounts().directory().accounts().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return gateway.headgate().health().pulse(account.id()).errorPpm();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 422})
    void whatIsTheClientsOwnPassesUnchanged(int status) {
        Script refusal = Script.json(status, "{ \"type\":\"error\" ,\"error\":{\"message\":\"not\\u00e9\"}}")
                .header("x-vendor-hint", "look here");
        first(refusal);

        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(refusal.whole().getBytes());
        assertThat(response.headers().firstValue("x-vendor-hint")).contains("look here");
        assertThat(row(response)).contains("\"attempts\":1");
        refusedAndFree(response, "upstream_rejected");
        assertThat(state(FIRST)).isEqualTo(AccountState.HEALTHY);
        assertThat(errorPpm(FIRST)).isZero();
    }

    @Test
    void aLargeRefusalPassesWhole() {
        Script refusal = Script.json(400, "{\"error\":\"" + "long ".repeat(100_000) + "\"}")
                .splitEvery(40_000);
        first(refusal);

        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(refusal.whole().getBytes());
    }

    @Test
    void brokenMidStreamEndsWithTheErrorEventAndChargesWhatWasProduced() {
        Script whole = gateway.fake().named("stream;events=200", "/v1/messages");
        first(whole.resetAfter(whole.whole().length() - 200L).every(Duration.ofNanos(1)));

        HttpResponse<byte[]> response = gateway.post("/v1/messages", STREAM);

        assertThat(text(response)).contains("content_block_delta").contains("event: error");
        assertThat(row(response))
                .contains("\"attempts\":1", "\"error_code\":\"upstream_broken_mid_stream\"", "\"estimated\":true")
                .doesNotContain("\"charged_nanos\":0,");
        assertThat(errorPpm(FIRST)).isPositive();
    }

    @Test
    void anErrorEventOfTheProviderInMidStreamPassesAndCoolsTheAccount() {
        String start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
                + "{\"input_tokens\":100,\"output_tokens\":1}}}\n\n";
        String delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"" + "word ".repeat(80) + "\"}}\n\n";
        String error = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"Overloaded\"}}\n\n";
        first(Script.sse(start, delta, error));

        HttpResponse<byte[]> response = gateway.post("/v1/messages", STREAM);

        assertThat(text(response)).isEqualTo(start + delta + error);
        assertThat(row(response))
                .contains("\"attempts\":1", "\"error_code\":\"upstream_error\"")
                .doesNotContain("\"charged_nanos\":0,");
        assertThat(state(FIRST).status()).isEqualTo(Status.COOLING);
    }

    @Test
    void rulesDecideClassCoolDownAndWhatIsShown() {
        first(Script.json(418, "{\"tea\":true}"));
        servedBySecond(gateway.post("/v1/messages", MESSAGE));
        assertThat(state(FIRST).status()).isEqualTo(Status.ACTIVE);
        assertThat(state(FIRST).takes("claude-sonnet-4-5")).isFalse();
        assertThat(Duration.between(
                        Instant.now(), state(FIRST).model("claude-sonnet-4-5").until()))
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));

        gateway.fake().forKey(TestGateway.UPSTREAM_KEY_2, Script.json(418, "{\"tea\":2}"));
        HttpResponse<byte[]> last = gateway.post("/v1/messages", MESSAGE);
        assertThat(last.statusCode()).isEqualTo(418);
        assertThat(text(last)).isEqualTo("{\"tea\":2}");
    }

    @Test
    void aMaskedRefusalShowsNothingOfTheUpstream() {
        first(Script.json(422, "{\"error\":\"the secret policy of ACME forbids this\"}"));
        HttpResponse<byte[]> masked = gateway.post("/v1/messages", MESSAGE);
        assertThat(masked.statusCode()).isEqualTo(400);
        assertThat(text(masked)).doesNotContain("ACME").contains("The upstream refused the request.");
        assertThat(row(masked)).contains("\"attempts\":1");
        assertThat(state(FIRST)).isEqualTo(AccountState.HEALTHY);

        both(Script.json(400, "{\"error\":{\"code\":\"try-elsewhere\",\"message\":\"ACME cluster 7\"}}"));
        HttpResponse<byte[]> elsewhere = gateway.post("/v1/messages", MESSAGE);
        assertThat(elsewhere.statusCode()).isEqualTo(503);
        assertThat(text(elsewhere)).doesNotContain("ACME");
        assertThat(left(state(FIRST))).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
    }
}

package dev.headgate.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.Dialect;
import dev.headgate.protocol.Protocol;
import dev.headgate.testkit.HttpCaller;
import dev.headgate.testkit.HttpCaller.Ask;
import dev.headgate.testkit.HttpCaller.Reply;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a client does wrong above HTTP, on every route in every spelling, over HTTP/1.1 and HTTP/2: a clear answer in the shape of
 * the client's protocol, nothing sent on, nothing charged, nothing leaked, and a connection that serves the next request.
 */
@Tag("slow")
class BadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BODY_MAX = 64 * 1024;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start("gateway: { max-body: 64KiB }");
        gateway.disableGoneAndLeft();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /**
     * One way to go wrong.
     *
     * @param ask spoils an endpoint's good request
     * @param words what the message must say
     */
    private record Wrong(
            String name, int status, String words, Predicate<Endpoint> applies, Function<Endpoint, Ask> ask) {}

    private static Wrong wrong(String name, int status, String words, Function<Endpoint, Ask> ask) {
        return new Wrong(name, status, words, endpoint -> true, ask);
    }

    private static Ask good(Endpoint endpoint) {
        return Ask.post(endpoint.path(), TestGateway.KEY, endpoint.body());
    }

    private static Wrong body(String name, String words, Function<String, String> spoil) {
        return wrong(
                name,
                400,
                words,
                at -> Ask.post(
                        at.path(), TestGateway.KEY, spoil.apply(at.body()).getBytes(ISO_8859_1)));
    }

    /** Only where the body names the model. */
    private static Wrong model(String name, String words, String value) {
        return new Wrong(
                name,
                400,
                words,
                at -> !at.modelInPath(),
                at -> Ask.post(
                        at.path(),
                        TestGateway.KEY,
                        at.body()
                                .replaceFirst(
                                        "\"model\":\"[^\"]*\",", java.util.regex.Matcher.quoteReplacement(value))));
    }

    /** Only where the path names it. */
    private static Wrong pathModel(String name, String words, String value) {
        return new Wrong(
                name,
                400,
                words,
                Endpoint::modelInPath,
                at -> Ask.post(at.path().replace(Endpoint.GEMINI, value), TestGateway.KEY, at.body()));
    }

    private static String padded(String body, int length) {
        return body + " ".repeat(length - body.length());
    }

    private static final List<Wrong> WRONGS = List.of(
            wrong("wrong key", 401, "not valid", at -> Ask.post(at.path(), "sk-hg-wrong-0123456789", at.body())),
            wrong("no key", 401, "No API key was sent", at -> good(at).withoutKey()),
            wrong("empty key", 401, "No API key was sent", at -> Ask.post(at.path(), "", at.body())),
            wrong("long key", 401, "not valid", at -> Ask.post(at.path(), "k".repeat(600), at.body())),
            wrong("disabled key", 401, "key is disabled", at -> Ask.post(at.path(), TestGateway.GONE_KEY, at.body())),
            wrong("disabled user", 401, "user is disabled", at -> Ask.post(at.path(), TestGateway.LEFT_KEY, at.body())),
            wrong("GET", 405, "expected: POST", at -> good(at).method("GET")),
            wrong("PUT", 405, "expected: POST", at -> good(at).method("PUT")),
            wrong("DELETE", 405, "expected: POST", at -> good(at).method("DELETE")),
            wrong("TRACE", 405, "expected: POST", at -> good(at).method("TRACE")),
            wrong("unknown method", 405, "BREW", at -> good(at).method("BREW")),
            new Wrong(
                    "unknown model",
                    404,
                    "has no price",
                    at -> !at.protocol().free(),
                    at -> Ask.post(
                            at.path().replace(Endpoint.GEMINI, "no-such-model"),
                            TestGateway.POOR_KEY,
                            at.body().replaceFirst("(\"model\":\")[^\"]*(\",)", "$1no-such-model$2"))),
            wrong(
                    "body too large, announced",
                    413,
                    "expected: at most 65536 bytes",
                    at -> Ask.post(at.path(), TestGateway.KEY, padded(at.body(), BODY_MAX + 1))),
            wrong(
                    "body too large, chunked",
                    413,
                    "expected: at most 65536 bytes",
                    at -> Ask.post(at.path(), TestGateway.KEY, padded(at.body(), BODY_MAX + 1))
                            .inChunks()),
            wrong("encoding", 415, "expected: gzip or identity", at -> good(at).with("content-encoding", "br")),
            wrong("not gzip", 400, "not valid gzip", at -> good(at).with("content-encoding", "gzip")),
            wrong("expectation", 417, "expected: 100-continue", at -> good(at).with("expect", "a-miracle")),
            body("empty body", "expected: a JSON object", good -> ""),
            body("no object", "expected: a JSON object", good -> "[1]"),
            body("no JSON", "not valid JSON", good -> "model=x"),
            body("single quotes", "not valid JSON", good -> good.replace('"', '\'')),
            body("truncated JSON", "not valid JSON", good -> good.substring(0, good.length() - 1)),
            body("cut inside a string", "not valid JSON", good -> good.substring(0, good.lastIndexOf('"') - 1)),
            body("text after the end", "text after the end", good -> good + "{}"),
            body("comment", "not valid JSON", good -> "/* */" + good),
            body("not a number", "not valid JSON", good -> good.replaceFirst("\\{", "{\"x\":NaN,")),
            body("leading zero", "not valid JSON", good -> good.replaceFirst("\\{", "{\"x\":007,")),
            body(
                    "huge number",
                    "digits a number",
                    good -> good.replaceFirst("\\{", "{\"x\":" + "9".repeat(20_000) + ",")),
            body(
                    "deep arrays",
                    "levels",
                    good -> good.replaceFirst("\\{", "{\"x\":" + "[".repeat(600) + "]".repeat(600) + ",")),
            body(
                    "deep objects",
                    "levels",
                    good -> good.replaceFirst("\\{", "{\"x\":" + "{\"a\":".repeat(600) + "1" + "}".repeat(600) + ",")),
            body("half a UTF-8 character", "UTF-8", good -> good.replaceFirst("\\{", "{\"x\":\"\u00c3\",")),
            body("overlong UTF-8", "UTF-8", good -> good.replaceFirst("\\{", "{\"x\":\"\u00c0\u00af\",")),
            body("a surrogate as UTF-8", "UTF-8", good -> good.replaceFirst("\\{", "{\"x\":\"\u00ed\u00a0\u0080\",")),
            body("UTF-16", "UTF-8", good -> "\u00fe\u00ff\0{\0}"),
            body("a NUL in a string", "not valid JSON", good -> good.replaceFirst("\\{", "{\"x\":\"a\0b\",")),
            body("a NUL between", "not valid JSON", good -> good.replaceFirst("\\{", "{\0")),
            body("a key twice", "stands twice", good -> good.replaceFirst("\\{", "{\"x\":1,\"x\":2,")),
            body(
                    "a key twice, escaped",
                    "stands twice",
                    good -> good.replaceFirst("\\{", "{\"stream\":true,\"str\\\\u0065am\":false,")),
            body(
                    "stream no flag",
                    "stream: a string (expected: true or false)",
                    good -> good.replaceFirst("\\{", "{\"stream\":\"yes\",")),
            body(
                    "stream_options no object",
                    "stream_options: true or false (expected: an object)",
                    good -> good.replaceFirst("\\{", "{\"stream_options\":true,")),
            body(
                    "usage asked for twice",
                    "stands twice",
                    good -> good.replaceFirst(
                            "\\{", "{\"stream_options\":{\"include_usage\":true,\"include_usage\":false},")),
            model("no model", "model: missing", ""),
            model("empty model", "model: missing", "\"model\":\"\","),
            model("blank model", "model: missing", "\"model\":\" \","),
            model("null model", "model: null (expected: a string)", "\"model\":null,"),
            model("number as model", "model: a number (expected: a string)", "\"model\":7,"),
            model("object as model", "model: an object (expected: a string)", "\"model\":{\"a\":1},"),
            model("model twice", "\\\"model\\\" stands twice", "\"model\":\"a\",\"model\":\"b\","),
            model("model with a NUL", "control character", "\"model\":\"a\\u0000b\","),
            model("model with a line end", "control character", "\"model\":\"a\\nb\","),
            model("model with half a character", "half a character", "\"model\":\"a\\ud800\","),
            model("long model", "expected: at most 256", "\"model\":\"" + "m".repeat(300) + "\","),
            pathModel("no model in the path", "model: missing", ""),
            pathModel("blank model in the path", "model: missing", "%20"),
            pathModel("model that climbs", "leads to another path", "%2e%2e"),
            pathModel("model that climbs further", "leads to another path", "..%2F..%2Ffiles"),
            pathModel("model that climbs inside", "leads to another path", "a%2f%2e%2e%2fb"),
            pathModel("model with a NUL", "control character", "a%00b"),
            pathModel("model with a line end", "control character", "a%0d%0ab"),
            pathModel("model that is no UTF-8", "control character", "a%ff"));

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void everyWrongIsToldInTheClientsShapeAndCostsNothing(HttpVersion version) throws Exception {
        List<String> failures = new ArrayList<>();
        int asked = 0;
        try (HttpCaller caller = new HttpCaller(version, gateway.port())) {
            for (Endpoint endpoint : Endpoint.all()) {
                for (Wrong wrong : WRONGS) {
                    if (!wrong.applies().test(endpoint) || version == HttpVersion.HTTP_2 && wrong.status() == 417) {
                        continue;
                    }
                    asked++;
                    Reply reply = caller.call(wrong.ask().apply(endpoint));
                    String complaint = complaint(wrong, endpoint.dialect(), reply);
                    if (!complaint.isEmpty()) {
                        failures.add(version + " " + endpoint.path() + ", " + wrong.name() + ": " + complaint);
                    }
                }
                assertThat(caller.call(new Ask("GET", "/health/live", java.util.Map.of(), new byte[0], false))
                                .status())
                        .isEqualTo(200);
            }
        }
        assertThat(failures.stream().limit(30)).isEmpty();
        assertThat(asked).isGreaterThan(2_500);
        assertThat(gateway.fake().seen()).isEmpty();
        assertThat(gateway.headgate().inFlight()).isZero();
        nothingWasRecorded();
    }

    /** A good call's row comes last; nothing of what went wrong stands before it. */
    private static void nothingWasRecorded() {
        Endpoint chat = Endpoint.operations().stream()
                .filter(endpoint -> endpoint.protocol() == Protocol.OPENAI_CHAT)
                .findFirst()
                .orElseThrow();
        var response = gateway.post(chat.path(), chat.body());
        gateway.row(response.headers().firstValue("x-request-id").orElseThrow());
        assertThat(gateway.export()).isNotEmpty().allMatch(row -> row.contains("\"status\":200"));
        gateway.fake().reset();
    }

    private static String complaint(Wrong wrong, Dialect dialect, Reply reply) throws Exception {
        if (reply.status() != wrong.status()) {
            return "HTTP " + reply.status() + " (expected: " + wrong.status() + ") " + reply.text();
        }
        if (!reply.text().contains(wrong.words())) {
            return "does not say \"" + wrong.words() + "\": " + reply.text();
        }
        if (reply.text().contains("sk-hg") || reply.text().contains("upstream-secret")) {
            return "shows a secret: " + reply.text();
        }
        if (wrong.status() == 405 && !"POST".equals(reply.header("allow"))) {
            return "allow: " + reply.header("allow");
        }
        return shapeComplaint(dialect, reply);
    }

    /** What an SDK of that vendor would miss in an error; empty when nothing. */
    static String shapeComplaint(Dialect dialect, Reply reply) throws Exception {
        JsonNode body = JSON.readTree(reply.text());
        JsonNode error = body.path("error");
        String id = reply.header("x-request-id");
        boolean shaped = switch (dialect) {
            case ANTHROPIC ->
                body.path("type").asText().equals("error")
                        && error.path("type").asText().matches("[a-z_]+_error|request_too_large")
                        && body.path("request_id").asText().equals(id);
            case OPENAI ->
                !error.path("type").asText().isEmpty()
                        && error.has("param")
                        && !error.path("code").asText().isEmpty();
            case GEMINI ->
                error.path("code").asInt() == reply.status()
                        && error.path("status").asText().matches("[A-Z_]+");
        };
        boolean told = error.path("message").asText().length() > 10
                && id != null
                && error.path("message").asText().contains(id)
                && "application/json".equals(reply.header("content-type"));
        return shaped && told ? "" : "not in the shape of " + dialect + ": " + reply.text();
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void unknownRoutesAreToldInTheShapeThatTheirPathSuggests(HttpVersion version) throws Exception {
        String[][] paths = {
            {"ANTHROPIC", "/anthropic/v1/nothing"},
            {"ANTHROPIC", "/anthropic"},
            {"OPENAI", "/v1/nothing"},
            {"OPENAI", "/openai/v1/messages/nothing"},
            {"OPENAI", "/"},
            {"OPENAI", "/v1"},
            {"OPENAI", "/v1/%6dessages"},
            {"OPENAI", "/v1/messages/../../etc/passwd"},
            {"OPENAI", "/v1/models%2Fx"},
            {"OPENAI", "/antropic/v1/messages"},
            {"GEMINI", "/gemini/v1beta/nothing"},
            {"GEMINI", "/v1beta/nothing"},
        };
        try (HttpCaller caller = new HttpCaller(version, gateway.port())) {
            for (String[] path : paths) {
                Reply reply = caller.call(Ask.post(path[1], TestGateway.KEY, "{}"));

                assertThat(reply.status()).as(path[1]).isEqualTo(404);
                assertThat(shapeComplaint(Dialect.valueOf(path[0]), reply)).isEmpty();
            }
        }
        assertThat(gateway.fake().seen()).isEmpty();
    }

    /** Numbers that no machine word holds are the provider's to refuse, but must not upset the estimate of the cost. */
    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void limitsBeyondReasonPassOrAreRefusedForMoney(HttpVersion version) {
        try (HttpCaller caller = new HttpCaller(version, gateway.port())) {
            for (String limit :
                    new String[] {"9223372036854775807", "1e400", "99999999999999999999999", "-5", "\"many\""}) {
                String body = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":" + limit + ",\"messages\":[]}";

                Reply poor = caller.call(Ask.post("/v1/messages", TestGateway.POOR_KEY, body));
                Reply free = caller.call(Ask.post("/v1/messages", TestGateway.KEY, body));

                assertThat(poor.status()).as(limit + " " + poor.text()).isEqualTo(402);
                assertThat(free.status()).as(limit + " " + free.text()).isLessThan(500);
            }
        }
        gateway.fake().reset();
    }
}

package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.base.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The API's file is a promise: each operation in it takes the request that the file shows as its example and answers as the file says,
 * and there is nothing beside it, neither routes nor fields. Operations are those of {@link Operations}, so a new one is in the test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiContract {
    private static final String UNKNOWN = "no_such_field";
    private static final ObjectMapper JSON = new ObjectMapper();
    private ApiScene scene;

    /** Settings of the store, as YAML; empty for SQLite. */
    abstract String store();

    /** Whether this store has an operation; the others have tools of their own for it. */
    boolean has(Endpoint<?> endpoint) {
        return true;
    }

    @BeforeAll
    void start() {
        scene = new ApiScene(store());
    }

    @AfterAll
    void stop() {
        scene.close();
    }

    static Stream<String> operations() {
        return ApiFile.OPERATIONS.stream().map(Endpoint::id);
    }

    private static Endpoint<?> operation(String id) {
        return ApiFile.OPERATIONS.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The answer's body is held against the file by {@link ApiClient}. */
    @ParameterizedTest
    @MethodSource("operations")
    void anOperationAnswersAsTheFileSays(String id) throws Exception {
        Endpoint<?> endpoint = operation(id);
        Assumptions.assumeThat(has(endpoint)).isTrue();
        ApiScene.Ask ask = scene.ask(endpoint);
        if (endpoint.output().form() == Endpoint.Form.STREAM && !endpoint.changes()) {
            assertThat(ApiFile.wrong(endpoint, 200, "text/event-stream", firstEvent(ask)))
                    .isEmpty();
            return;
        }
        ApiClient.Answer answer = ask.send();
        assertThat(answer.status())
                .as(
                        "%s; where the example alone doesn't do, say in ApiPreparations what must be there: %s",
                        ask, answer)
                .isEqualTo(endpoint.output().status());
        if (endpoint.output().type() == null && endpoint.output().form() != Endpoint.Form.FILE) {
            assertThat(answer.raw().body()).isEmpty();
        }
        List<String> told = told(ask, answer);
        if (endpoint.audited()) {
            assertThat(told).as("audit entries").isNotEmpty();
        }
        for (String secret : secrets(endpoint, ask, answer)) {
            assertThat(told.toString()).doesNotContain(secret);
        }
    }

    /** What the audit log tells of a request. */
    private static List<String> told(ApiScene.Ask ask, ApiClient.Answer answer) {
        String id = answer.raw().headers().firstValue("x-request-id").orElseThrow();
        return ask.who()
                .server()
                .headgate()
                .store()
                .read(handle -> handle.createQuery(
                                "select actor || action || subject || before_json || after_json from audit_entries"
                                        + " where request_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
    }

    /** What was sent or answered that nobody may read in the log: fields for writing only, and what is shown once. */
    private static List<String> secrets(Endpoint<?> endpoint, ApiScene.Ask ask, ApiClient.Answer answer) {
        List<String> secrets = new ArrayList<>();
        for (RecordComponent component : endpoint.input().getRecordComponents()) {
            if (component.getType() == Secret.class && ask.body() != null) {
                String sent = JSON.valueToTree(ask.body())
                        .path(ApiJson.snake(component.getName()))
                        .asText();
                secrets.add(sent);
            }
        }
        if (endpoint.traits().secretOnce()) {
            for (String name : List.of("text", "link", "secret", "csrf_token")) {
                secrets.addAll(answer.json().findValuesAsText(name));
            }
            answer.json().findValues("codes").forEach(codes -> codes.forEach(code -> secrets.add(code.asText())));
        }
        answer.raw().headers().allValues("set-cookie").forEach(cookie -> secrets.add(cookie.split("[=;]", -1)[1]));
        secrets.removeIf(secret -> secret.length() < 6);
        return secrets;
    }

    private static String firstEvent(ApiScene.Ask ask) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer =
                    client.send(ask.who().request(ask.method(), ask.path()), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                return lines.readLine().substring("data: ".length());
            } finally {
                client.shutdownNow();
            }
        }
    }

    /** Where a misspelt field were ignored, a limit that was meant would not be there. */
    @ParameterizedTest
    @MethodSource("operations")
    void anOperationRefusesFieldsThatTheFileDoesNotHave(String id) {
        Endpoint<?> endpoint = operation(id);
        if (endpoint.input() == Endpoint.AnyQuery.class) {
            return; // another site's answer, which may say more than was asked
        }
        String path = ApiScene.at(endpoint.path(), "1");
        ApiClient.Answer answer = endpoint.changes()
                ? scene.owner.send(endpoint.method(), path, Map.of(UNKNOWN, 1))
                : scene.owner.get(path + "?" + UNKNOWN + "=1");
        refused(answer, UNKNOWN);
        JsonNode example = ApiFile.example(endpoint);
        for (Map.Entry<String, JsonNode> field : example.properties()) {
            // a map takes any name; only records know what belongs into them
            if (field.getValue().isObject() && isRecord(endpoint, field.getKey())) {
                ObjectNode body = example.deepCopy();
                ((ObjectNode) body.path(field.getKey())).put(UNKNOWN, 1);
                refused(scene.owner.send(endpoint.method(), path, body), field.getKey() + "." + UNKNOWN);
            }
        }
    }

    private static boolean isRecord(Endpoint<?> endpoint, String field) {
        return Stream.of(endpoint.input().getRecordComponents())
                .anyMatch(one -> ApiJson.snake(one.getName()).equals(field)
                        && one.getType().isRecord());
    }

    private static void refused(ApiClient.Answer answer, String field) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.json().path("fields").findValuesAsText("field")).contains(field);
    }

    @Test
    void thereAreNoRoutesBesideThoseOfTheFile() {
        Map<String, Set<String>> known = new HashMap<>();
        ApiFile.root().path("paths").properties().forEach(path -> {
            Set<String> methods = known.computeIfAbsent(path.getKey(), made -> new TreeSet<>());
            path.getValue().fieldNames().forEachRemaining(methods::add);
        });
        List<String> wrong = new ArrayList<>();
        known.forEach((template, methods) -> {
            String path = ApiScene.at(template, "1");
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "LOOK")) {
                if (!methods.contains(method.toLowerCase(java.util.Locale.ROOT))) {
                    check(wrong, method, path, 405);
                }
            }
            check(wrong, "POST", path + "/no-such-thing/beyond", 404);
        });
        check(wrong, "GET", "", 404);
        check(wrong, "GET", "/", 404);
        check(wrong, "GET", "/openapi", 404);
        assertThat(wrong).isEmpty();
        assertThat(known.values().stream().mapToInt(Set::size).sum()).isEqualTo(ApiFile.OPERATIONS.size());
    }

    private void check(List<String> wrong, String method, String path, int expected) {
        ApiClient.Answer answer = scene.owner.send(method, path, method.equals("GET") ? null : "{}");
        boolean other =
                ApiFile.OPERATIONS.stream().anyMatch(one -> one.method().equals(method) && matches(one.path(), path));
        if (!other && answer.status() != expected) {
            wrong.add(method + " " + path + ": " + answer.status() + " (expected: " + expected + ")");
        }
    }

    private static boolean matches(String template, String path) {
        return path.matches(template.replaceAll("\\{[a-z_]+}", "[^/]+"));
    }

    @Test
    void examplesAreAsTheirSchemasSay() {
        List<String> wrong = new ArrayList<>();
        ApiFile.root()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    String where = method.getKey() + " " + path.getKey() + " ";
                    JsonNode operation = method.getValue();
                    operation.path("requestBody").path("content").forEach(content -> check(wrong, where, content));
                    operation.path("parameters").forEach(parameter -> {
                        if (parameter.has("example")) {
                            check(wrong, where, parameter);
                        }
                    });
                    operation.path("responses").properties().forEach(answer -> {
                        if (answer.getKey().startsWith("2")) {
                            answer.getValue().path("content").forEach(content -> check(wrong, where, content));
                        }
                    });
                }));
        assertThat(wrong).isEmpty();
        JsonNode number = JsonNodeFactory.instance.numberNode(1);
        assertThat(ApiFile.wrong(
                        ApiFile.root().path("components").path("schemas").path("SignIn"), number))
                .as("the rule bites")
                .isNotEmpty();
    }

    private static void check(List<String> wrong, String where, JsonNode content) {
        if (content.path("schema").path("format").asText().equals("binary")) {
            return; // a file, of which there is nothing to be shown
        }
        List<String> found = ApiFile.wrong(content.path("schema"), content.path("example"));
        found.forEach(one -> wrong.add(where + one));
    }
}

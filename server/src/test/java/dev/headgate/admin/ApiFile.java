package dev.headgate.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The API's file, and whether answers are as it says. */
final class ApiFile {
    static final Path PATH = Path.of("../docs/reference/api/openapi.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, com.networknt.schema.Schema> KNOWN = new ConcurrentHashMap<>();

    /** All operations, without the features behind them. */
    static final List<Endpoint<?>> OPERATIONS = Operations.of(nothing());

    private ApiFile() {}

    private static Features nothing() {
        try {
            var constructor = Features.class.getDeclaredConstructors()[0];
            Object[] none = Stream.of(constructor.getParameterTypes())
                    .map(type -> type == boolean.class ? (Object) false : null)
                    .toArray();
            return (Features) constructor.newInstance(none);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An event's data, for instance. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(PATH.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read when first asked, since the file may have to be written first. */
    private static final class Root {
        private static final JsonNode NODE = read();
    }

    /** The whole file. */
    static JsonNode root() {
        return Root.NODE;
    }

    /** What the file says of an operation. */
    static JsonNode operation(Endpoint<?> endpoint) {
        return Root.NODE
                .path("paths")
                .path(endpoint.path())
                .path(endpoint.method().toLowerCase(java.util.Locale.ROOT));
    }

    static Endpoint<?> operation(String method, String path) {
        return OPERATIONS.stream()
                .filter(one -> one.method().equals(method) && one.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the API has no " + method + " " + path));
    }

    /** The example of a request's body; missing where it has none. */
    static JsonNode example(Endpoint<?> endpoint) {
        return operation(endpoint)
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("example");
    }

    /** Examples of the parameters of a request's query, by name. */
    static Map<String, String> query(Endpoint<?> endpoint) {
        Map<String, String> query = new java.util.LinkedHashMap<>();
        for (JsonNode parameter : operation(endpoint).path("parameters")) {
            if (parameter.path("in").asText().equals("query") && parameter.has("example")) {
                query.put(
                        parameter.path("name").asText(),
                        parameter.path("example").asText());
            }
        }
        return query;
    }

    /** What is wrong with a value, by a schema of the file. */
    static List<String> wrong(JsonNode schema, JsonNode value) {
        return SCHEMAS.getSchema(whole(schema), InputFormat.JSON).validate(value.toString(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** What is wrong with an answer to an operation, by the file; empty when nothing is. */
    static List<String> wrong(Endpoint<?> endpoint, int status, String type, String body) {
        if (type.equals("text/event-stream") && body.startsWith("data: ")) {
            return body.lines()
                    .filter(line -> !line.isEmpty())
                    .flatMap(line -> wrong(endpoint, status, type, line.substring("data: ".length())).stream())
                    .toList();
        }
        JsonNode answers = operation(endpoint).path("responses");
        String key = answers.has(Integer.toString(status)) ? Integer.toString(status) : "default";
        if (status < 300 && key.equals("default")) {
            return List.of("status " + status + " of " + endpoint.id() + " is not in the file");
        }
        JsonNode content = answers.path(key).path("content");
        if (content.isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of("an empty answer was documented: " + body);
        }
        JsonNode schema = content.path(type).path("schema");
        if (schema.isMissingNode()) {
            return List.of("type " + type + " of " + endpoint.id() + " is not in the file");
        }
        if (status < 300 && !type.contains("json") && !type.equals("text/event-stream")) {
            return List.of(); // lines of text, or a file
        }
        return KNOWN
                .computeIfAbsent(endpoint.id() + " " + key, made -> SCHEMAS.getSchema(whole(schema), InputFormat.JSON))
                .validate(body, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static String whole(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", Root.NODE.path("components"));
        return whole.toString();
    }
}

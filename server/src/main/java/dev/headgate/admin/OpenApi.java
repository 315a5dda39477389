package dev.headgate.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API's file, OpenAPI 3.1, made from the operations themselves and the records they read and answer: so it can't say anything
 * else than what the server does.
 */
final class OpenApi {
    private static final Pattern NAME = Pattern.compile("\\{([a-z_]+)}");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private final ObjectNode root = YAML.createObjectNode();
    private final Schemas schemas = new Schemas(YAML);
    private final Examples examples = new Examples(YAML);

    private OpenApi() {}

    /** The whole file. */
    static String of(List<Endpoint<?>> endpoints) {
        try {
            return YAML.writeValueAsString(new OpenApi().document(endpoints));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode document(List<Endpoint<?>> endpoints) {
        root.put("openapi", "3.1.0");
        ObjectNode info = root.putObject("info");
        info.put("title", "Headgate");
        info.put("version", "0.1.0");
        info.put(
                "description",
                "Lists are paged: ask for the next page with the page's next_cursor as cursor. Every call that changes something may"
                        + " carry an Idempotency-Key; asked again with the same key it answers again and does nothing twice."
                        + " A PATCH may carry If-Unchanged, fields of the thing as percent-encoded JSON: where they are others by now it is"
                        + " refused with 409 changed_since, which names them."
                        + " Browsers send the session's cookie and its csrf_token as x-csrf-token; programs send a service"
                        + " token as a bearer token. Ids are text, times ISO 8601 UTC, money whole nano-dollars.");
        root.putArray("servers").addObject().put("url", "/api/v1");
        ObjectNode paths = root.putObject("paths");
        for (Endpoint<?> endpoint : endpoints) {
            ObjectNode path = paths.withObjectProperty(endpoint.path());
            path.set(endpoint.method().toLowerCase(Locale.ROOT), operation(endpoint));
        }
        ObjectNode components = root.putObject("components");
        schemas.add(AdminApi.Problem.class);
        components.set("schemas", schemas.all());
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("session").put("type", "apiKey").put("in", "cookie").put("name", Callers.COOKIE);
        security.putObject("serviceToken").put("type", "http").put("scheme", "bearer");
        return root;
    }

    private ObjectNode operation(Endpoint<?> endpoint) {
        ObjectNode operation = YAML.createObjectNode();
        operation.put("operationId", endpoint.id());
        operation.put("summary", endpoint.summary());
        operation.putArray("tags").add(endpoint.path().split("/", -1)[1]);
        if (endpoint.permission() == null) {
            operation.putArray("security");
        } else {
            operation.put("x-permission", endpoint.permission().id());
            ArrayNode security = operation.putArray("security");
            security.addObject().putArray("session");
            security.addObject().putArray("serviceToken");
        }
        if (endpoint.traits().freshProof()) {
            operation.put("x-fresh-proof", true);
        }
        parameters(endpoint, operation.putArray("parameters"));
        if (endpoint.changes() && endpoint.input() != Endpoint.Nothing.class) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            ObjectNode content = content(body, "application/json");
            content.set("schema", schemas.reference(endpoint.input()));
            content.set("example", examples.of(endpoint.input()));
        }
        answers(endpoint, operation.putObject("responses"));
        return operation;
    }

    private void parameters(Endpoint<?> endpoint, ArrayNode parameters) {
        Matcher names = NAME.matcher(endpoint.path());
        while (names.find()) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", names.group(1)).put("in", "path").put("required", true);
            parameter.putObject("schema").put("type", "string");
        }
        if (!endpoint.changes()) {
            schemas.queryParameters(endpoint.input(), examples, parameters);
        } else {
            ObjectNode key = parameters.addObject();
            key.put("name", "Idempotency-Key").put("in", "header").put("required", false);
            key.putObject("schema").put("type", "string").put("maxLength", 200);
            key.put("example", "order-1042-top-up");
        }
    }

    private void answers(Endpoint<?> endpoint, ObjectNode answers) {
        Endpoint.Output output = endpoint.output();
        ObjectNode good = answers.putObject(Integer.toString(output.status()));
        good.put("description", output.type() == null ? "Done" : "The answer");
        Class<?> type = output.type();
        if (type != null && output.form() == Endpoint.Form.ROWS) {
            ObjectNode example = examples.of(type);
            schemas.add(type); // the columns
            text(good, "text/csv; charset=utf-8", String.join(",", names(example)) + "\r\n");
            text(good, "application/x-ndjson", example + "\n");
        } else if (type != null) {
            String media = output.form() == Endpoint.Form.STREAM ? "text/event-stream" : "application/json";
            boolean page = output.form() == Endpoint.Form.PAGE;
            ObjectNode content = content(good, media);
            content.set("schema", page ? schemas.page(type) : schemas.reference(type));
            content.set("example", page ? examples.page(type) : examples.of(type));
        }
        if (output.form() == Endpoint.Form.FILE) {
            content(good, AdminApi.ZIP)
                    .putObject("schema")
                    .put("type", "string")
                    .put("format", "binary");
        }
        problem(answers, "400", "The input is not right");
        if (endpoint.permission() != null) {
            problem(answers, "401", "Nobody is signed in");
            problem(answers, "403", "Not permitted, or a fresh proof is needed");
        }
        problem(answers, "default", "Any other refusal");
    }

    private void problem(ObjectNode answers, String status, String description) {
        ObjectNode answer = answers.putObject(status).put("description", description);
        content(answer, "application/problem+json").set("schema", schemas.reference(AdminApi.Problem.class));
    }

    private static void text(ObjectNode answer, String media, String example) {
        ObjectNode content = answer.withObjectProperty("content").putObject(media);
        content.putObject("schema").put("type", "string");
        content.put("example", example);
    }

    private static List<String> names(ObjectNode example) {
        List<String> names = new ArrayList<>();
        example.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static ObjectNode content(ObjectNode parent, String type) {
        return parent.putObject("content").putObject(type);
    }

    /** What a component's or type's {@link dev.headgate.config.Doc} says, null without one. */
    static @Nullable String doc(java.lang.reflect.AnnotatedElement element) {
        dev.headgate.config.Doc doc = element.getAnnotation(dev.headgate.config.Doc.class);
        return doc == null ? null : doc.value();
    }
}

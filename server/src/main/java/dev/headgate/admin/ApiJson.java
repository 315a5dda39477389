package dev.headgate.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.headgate.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API's JSON: snake_case names, times as ISO 8601 UTC, ids as text; unknown, missing and ill-typed fields are all told at once. */
final class ApiJson {
    private static final ObjectMapper BODY = mapper(false);

    /** A query has only text, so numbers and yes or no are read from it. */
    private static final ObjectMapper QUERY = mapper(true);

    private ApiJson() {}

    private static ObjectMapper mapper(boolean lenient) {
        SimpleModule types = new SimpleModule();
        types.addSerializer(Instant.class, ToStringSerializer.instance);
        types.addDeserializer(Instant.class, new InstantText());
        types.addSerializer(Secret.class, new SecretText());
        types.addDeserializer(Secret.class, new TextSecret());
        types.addDeserializer(Clearable.class, new ClearableReader());
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, lenient)
                .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true)
                .addModule(types)
                .build();
    }

    static String write(Object value) {
        try {
            return BODY.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <I extends Record> I readQuery(Class<I> type, Map<String, String> query) {
        ObjectNode node = QUERY.createObjectNode();
        query.forEach(node::put);
        return read(QUERY, type, node);
    }

    static <I extends Record> I readBody(Class<I> type, byte[] body) {
        JsonNode node;
        try {
            node = body.length == 0 ? BODY.createObjectNode() : BODY.readTree(body);
        } catch (IOException e) {
            String where = e instanceof JsonProcessingException json && json.getLocation() != null
                    ? " at line " + json.getLocation().getLineNr() + ", column "
                            + json.getLocation().getColumnNr()
                    : "";
            throw new ApiFault(400, "invalid_request", "The body is not valid JSON" + where + ".");
        }
        if (!node.isObject()) {
            throw new ApiFault(400, "invalid_request", "The body is not a JSON object.");
        }
        return read(BODY, type, node);
    }

    private static <I extends Record> I read(ObjectMapper mapper, Class<I> type, JsonNode node) {
        List<ApiFault.Field> wrong = new ArrayList<>();
        check(type, node, wrong);
        checkTexts("", node, wrong);
        if (!wrong.isEmpty()) {
            throw ApiFault.invalid(wrong);
        }
        try {
            return mapper.treeToValue(node, type);
        } catch (JsonMappingException e) {
            throw ApiFault.invalid(List.of(problem(e)));
        } catch (JsonProcessingException e) {
            throw new ApiFault(400, "invalid_request", "The request could not be read.");
        }
    }

    private static void check(Class<?> type, JsonNode node, List<ApiFault.Field> wrong) {
        List<String> known = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = snake(component.getName());
            known.add(name);
            if (!isOptional(component) && (!node.has(name) || node.get(name).isNull())) {
                wrong.add(new ApiFault.Field(name, "missing"));
            }
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                wrong.add(new ApiFault.Field(name, "unknown (expected: " + String.join(", ", known) + ")"));
            }
        });
    }

    /** Databases take no text with a NUL or half a surrogate pair in it; it would look like a failure of ours. */
    private static void checkTexts(String at, JsonNode node, List<ApiFault.Field> wrong) {
        if (node.isTextual() && !isText(node.textValue())) {
            wrong.add(new ApiFault.Field(at, "holds what is no character (expected: Unicode text without NUL)"));
        }
        int index = 0;
        for (JsonNode item : node.isArray() ? node : List.<JsonNode>of()) {
            checkTexts(at + "[" + index++ + "]", item, wrong);
        }
        node.properties().forEach(field -> {
            String name = at.isEmpty() ? field.getKey() : at + "." + field.getKey();
            if (!isText(field.getKey())) {
                wrong.add(new ApiFault.Field(at, "a name holds what is no character (expected: Unicode text)"));
            } else {
                checkTexts(name, field.getValue(), wrong);
            }
        });
    }

    private static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** Whether a component may be left out. */
    static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** What a record has at a component. */
    static @Nullable Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " can't be read", e);
        }
    }

    /** {@code rateLimit} → {@code rate_limit}, as Jackson's strategy does it. */
    static String snake(String name) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(name);
    }

    private static ApiFault.Field problem(JsonMappingException e) {
        StringBuilder at = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() != null) {
                at.append(at.isEmpty() ? "" : ".").append(step.getFieldName());
            } else {
                at.append('[').append(step.getIndex()).append(']');
            }
        }
        if (e instanceof UnrecognizedPropertyException) {
            return new ApiFault.Field(at.toString(), "unknown");
        }
        Throwable cause = e.getCause();
        if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
            return named(at.toString(), cause.getMessage());
        }
        return new ApiFault.Field(at.toString(), "not of the expected type");
    }

    /** A check's text names what it is about: {@code weight: -3 (expected: >= 0)}. */
    static ApiFault.Field named(String at, String message) {
        int colon = message.indexOf(": ");
        if (!at.isEmpty() || colon < 0) {
            return new ApiFault.Field(at, message);
        }
        return new ApiFault.Field(message.substring(0, colon).replace(' ', '_'), message.substring(colon + 2));
    }
}

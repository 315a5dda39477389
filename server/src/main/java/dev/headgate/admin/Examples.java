package dev.headgate.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.headgate.base.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Examples of what the API reads and answers: the value of a component by {@link Example}, else by the table ({@code api/examples.yaml}), else by its type.
 * A text that none of these tells is an error, so that nobody forgets to show what belongs into a field. The example of a request is one
 * that the server takes, once its ids are those of things that are there: the contract test sends them all.
 */
final class Examples {
    private static final String TABLE = "/api/examples.yaml";

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonNode KNOWN = table();

    private final ObjectMapper json;

    Examples(ObjectMapper json) {
        this.json = json;
    }

    private static JsonNode table() {
        try (InputStream file = Objects.requireNonNull(Examples.class.getResourceAsStream(TABLE), TABLE)) {
            return YAML.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An example of a record. */
    ObjectNode of(Class<?> record) {
        ObjectNode example = json.createObjectNode();
        for (RecordComponent component : record.getRecordComponents()) {
            JsonNode value = of(component);
            if (value != null) {
                example.set(ApiJson.snake(component.getName()), value);
            }
        }
        return example;
    }

    /** An example of a page, the only one there is. */
    ObjectNode page(Class<?> item) {
        ObjectNode example = json.createObjectNode();
        example.putArray("items").add(of(item));
        example.putNull("next_cursor");
        return example;
    }

    /** An example of one component; null for one that is left out of the record's. */
    @Nullable
    JsonNode of(RecordComponent component) {
        String name = ApiJson.snake(component.getName());
        Class<?> record = component.getDeclaringRecord();
        Example own = component.getAnnotation(Example.class);
        JsonNode known = own != null ? yaml(own.value()) : KNOWN.get(record.getSimpleName() + "." + name);
        boolean raw = component.getAccessor().isAnnotationPresent(JsonRawValue.class);
        if (known == null && KNOWN.has(name) && (raw || fits(component, KNOWN.get(name)))) {
            known = KNOWN.get(name);
        }
        if (known != null) {
            if (!known.isNull()) {
                return known.deepCopy();
            }
            if (ApiJson.isOptional(component)) {
                return null;
            }
        }
        if (raw) {
            throw missing(component);
        }
        return byType(component, component.getGenericType(), name);
    }

    private static IllegalStateException missing(RecordComponent component) {
        return new IllegalStateException(
                "no example of " + component.getDeclaringRecord().getSimpleName() + "." + component.getName()
                        + ": annotate it with @Example, or put it into api/examples.yaml");
    }

    /** Whether a value known by name alone is of the component's kind: a name may mean two things. */
    private static boolean fits(RecordComponent component, JsonNode value) {
        Class<?> type = component.getType();
        if (component.getGenericType() instanceof ParameterizedType generic && type == Clearable.class) {
            type = (Class<?>) generic.getActualTypeArguments()[0];
        }
        if (value.isNull()) {
            return true;
        }
        if (type == List.class) {
            Type item = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            boolean records = item instanceof Class<?> plain && plain.isRecord() && plain != Secret.class;
            return value.isArray() && !records;
        }
        if (type == Map.class || type.isRecord() && type != Secret.class) {
            return value.isObject();
        }
        if (type == String.class || type == Secret.class) {
            return value.isTextual();
        }
        return type != Instant.class
                && !type.isEnum()
                && (type == boolean.class || type == Boolean.class ? value.isBoolean() : value.isIntegralNumber());
    }

    private JsonNode byType(RecordComponent component, Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == Clearable.class) {
                return byType(component, inner, name);
            }
            JsonNode one = byType(component, inner, name);
            return generic.getRawType() == Map.class
                    ? json.createObjectNode().set("example", one)
                    : json.createArrayNode().add(one);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == boolean.class || plain == Boolean.class) {
            return json.getNodeFactory().booleanNode(true);
        }
        if (plain == Instant.class) {
            boolean ahead = name.matches("expires_at|ends_at|resets_at|until|raised_until|old_until");
            String time = ahead
                    ? "2031-01-01T00:00:00Z"
                    : name.equals("to") ? "2026-04-01T00:00:00Z" : "2026-03-01T09:30:00Z";
            return json.getNodeFactory().textNode(time);
        }
        if (plain.isEnum()) {
            Enum<?> first = (Enum<?>) plain.getEnumConstants()[0];
            return json.getNodeFactory().textNode(first.name().toLowerCase(Locale.ROOT));
        }
        if (plain.isRecord() && plain != Secret.class) {
            return of(plain);
        }
        if (plain == int.class || plain == Integer.class || plain == long.class || plain == Long.class) {
            return json.getNodeFactory().numberNode(number(name));
        }
        throw missing(component);
    }

    private static int number(String name) {
        if (name.endsWith("_nanos")) {
            return 1_000_000_000;
        }
        if (name.endsWith("_ppm")) {
            return 1_000_000;
        }
        if (name.endsWith("_tokens") || name.endsWith("_ms") || name.endsWith("_per_minute")) {
            return 1_000;
        }
        return 1;
    }
}

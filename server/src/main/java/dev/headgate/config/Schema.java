package dev.headgate.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.base.Bytes;
import dev.headgate.base.Money;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON schema (draft 2020-12) of the settings file from the records, for editors that complete and check YAML. It knows
 * names, types and forms; ranges are checked by Headgate itself.
 */
public final class Schema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What stands for an environment variable, in every value. */
    private static final String VARIABLE = "\\$\\{[A-Za-z_]";

    private Schema() {}

    /** The schema as text. */
    public static String json(Class<? extends Record> root, String title) {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.setAll(group(root, Binder.defaults(root)));
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(schema)
                            .replace("\r", "")
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode group(Class<?> type, @Nullable Object defaults) {
        ObjectNode schema = JSON.objectNode();
        schema.set("type", types("object", "null"));
        schema.put("additionalProperties", false);
        ArrayNode required = JSON.arrayNode();
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : type.getRecordComponents()) {
            Object value = defaults == null ? null : Binder.get(component, defaults);
            String key = Values.kebab(component.getName());
            properties.set(key, property(component, value));
            if (defaults == null && component.getType() != List.class && !Binder.isNullable(component)) {
                required.add(key);
            }
        }
        if (!required.isEmpty()) {
            schema.set("type", types("object"));
            schema.set("required", required);
        }
        return schema;
    }

    private static ObjectNode property(RecordComponent component, @Nullable Object value) {
        Class<?> type = component.getType();
        ObjectNode schema;
        if (type.isRecord() && !Values.isScalar(type)) {
            return group(type, value == null ? Binder.defaults(type) : value);
        }
        if (component.getGenericType() instanceof ParameterizedType list) {
            Class<?> item = (Class<?>) list.getActualTypeArguments()[0];
            schema = JSON.objectNode();
            schema.set("type", types("array", "null"));
            schema.set("items", Values.isScalar(item) ? scalar(item) : group(item, Binder.defaults(item)));
        } else {
            schema = type == JsonNode.class ? JSON.objectNode() : scalar(type);
            if (value != null) {
                schema.put("default", Values.write(value));
            }
        }
        Doc doc = component.getAnnotation(Doc.class);
        if (doc != null) {
            schema.put("description", doc.value());
        }
        return schema;
    }

    private static ObjectNode scalar(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return text("true|false", "boolean");
        }
        if (type == int.class || type == long.class || type == Integer.class) {
            return text("-?[0-9]+", "integer");
        }
        if (type == Duration.class) {
            return text("0|[0-9]+ *(ms|s|m|h|d)", "integer");
        }
        if (type == Bytes.class) {
            return text("[0-9]+ *([KkMmGg][Ii][Bb])?", "integer");
        }
        if (type == Money.class) {
            return text("-?[0-9]+(\\.[0-9]+)?", "number");
        }
        if (type.isEnum()) {
            StringBuilder words = new StringBuilder();
            for (Object constant : type.getEnumConstants()) {
                words.append(words.isEmpty() ? "" : "|").append(Values.write(constant));
            }
            return text(words.toString(), null);
        }
        ObjectNode any = JSON.objectNode();
        any.set("type", types("string", "number", "boolean", "null"));
        return any;
    }

    /** A value written as text of a form, or with a variable in it, or as {@code otherwise}. */
    private static ObjectNode text(String form, @Nullable String otherwise) {
        ObjectNode schema = JSON.objectNode();
        schema.set("type", otherwise == null ? types("string", "null") : types("string", otherwise, "null"));
        schema.put("pattern", "^\\s*(" + form + ")\\s*$|" + VARIABLE);
        return schema;
    }

    private static ArrayNode types(String... names) {
        ArrayNode types = JSON.arrayNode();
        for (String name : names) {
            types.add(name);
        }
        return types;
    }
}

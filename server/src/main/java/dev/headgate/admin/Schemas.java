package dev.headgate.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.base.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON schemas of the records that the API reads and answers, by their simple name. */
final class Schemas {
    private final ObjectMapper json;
    private final ObjectNode known;
    private final Map<String, Class<?>> made = new HashMap<>();

    Schemas(ObjectMapper json) {
        this.json = json;
        this.known = json.createObjectNode();
    }

    ObjectNode all() {
        return known;
    }

    /** A reference to a record's schema, which is made when it is new. */
    ObjectNode reference(Class<?> record) {
        add(record);
        return json.createObjectNode().put("$ref", "#/components/schemas/" + record.getSimpleName());
    }

    /** The schema of a page of records. */
    ObjectNode page(Class<?> item) {
        ObjectNode page = json.createObjectNode().put("type", "object").put("additionalProperties", false);
        page.putArray("required").add("items").add("next_cursor");
        ObjectNode properties = page.putObject("properties");
        properties.putObject("items").put("type", "array").set("items", reference(item));
        ObjectNode cursor = properties.putObject("next_cursor");
        cursor.putArray("type").add("string").add("null");
        return page;
    }

    void add(Class<?> record) {
        String name = record.getSimpleName();
        Class<?> other = made.putIfAbsent(name, record);
        if (other != null) {
            if (other != record) {
                throw new IllegalStateException(
                        record + " and " + other + " would have one schema; name one differently");
            }
            return;
        }
        ObjectNode schema = known.putObject(name);
        schema.put("type", "object").put("additionalProperties", false);
        ArrayNode required = json.createArrayNode();
        ObjectNode properties = json.createObjectNode();
        for (RecordComponent component : record.getRecordComponents()) {
            String property = ApiJson.snake(component.getName());
            properties.set(property, property(component));
            if (!ApiJson.isOptional(component)) {
                required.add(property);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.set("properties", properties);
    }

    void queryParameters(Class<?> record, Examples examples, ArrayNode parameters) {
        for (RecordComponent component : record.getRecordComponents()) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", ApiJson.snake(component.getName())).put("in", "query");
            parameter.put("required", !ApiJson.isOptional(component));
            String doc = OpenApi.doc(component);
            if (doc != null) {
                parameter.put("description", doc);
            }
            parameter.set("schema", schema(component.getGenericType()));
            JsonNode example = examples.of(component);
            if (example != null) {
                parameter.set("example", example);
            }
        }
    }

    private ObjectNode property(RecordComponent component) {
        if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
            return json.createObjectNode(); // any JSON
        }
        ObjectNode schema = schema(component.getGenericType());
        String doc = OpenApi.doc(component);
        if (doc != null) {
            schema.put("description", doc);
        }
        Needs needs = component.getAnnotation(Needs.class);
        if (needs != null) {
            schema.put("x-permission", needs.value().id());
        }
        if (ApiJson.isOptional(component)) {
            if (schema.has("$ref")) {
                ObjectNode either = json.createObjectNode();
                either.putArray("anyOf").add(schema).addObject().put("type", "null");
                return either;
            }
            String type = schema.path("type").asText();
            schema.putArray("type").add(type).add("null");
        }
        return schema;
    }

    private ObjectNode schema(Type type) {
        ObjectNode schema = json.createObjectNode();
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == List.class) {
                schema.put("type", "array").set("items", schema(generic.getActualTypeArguments()[0]));
                return schema;
            }
            if (generic.getRawType() == Clearable.class) {
                return schema(generic.getActualTypeArguments()[0]);
            }
            if (generic.getRawType() == Map.class) {
                schema.put("type", "object").set("additionalProperties", schema(generic.getActualTypeArguments()[1]));
                return schema;
            }
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalStateException("no schema for " + type);
        }
        if (plain.isRecord()) {
            return plain == Secret.class
                    ? schema.put("type", "string").put("format", "password").put("writeOnly", true)
                    : reference(plain);
        }
        if (plain.isEnum()) {
            ArrayNode values = schema.put("type", "string").putArray("enum");
            for (Object constant : plain.getEnumConstants()) {
                values.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            }
            return schema;
        }
        return simple(schema, plain);
    }

    private static ObjectNode simple(ObjectNode schema, Class<?> type) {
        if (type == String.class) {
            return schema.put("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return schema.put("type", "integer")
                    .put("format", type == int.class || type == Integer.class ? "int32" : "int64");
        }
        if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        }
        throw new IllegalStateException("no schema for " + type);
    }
}

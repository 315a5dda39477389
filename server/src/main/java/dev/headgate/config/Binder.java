package dev.headgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.headgate.base.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a tree of settings into a record. Each component's key is its name in kebab-case; its environment variable is the
 * whole path in capitals with {@code _} ({@code gateway.max-body} → {@code HEADGATE_GATEWAY_MAX_BODY}), which wins over the
 * file. A record's defaults are its {@code DEFAULTS} constant; a component of a record without one is required unless
 * {@code @Nullable} or a list. {@code ${NAME}} and {@code ${NAME:-default}} in a value stand for environment variables.
 */
public final class Binder {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    public Binder(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Binds {@code tree} to a {@code type}.
     *
     * @throws ConfigException with all problems
     */
    public <T extends Record> T bind(Class<T> type, JsonNode tree) {
        Object bound = record(type, tree, "", defaults(type));
        if (!problems.isEmpty() || bound == null) {
            throw new ConfigException(problems);
        }
        return type.cast(bound);
    }

    private @Nullable Object record(Class<?> type, JsonNode node, String path, @Nullable Object defaults) {
        if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
            problems.add(path + ": " + (holdsSecret(type) ? "***" : shown(node)) + " (expected: a group of settings)");
            return null;
        }
        int before = problems.size();
        RecordComponent[] components = type.getRecordComponents();
        rejectUnknown(components, node, path);
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = component(components[i], node, path, defaults);
        }
        return problems.size() > before ? null : construct(type, types, values, path);
    }

    private @Nullable Object construct(Class<?> type, Class<?>[] types, @Nullable Object[] values, String path) {
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            problems.add((path.isEmpty() ? "" : path + ".") + cause.getMessage());
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("settings record " + type + " has no canonical constructor", e);
        }
    }

    private @Nullable Object component(
            RecordComponent component, JsonNode parent, String path, @Nullable Object defaults) {
        String key = key(component);
        String full = path.isEmpty() ? key : path + "." + key;
        Class<?> type = component.getType();
        JsonNode node = parent.path(key);
        Object otherwise = defaults == null ? null : get(component, defaults);
        if (type.isRecord() && !Values.isScalar(type)) {
            if (node.isMissingNode() && otherwise == null && isNullable(component)) {
                return null;
            }
            return node.isMissingNode() && otherwise == null
                    ? record(type, node, full, defaults(type))
                    : record(type, node, full, otherwise != null ? otherwise : defaults(type));
        }
        if (type == List.class) {
            return list((ParameterizedType) component.getGenericType(), node, full);
        }
        String variable = path.contains("[") ? null : environment.get(environmentName(full));
        if (variable != null) {
            node = JsonNodeFactory.instance.textNode(variable);
        }
        if (type == JsonNode.class) {
            return node;
        }
        if (node.isMissingNode() || node.isNull()) {
            if (otherwise == null && defaults == null && !isNullable(component)) {
                problems.add(full + ": missing (expected: " + expected(component) + ")");
            }
            return otherwise == null && type.isPrimitive() ? zero(type) : otherwise;
        }
        return scalar(type, node, full);
    }

    private List<Object> list(ParameterizedType declared, JsonNode node, String path) {
        List<Object> items = new ArrayList<>();
        if (node.isMissingNode() || node.isNull()) {
            return items;
        }
        if (!node.isArray()) {
            problems.add(path + ": " + shown(node) + " (expected: a list)");
            return items;
        }
        Class<?> type = (Class<?>) declared.getActualTypeArguments()[0];
        for (int i = 0; i < node.size(); i++) {
            String at = path + "[" + i + "]";
            Object item = Values.isScalar(type)
                    ? scalar(type, node.get(i), at)
                    : record(type, node.get(i), at, defaults(type));
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private @Nullable Object scalar(Class<?> type, JsonNode node, String path) {
        if (!node.isValueNode()) {
            problems.add(path + ": " + shown(node) + " (expected: a single value)");
            return type.isPrimitive() ? zero(type) : null;
        }
        String text = expand(node.asText(), path);
        try {
            return Values.read(type, text);
        } catch (IllegalArgumentException e) {
            String message = e.getMessage() == null ? "not understood" : e.getMessage();
            problems.add(path + ": " + (type == Secret.class ? "not understood" : message));
            return type.isPrimitive() ? zero(type) : null;
        }
    }

    private String expand(String text, String path) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String value = environment.get(matcher.group(1));
            if (value == null) {
                value = matcher.group(2);
            }
            if (value == null) {
                problems.add(path + ": ${" + matcher.group(1) + "} is not set (expected: that environment variable)");
                value = "";
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(out).toString();
    }

    private void rejectUnknown(RecordComponent[] components, JsonNode node, String path) {
        List<String> known = new ArrayList<>();
        for (RecordComponent component : components) {
            known.add(key(component));
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                problems.add((path.isEmpty() ? "" : path + ".") + name + ": unknown key (expected: one of "
                        + String.join(", ", known) + ")");
            }
        }
    }

    /** The environment variable that overrides a key. */
    public static String environmentName(String path) {
        return "HEADGATE_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** How a component is written in the file. */
    static String key(RecordComponent component) {
        Key named = component.getAnnotation(Key.class);
        return named == null ? Values.kebab(component.getName()) : named.value();
    }

    static @Nullable Object defaults(Class<?> type) {
        try {
            var field = type.getDeclaredField("DEFAULTS");
            field.setAccessible(true);
            return field.get(null);
        } catch (NoSuchFieldException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static @Nullable Object get(RecordComponent component, Object of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String expected(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        return doc == null ? "a value" : doc.value();
    }

    private static Object zero(Class<?> type) {
        return type == boolean.class ? (Object) false : type == long.class ? (Object) 0L : (Object) 0;
    }

    /** Where a group with a secret is meant, what stands in its place may be that secret. */
    private static boolean holdsSecret(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() == Secret.class) {
                return true;
            }
        }
        return false;
    }

    private static String shown(JsonNode node) {
        return node.isArray() ? "a list" : node.isObject() ? "a group" : "\"" + node.asText() + "\"";
    }
}

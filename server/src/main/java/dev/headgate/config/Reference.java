package dev.headgate.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the reference of all settings from the records themselves. */
public final class Reference {
    private final StringBuilder out = new StringBuilder();

    private Reference() {}

    /** Markdown: one table for each group of settings. */
    public static String markdown(Class<? extends Record> root) {
        Reference reference = new Reference();
        reference.out.append("""
                # Settings

                Made from the code; don't edit. Settings stand in a YAML file (`--config FILE`, default `./headgate.yaml`); each but those in
                lists also has an environment variable, which wins. `${NAME}` and `${NAME:-default}` in a value stand for environment
                variables. Durations are written `20ms`, `5s`, `10m`, `2h`; sizes `512`, `64KiB`, `32MiB`.
                """);
        reference.group(root, "", Binder.defaults(root));
        return reference.out.toString();
    }

    private void group(Class<?> type, String path, @Nullable Object defaults) {
        boolean titled = false;
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord() && !Values.isScalar(component.getType())) {
                continue;
            }
            if (!titled) {
                titled = true;
                out.append("\n## ").append(path.isEmpty() ? "(top)" : "`" + path + "`");
                out.append("\n\n| key | environment | default | meaning |\n| --- | --- | --- | --- |\n");
            }
            row(component, path, defaults);
        }
        for (RecordComponent component : type.getRecordComponents()) {
            nested(component, path, defaults);
        }
    }

    private void nested(RecordComponent component, String path, @Nullable Object defaults) {
        String key = (path.isEmpty() ? "" : path + ".") + Binder.key(component);
        Class<?> type = component.getType();
        if (type.isRecord() && !Values.isScalar(type)) {
            Object inner = defaults == null ? null : Binder.get(component, defaults);
            group(type, key, inner == null ? Binder.defaults(type) : inner);
        } else if (component.getGenericType() instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof Class<?> item
                && item.isRecord()) {
            group(item, key + "[]", null);
        }
    }

    private void row(RecordComponent component, String path, @Nullable Object defaults) {
        String key = Binder.key(component);
        String full = path.isEmpty() ? key : path + "." + key;
        Object value = defaults == null ? null : Binder.get(component, defaults);
        Doc doc = component.getAnnotation(Doc.class);
        boolean required = defaults == null && component.getType() != List.class && !Binder.isNullable(component);
        boolean single = !full.contains("[") && component.getType() != List.class;
        String shown = value == null || value instanceof List<?> ? "" : "`" + Values.write(value) + "`";
        out.append("| `").append(key).append("` | ");
        out.append(single ? "`" + Binder.environmentName(full) + "`" : "").append(" | ");
        out.append(required ? "required" : shown).append(" | ");
        out.append(doc == null ? "list" : doc.value().replace("|", "\\|")).append(" |\n");
    }
}

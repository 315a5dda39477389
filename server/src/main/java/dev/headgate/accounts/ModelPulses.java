package dev.headgate.accounts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An account's models of which something is remembered, by upstream name; the oldest gives way. Confined to its pulse's lock. */
final class ModelPulses {
    private static final int MAX = 64;

    private final LinkedHashMap<String, ModelPulse> models = new LinkedHashMap<>();

    /** The one of that name, made where there is none. */
    ModelPulse of(String upstreamModel) {
        ModelPulse known = models.get(upstreamModel);
        if (known != null) {
            return known;
        }
        if (models.size() >= MAX) {
            models.remove(models.firstEntry().getKey());
        }
        ModelPulse made = new ModelPulse();
        models.put(upstreamModel, made);
        return made;
    }

    /** The one of that name, null where nothing is remembered. */
    @Nullable
    ModelPulse known(@Nullable String upstreamModel) {
        return upstreamModel == null ? null : models.get(upstreamModel);
    }

    Iterable<Map.Entry<String, ModelPulse>> all() {
        return models.entrySet();
    }

    void forEach(BiConsumer<String, ModelPulse> action) {
        models.forEach(action);
    }
}

package dev.headgate.admin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the operation of a method and path. Immutable. */
final class Paths {
    private final Map<Integer, List<Known>> bySegments = new HashMap<>();

    private record Known(Endpoint<?> endpoint, String[] segments) {}

    /**
     * What was found.
     *
     * @param endpoint null when the path is known but not with that method
     * @param methods all that the path knows
     */
    record Match(@Nullable Endpoint<?> endpoint, Map<String, String> names, Set<String> methods) {}

    Paths(List<Endpoint<?>> endpoints) {
        for (Endpoint<?> endpoint : endpoints) {
            String[] segments = endpoint.path().split("/", -1);
            bySegments
                    .computeIfAbsent(segments.length, length -> new ArrayList<>())
                    .add(new Known(endpoint, segments));
        }
    }

    /** The operation at a path below {@code /api/v1}; null when there is no such path. */
    @Nullable
    Match find(String method, String path) {
        String[] segments = path.split("/", -1);
        Endpoint<?> found = null;
        Map<String, String> names = Map.of();
        Set<String> methods = new TreeSet<>();
        for (Known known : bySegments.getOrDefault(segments.length, List.of())) {
            Map<String, String> matched = match(known.segments(), segments);
            if (matched == null) {
                continue;
            }
            methods.add(known.endpoint().method());
            boolean exacter = found == null || matched.size() < names.size();
            if (known.endpoint().method().equals(method) && exacter) {
                found = known.endpoint();
                names = matched;
            }
        }
        return methods.isEmpty() ? null : new Match(found, names, methods);
    }

    private static @Nullable Map<String, String> match(String[] template, String[] path) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < template.length; i++) {
            if (template[i].startsWith("{")) {
                if (path[i].isEmpty()) {
                    return null;
                }
                names.put(template[i].substring(1, template[i].length() - 1), path[i]);
            } else if (!template[i].equals(path[i])) {
                return null;
            }
        }
        return names;
    }
}

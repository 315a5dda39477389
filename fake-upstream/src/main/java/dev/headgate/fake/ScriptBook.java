package dev.headgate.fake;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The scripts that wait for requests. Thread-safe. */
final class ScriptBook {
    private final Queue<Script> queue = new ConcurrentLinkedQueue<>();
    private final Map<String, Script> byKey = new ConcurrentHashMap<>();
    private final List<Map.Entry<String, Script>> byPath = new CopyOnWriteArrayList<>();

    void enqueue(Script script) {
        queue.add(script);
    }

    void forKey(String apiKey, Script script) {
        byKey.put(apiKey, script);
    }

    /** A later script for a path goes before an earlier one. */
    void forPath(String pathPrefix, Script script) {
        byPath.removeIf(entry -> entry.getKey().equals(pathPrefix));
        byPath.addFirst(Map.entry(pathPrefix, script));
    }

    void clear() {
        queue.clear();
        byKey.clear();
        byPath.clear();
    }

    /** Takes the script of a request: the queue's head, else its key's, else its path's, else none. */
    @Nullable
    Script take(@Nullable String apiKey, String path) {
        Script next = queue.poll();
        if (next == null && apiKey != null) {
            next = byKey.get(apiKey);
        }
        if (next != null || byPath.isEmpty()) {
            return next;
        }
        for (Map.Entry<String, Script> entry : byPath) {
            if (path.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return null;
    }
}

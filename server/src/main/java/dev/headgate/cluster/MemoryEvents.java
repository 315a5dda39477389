package dev.headgate.cluster;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages within this process: listeners are called on the sender's thread. */
final class MemoryEvents implements Events {
    private static final Logger log = LoggerFactory.getLogger(MemoryEvents.class);

    private final ConcurrentHashMap<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();

    @Override
    public void publish(String topic, String message) {
        for (Consumer<String> listener : listeners.getOrDefault(topic, List.of())) {
            try {
                listener.accept(message);
            } catch (RuntimeException e) {
                log.error("a listener of {} failed", topic, e);
            }
        }
    }

    @Override
    public Subscription subscribe(String topic, Consumer<String> listener) {
        List<Consumer<String>> all = listeners.computeIfAbsent(topic, made -> new CopyOnWriteArrayList<>());
        all.add(listener);
        return () -> all.remove(listener);
    }
}

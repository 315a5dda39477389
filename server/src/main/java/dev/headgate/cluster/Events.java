package dev.headgate.cluster;

import java.util.function.Consumer;

/**
 * Messages to all gateways, the sender included. At most once and only to who listens: what must not be missed is read anew from
 * the store from time to time. Messages of one sender keep their order.
 */
public interface Events {
    /** Tells all listeners of {@code topic}. */
    void publish(String topic, String message);

    /**
     * Listens. {@code listener} is called on any thread and must not block.
     *
     * @return ends it
     */
    Subscription subscribe(String topic, Consumer<String> listener);

    /** A listener at work. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}

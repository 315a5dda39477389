package dev.headgate.admin;

import java.util.function.Consumer;

/**
 * An answer that is told event by event while the work goes on, as server-sent events.
 *
 * @param work does it; blocks, on a virtual thread
 */
record Telling(Work work) {
    /** What is refused before the first event is refused like any call; after it the answer breaks off. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it.
         *
         * @param tell takes what is written as JSON; ends with {@link java.util.concurrent.CancellationException} when nobody listens
         */
        void run(Consumer<Object> tell);
    }
}

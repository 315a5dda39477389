package dev.headgate.webhooks;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint, or arrived, or given up.
 *
 * @param eventId what the receiver knows it by
 * @param body as it is sent
 * @param nextTryAt when it is tried next, null when it isn't
 * @param endedAt when it arrived or was given up
 * @param last how the last try went, null before the first
 */
public record Delivery(
        long id,
        long endpoint,
        String eventId,
        String type,
        String body,
        State state,
        int tries,
        @Nullable Instant nextTryAt,
        Instant createdAt,
        @Nullable Instant endedAt,
        @Nullable Try last) {

    /** How far it has come. */
    public enum State {
        WAITING,
        DELIVERED,
        DEAD;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state of that text. */
        public static State of(String id) {
            for (State state : values()) {
                if (state.id().equals(id)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("state: \"" + id + "\" (expected: waiting, delivered or dead)");
        }
    }

    /**
     * How a try went.
     *
     * @param status HTTP status, 0 when there was no answer
     * @param answer the answer's first bytes as text, or what went wrong
     */
    public record Try(int status, long millis, String answer) {
        /** Whether the receiver has taken it. */
        public boolean good() {
            return status >= 200 && status < 300;
        }
    }
}

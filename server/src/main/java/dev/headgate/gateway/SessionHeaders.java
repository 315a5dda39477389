package dev.headgate.gateway;

import dev.headgate.protocol.RequestHead;
import io.vertx.core.MultiMap;

/** Finds the client's word for its session: headers first, then the body. */
final class SessionHeaders {
    private static final String[] NAMES = {
        "x-claude-code-session-id", "x-session-id", "session-id", "session_id", "x-session-affinity", "conversation_id"
    };
    private static final int LENGTH_MAX = 512;

    private SessionHeaders() {}

    /** The session, empty when the client names none. */
    static String session(MultiMap headers, RequestHead head) {
        for (String name : NAMES) {
            String value = headers.get(name);
            if (value != null && !value.isBlank() && value.length() <= LENGTH_MAX) {
                return value;
            }
        }
        return head.sessionId();
    }
}

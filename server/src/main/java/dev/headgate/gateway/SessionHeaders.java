package dev.headgate.gateway;

import dev.headgate.protocol.RequestHead;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Finds the client's word for its session: headers first, then the body. */
final class SessionHeaders {
    private static final CharSequence[] NAMES = {
        HttpHeaders.createOptimized("x-claude-code-session-id"),
        HttpHeaders.createOptimized("x-session-id"),
        HttpHeaders.createOptimized("session-id"),
        HttpHeaders.createOptimized("session_id"),
        HttpHeaders.createOptimized("x-session-affinity"),
        HttpHeaders.createOptimized("conversation_id")
    };
    private static final int LENGTH_MAX = 512;

    private SessionHeaders() {}

    /** The session, empty when the client names none. */
    static String session(MultiMap headers, RequestHead head) {
        for (CharSequence name : NAMES) {
            String value = headers.get(name);
            if (value != null && !value.isBlank() && value.length() <= LENGTH_MAX) {
                return value;
            }
        }
        return head.sessionId();
    }
}

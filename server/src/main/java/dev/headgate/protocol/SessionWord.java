package dev.headgate.protocol;

/** Finds the session in the {@code metadata.user_id} of an Anthropic request. */
final class SessionWord {
    private static final String MARK = "_session_";
    private static final String FIELD = "\"session_id\"";

    private SessionWord() {}

    /** The session part of a user id, empty when it has none. */
    static String ofUserId(String userId) {
        int mark = userId.lastIndexOf(MARK);
        if (mark >= 0) {
            return userId.substring(mark + MARK.length());
        }
        int field = userId.startsWith("{") ? userId.indexOf(FIELD) : -1;
        if (field < 0) {
            return "";
        }
        int open = userId.indexOf('"', field + FIELD.length());
        int close = open < 0 ? -1 : userId.indexOf('"', open + 1);
        return close < 0 ? "" : userId.substring(open + 1, close);
    }
}

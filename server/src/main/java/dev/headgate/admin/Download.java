package dev.headgate.admin;

import java.util.function.Consumer;

/**
 * An answer of any length, made piece by piece while it is sent.
 *
 * @param type its media type
 * @param name of the file that a browser keeps it in; ours, never a caller's word
 */
record Download(String type, String name, Body body) {
    static final String CSV = "text/csv; charset=utf-8";
    static final String JSON_LINES = "application/x-ndjson";

    /** Makes the pieces; blocks while the caller reads slower than they come, and ends with an exception when the caller goes. */
    @FunctionalInterface
    interface Body {
        void write(Consumer<String> out);
    }
}

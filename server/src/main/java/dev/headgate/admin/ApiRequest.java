package dev.headgate.admin;

import java.util.Map;
import java.util.Optional;

/**
 * One request to the API, read whole.
 *
 * @param query decoded parameters; of a repeated one the last
 * @param headers by lower-case name
 * @param address the caller's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ApiRequest(
        String id,
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        String address) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** A cookie's value. */
    Optional<String> cookie(String name) {
        for (String pair : headers.getOrDefault("cookie", "").split(";", -1)) {
            String trimmed = pair.strip();
            if (trimmed.startsWith(name + "=")) {
                return Optional.of(trimmed.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    boolean changes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }
}

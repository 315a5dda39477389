package dev.headgate.admin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the API.
 *
 * @param headers besides content-type and -length
 * @param body JSON; empty for 204
 * @param events what goes on after the head; null for an answer that is whole
 * @param file what is sent as the body; null for an answer that is whole
 * @param telling what is told while it is done; null for an answer that is whole
 * @param download what is made while it is sent; null for an answer that is whole
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ApiResponse(
        int status,
        String type,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        @Nullable EventSource events,
        @Nullable Telling telling,
        @Nullable Path file,
        @Nullable Download download) {
    ApiResponse {
        headers = List.copyOf(headers);
    }

    /** The same answer, told by {@code other}. */
    ApiResponse tellingBy(Telling other) {
        return new ApiResponse(status, type, headers, body, events, other, file, download);
    }

    ApiResponse(int status, String type, List<Map.Entry<String, String>> headers, byte[] body) {
        this(status, type, headers, body, null, null, null, null);
    }
}

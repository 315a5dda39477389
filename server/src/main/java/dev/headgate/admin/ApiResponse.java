package dev.headgate.admin;

import java.util.List;
import java.util.Map;

/**
 * An answer of the API.
 *
 * @param headers besides content-type and -length
 * @param body JSON; empty for 204
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ApiResponse(int status, String type, List<Map.Entry<String, String>> headers, byte[] body) {
    ApiResponse {
        headers = List.copyOf(headers);
    }
}

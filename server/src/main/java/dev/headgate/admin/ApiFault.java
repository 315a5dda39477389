package dev.headgate.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal of the API, told as problem details (RFC 9457). */
final class ApiFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<Field> fields;
    private final @Nullable Duration retryAfter;
    private final transient List<Map.Entry<String, String>> headers = new ArrayList<>();

    /** What is wrong with one field, by its name in the request. */
    record Field(String field, String message) {}

    ApiFault(int status, String code, String detail) {
        this(status, code, detail, List.of(), null);
    }

    ApiFault(int status, String code, String detail, List<Field> fields, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.code = code;
        this.fields = List.copyOf(fields);
        this.retryAfter = retryAfter;
    }

    static ApiFault invalid(List<Field> fields) {
        String detail = fields.size() == 1
                ? fields.getFirst().field() + ": " + fields.getFirst().message()
                : fields.size() + " fields are not right.";
        return new ApiFault(400, "invalid_request", detail, fields, null);
    }

    static ApiFault notFound(String what) {
        return new ApiFault(404, "not_found", "There is no such " + what + ".");
    }

    /** Sends a header along. */
    ApiFault header(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    static ApiFault taken(String name) {
        return new ApiFault(409, "conflict", "name: \"" + name + "\" (expected: one not in use)");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    List<Field> fields() {
        return fields;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}

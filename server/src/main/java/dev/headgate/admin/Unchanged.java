package dev.headgate.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a change takes for granted. Its header {@value #HEADER} holds fields of the thing as its sender knows them, as JSON, percent-encoded;
 * where the thing has others by now, somebody has changed it since, and the change is refused. An undo puts back only what is still as it
 * left it.
 */
final class Unchanged {
    static final String HEADER = "if-unchanged";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPECTED = " (expected: fields of what is changed, as percent-encoded JSON)";

    private Unchanged() {}

    /** @param shows the operation that shows what the call changes, null when there is none */
    static void check(ApiCall call, @Nullable Endpoint<?> shows) {
        String header = call.request().header(HEADER).orElse(null);
        if (header == null) {
            return;
        }
        JsonNode expected = read(header);
        if (shows == null || shows.output().form() != Endpoint.Form.ONE || !expected.isObject()) {
            throw wrong(header);
        }
        if (shows.permission() != null && !call.actor().may(shows.permission())) {
            throw new ApiFault(
                    403,
                    "forbidden",
                    HEADER + " needs the permission " + shows.permission().id() + ", which you don't have.");
        }
        JsonNode now = shown(call, shows);
        List<ApiFault.Field> changed = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            JsonNode value = now.path(field.getKey());
            if (!value.equals(field.getValue())) {
                changed.add(new ApiFault.Field(
                        field.getKey(), "is " + value + " now (expected: " + field.getValue() + ")"));
            }
        }
        if (!changed.isEmpty()) {
            List<String> names = changed.stream().map(ApiFault.Field::field).toList();
            throw new ApiFault(
                    409,
                    "changed_since",
                    "Somebody has changed this meanwhile: " + String.join(", ", names) + ".",
                    changed,
                    null);
        }
    }

    private static <I extends Record> JsonNode shown(ApiCall call, Endpoint<I> shows) {
        Object view = shows.action().run(call, ApiJson.readQuery(shows.input(), Map.of()));
        try {
            return JSON.readTree(view == null ? "{}" : ApiJson.write(view));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String header) {
        try {
            return JSON.readTree(URLDecoder.decode(header, StandardCharsets.UTF_8));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw wrong(header);
        }
    }

    private static ApiFault wrong(String header) {
        return ApiFault.invalid(List.of(new ApiFault.Field(HEADER, "\"" + header + "\"" + EXPECTED)));
    }
}

package dev.headgate.fake;

import static dev.headgate.fake.Wire.obj;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The endpoints by which other processes steer the fake provider.
 *
 * <p>{@code POST /__fake/script}: {@code {"script": "name;k=v"}} or {@code {"status": 200, "headers": {…}, "body": "…"}} or
 * {@code {"events": ["…"]}}, each with an optional {@code "key"} or {@code "path"} (else the next request takes it) and
 * {@code "times"}. {@code GET /__fake/seen}, {@code GET /__fake/stats}, {@code POST /__fake/reset}.
 */
final class Control {
    /** Where these endpoints live. */
    static final String PREFIX = "/__fake/";

    private static final int TIMES_MAX = 100_000;

    private final ScriptBook book;
    private final Tally tally;
    private final NamedScripts named;

    Control(ScriptBook book, Tally tally, NamedScripts named) {
        this.book = book;
        this.tally = tally;
        this.named = named;
    }

    /** The answer to a control request. */
    Script answer(String method, String path, byte[] body) {
        return switch (method + ' ' + path.substring(PREFIX.length())) {
            case "POST script" -> script(Wire.parse(body));
            case "POST reset" -> {
                book.clear();
                tally.reset();
                yield Script.json(200, "{}");
            }
            case "GET seen" -> Script.json(200, Wire.json(seen()));
            case "GET stats" -> Script.json(200, Wire.json(stats()));
            default -> Script.json(404, Wire.json(obj("error", "no such control endpoint: " + method + " " + path)));
        };
    }

    private Script script(JsonNode json) {
        try {
            String path = json.path("path").asText("");
            Script script = json.has("script")
                    ? named.get(json.path("script").asText(), json.path("shape").asText(path))
                    : literal(json);
            if (json.has("key")) {
                book.forKey(json.path("key").asText(), script);
            } else if (json.has("path")) {
                book.forPath(path, script);
            } else {
                for (int i = Math.clamp(json.path("times").asInt(1), 1, TIMES_MAX); i > 0; i--) {
                    book.enqueue(script);
                }
            }
            return Script.json(200, "{}");
        } catch (IllegalArgumentException e) {
            return Script.json(400, Wire.json(obj("error", String.valueOf(e.getMessage()))));
        }
    }

    private static Script literal(JsonNode json) {
        if (json.has("events")) {
            List<String> events = new ArrayList<>();
            json.path("events").forEach(event -> events.add(event.asText()));
            return Script.sse(events.toArray(String[]::new));
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", "application/json");
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        JsonNode body = json.path("body");
        return Script.answer(
                json.path("status").asInt(200), headers, body.isTextual() ? body.asText() : body.toString());
    }

    private List<Object> seen() {
        List<Object> all = new ArrayList<>();
        for (Seen request : tally.seen()) {
            all.add(obj(
                    "method", request.method(),
                    "uri", request.uri(),
                    "headers", request.headers(),
                    "body", request.bodyText(),
                    "version", request.version(),
                    "api_key", request.apiKey()));
        }
        return all;
    }

    private Object stats() {
        return obj(
                "requests", tally.requests.sum(),
                "open", tally.open.get(),
                "cancelled", tally.cancelled.get(),
                "bytes_written", tally.bytesWritten.sum());
    }
}

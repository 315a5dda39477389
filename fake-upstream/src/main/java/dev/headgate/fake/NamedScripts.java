package dev.headgate.fake;

import dev.headgate.fake.Route.Vendor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Scripts by name, for those outside this process: {@code name;key=value;key=value}.
 *
 * <p>Names: {@code ok, stream, bench-json, bench-sse, error, overloaded-200, reset, reset-after-headers, reset-after,
 * stall, stall-after-headers, stall-after, half-event, garbage, long-length, short-length, gzip, unknown-events, flood,
 * slow-read}. Keys of any: {@code every, delay} (times such as 50ms, 2s, 0) and {@code split} (bytes); of some: {@code
 * status, bytes, events, mb}.
 */
final class NamedScripts {
    private static final int CACHE_MAX = 256;

    private final Map<String, Script> built = new ConcurrentHashMap<>();

    /** The script of this name, in the shape of the path's protocol. */
    Script get(String spec, String path) {
        Script known = built.get(spec + ' ' + path);
        if (known != null) {
            return known;
        }
        Script script = build(spec, path);
        if (built.size() < CACHE_MAX) {
            built.put(spec + ' ' + path, script);
        }
        return script;
    }

    /** A time such as {@code 0}, {@code 50ms} or {@code 2s}. */
    static Duration duration(String text) {
        try {
            if (text.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            if (text.endsWith("s")) {
                return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
            }
            return Duration.ofMillis(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("duration: " + text + " (expected: such as 50ms or 2s)", e);
        }
    }

    private static Script build(String spec, String path) {
        String[] parts = spec.split(";", -1);
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("script option: " + parts[i] + " (expected: key=value)");
            }
            options.put(
                    parts[i].substring(0, equals).strip(),
                    parts[i].substring(equals + 1).strip());
        }
        Script script = named(parts[0].strip(), options, path);
        if (options.containsKey("split")) {
            script = script.splitEvery(number(options, "split", 1));
        }
        if (options.containsKey("every")) {
            Duration every = duration(options.getOrDefault("every", "0"));
            script = parts[0].equals("slow-read") ? script.readEvery(every) : script.every(every);
        }
        return options.containsKey("delay")
                ? script.delayHeaders(duration(options.getOrDefault("delay", "0")))
                : script;
    }

    private static Script named(String name, Map<String, String> options, String path) {
        String generating = Route.of("POST", path).generates() ? path : "/v1/chat/completions";
        Vendor vendor = Route.of("POST", path).vendor();
        Script json = BenchAnswers.json(generating, 512);
        Script sse = BenchAnswers.sse(generating, number(options, "events", 10), Duration.ZERO);
        int bytes = number(options, "bytes", 300);
        return switch (name) {
            case "bench-json" -> BenchAnswers.json(generating, number(options, "bytes", 2_048));
            case "bench-sse" -> BenchAnswers.sse(generating, number(options, "events", 50), Duration.ZERO);
            case "ok", "slow-read" ->
                recorded(json).readEvery(name.equals("ok") ? Duration.ZERO : Duration.ofMillis(20));
            case "stream" -> recorded(sse);
            case "error" -> VendorErrors.of(vendor, number(options, "status", 500));
            case "overloaded-200" ->
                vendor == Vendor.ANTHROPIC
                        ? VendorErrors.anthropicOverloadedInside200()
                        : VendorErrors.openaiOverloadedInside200();
            case "reset" -> Script.resetBeforeHeaders();
            case "reset-after-headers" -> recorded(sse).resetAfterHeaders();
            case "reset-after" -> recorded(sse).resetAfter(bytes);
            case "stall" -> Script.stallBeforeHeaders();
            case "stall-after-headers" -> recorded(sse).stallAfterHeaders();
            case "stall-after" -> recorded(sse).stallAfter(bytes);
            case "half-event" -> recorded(sse).closeAfter(sse.body().getFirst().length() + 9L);
            case "garbage" -> Script.garbage();
            case "long-length" -> recorded(json).declaredLength(json.whole().length() + 100L);
            case "short-length" -> recorded(json).declaredLength(json.whole().length() - 100L);
            case "gzip" -> recorded(json).gzip();
            case "unknown-events" -> unknownEvents(sse);
            case "flood" -> Script.flood((long) number(options, "mb", 64) << 20);
            default -> throw new IllegalArgumentException("script: " + name + " (expected: a name of NamedScripts)");
        };
    }

    /** A stream with event types, fields and comments that no client knows yet. */
    private static Script unknownEvents(Script sse) {
        StringBuilder all = new StringBuilder(": a comment\n\n");
        for (var piece : sse.body()) {
            all.append(piece.toString().replaceFirst("\\{", "{\"x_new_field\":{\"a\":[1,null]},"));
            if (all.indexOf("x_new_event") < 0) {
                all.append("event: x_new_event\nid: 7\nretry: 1000\ndata: {\"type\":\"x_new_event\"}\n\n");
            }
        }
        return Script.sse(all.toString());
    }

    private static Script recorded(Script script) {
        return Script.of(script.status(), script.headers(), script.body(), script.streamed());
    }

    private static int number(Map<String, String> options, String key, int otherwise) {
        String text = options.get(key);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + ": " + text + " (expected: a whole number)", e);
        }
    }
}

package dev.headgate.fake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.fake.TokenRule.CacheWish;
import dev.headgate.fake.TokenRule.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the built-in answers need to know of a request.
 *
 * @param route which answer is asked for
 * @param json the parsed body
 * @param model the model's name
 * @param text the last user message, or the tool's result where the request ends with one
 * @param tool the tool to call, or null to answer in words
 * @param thinks whether thinking was asked for
 * @param stream whether a stream was asked for
 * @param tokens the counts that the answer reports
 */
record Prompt(
        Route route,
        JsonNode json,
        String model,
        String text,
        @Nullable String tool,
        boolean thinks,
        boolean stream,
        Tokens tokens) {
    private static final String TOOL_PHRASE = "use the tool";
    private static final int PIECE_CHARS = 12;

    /** Reads a request. */
    static Prompt of(String path, byte[] body) {
        Route route = Route.of("POST", path);
        JsonNode json = Wire.parse(body);
        String result = toolResult(json);
        String text = result == null ? lastUserText(json) : result;
        String tool = result == null && text.contains(TOOL_PHRASE) ? firstTool(json.path("tools")) : null;
        boolean thinks = thinks(json);
        CacheWish wish = route.vendor() == Route.Vendor.ANTHROPIC ? CacheWish.of(body) : CacheWish.NONE;
        String reply = tool == null ? TokenRule.reply(text) : arguments(text);
        int replyBytes = route.generates() ? reply.getBytes(StandardCharsets.UTF_8).length : -1;
        boolean stream = route == Route.GEMINI_STREAM || json.path("stream").asBoolean(false);
        Tokens tokens = TokenRule.count(body.length, wish, thinks, replyBytes);
        return new Prompt(route, json, model(path, json), text, tool, thinks, stream, tokens);
    }

    /** The words of the answer. */
    String reply() {
        return TokenRule.reply(text);
    }

    /** The arguments of the tool call, as JSON text. */
    String arguments() {
        return arguments(text);
    }

    /** Text cut into the pieces that a stream sends; never inside a surrogate pair. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + PIECE_CHARS);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static String arguments(String text) {
        return Wire.json(Wire.obj("query", text));
    }

    private static String model(String path, JsonNode json) {
        int at = path.indexOf("/models/");
        if (at >= 0) {
            String rest = path.substring(at + "/models/".length());
            int colon = rest.lastIndexOf(':');
            return colon < 0 ? rest : rest.substring(0, colon);
        }
        return json.path("model").asText("unknown-model");
    }

    private static boolean thinks(JsonNode json) {
        JsonNode thinking = json.path("thinking").path("type");
        return (thinking.isTextual() && !thinking.asText().equals("disabled"))
                || json.path("reasoning_effort").isTextual()
                || json.path("reasoning").isObject()
                || json.path("generationConfig").path("thinkingConfig").isObject();
    }

    private static String lastUserText(JsonNode json) {
        JsonNode input = json.path("input");
        if (input.isTextual()) {
            return input.asText();
        }
        String text = "";
        for (String list : List.of("messages", "input", "contents")) {
            for (JsonNode message : json.path(list)) {
                if (message.isTextual()) {
                    text = message.asText();
                } else if (message.path("role").asText("user").equals("user")) {
                    text = TokenRule.text(message.has("parts") ? message.path("parts") : message.path("content"));
                }
            }
        }
        return text.isEmpty() ? TokenRule.text(json.path("content").path("parts")) : text;
    }

    /** What a tool gave back, where the conversation's last word is that, in any of the vendors' shapes. */
    private static @Nullable String toolResult(JsonNode json) {
        for (String list : List.of("messages", "input", "contents")) {
            JsonNode entries = json.path(list);
            JsonNode last = entries.path(entries.size() - 1);
            if (last.path("role").asText().equals("tool")) {
                return TokenRule.text(last.path("content"));
            }
            if (last.path("type").asText().equals("function_call_output")) {
                return TokenRule.text(last.path("output"));
            }
            for (JsonNode part : last.path(list.equals("contents") ? "parts" : "content")) {
                if (part.path("type").asText().equals("tool_result")) {
                    return TokenRule.text(part.path("content"));
                }
                if (part.has("functionResponse")) {
                    return Wire.json(part.path("functionResponse").path("response"));
                }
            }
        }
        return null;
    }

    /** The name of the first tool, in any of the vendors' shapes. */
    private static @Nullable String firstTool(JsonNode tools) {
        for (JsonNode tool : tools) {
            for (JsonNode name : List.of(
                    tool.path("name"),
                    tool.path("function").path("name"),
                    tool.path("functionDeclarations").path(0).path("name"),
                    tool.path("function_declarations").path(0).path("name"))) {
                if (name.isTextual()) {
                    return name.asText();
                }
            }
        }
        return null;
    }
}

package dev.headgate.fake;

import static dev.headgate.fake.Wire.obj;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.fake.TokenRule.Tokens;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the shape of the Gemini API. */
final class GeminiAnswers {
    private static final int DIMENSIONS = 8;

    private GeminiAnswers() {}

    /** A whole answer. */
    static Script generate(Prompt prompt, long number) {
        return Script.answer(
                200,
                Map.of("content-type", "application/json; charset=UTF-8"),
                Wire.json(response(prompt, number, List.of(part(prompt)), 1, true)));
    }

    /** The answer as a stream: events with CRLF where {@code alt=sse}, else one JSON array written piece by piece. */
    static Script stream(Prompt prompt, long number, boolean sse) {
        List<String> pieces = prompt.tool() == null ? Prompt.pieces(prompt.reply()) : List.of("");
        List<Buffer> writes = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            Object part = prompt.tool() == null ? obj("text", pieces.get(i)) : part(prompt);
            String json = Wire.json(response(prompt, number, List.of(part), pieces.size() - i, i == pieces.size() - 1));
            writes.add(Buffer.buffer(sse ? "data: " + json + "\r\n\r\n" : (i == 0 ? "[" : ",\r\n") + json));
        }
        if (!sse) {
            writes.add(Buffer.buffer("]"));
        }
        return Script.of(
                200,
                Map.of("content-type", sse ? "text/event-stream" : "application/json; charset=UTF-8"),
                writes,
                true);
    }

    /** The token count of a request. */
    static Script count(Prompt prompt) {
        long tokens = prompt.tokens().prompt();
        return Script.json(
                200,
                Wire.json(obj(
                        "totalTokens",
                        tokens,
                        "promptTokensDetails",
                        List.of(obj("modality", "TEXT", "tokenCount", tokens)))));
    }

    /** One vector. */
    static Script embed(Prompt prompt) {
        return Script.json(200, Wire.json(obj("embedding", values(prompt.json().path("content")))));
    }

    /** One vector for each request. */
    static Script embedAll(Prompt prompt) {
        List<Object> all = new ArrayList<>();
        for (JsonNode request : prompt.json().path("requests")) {
            all.add(values(request.path("content")));
        }
        return Script.json(200, Wire.json(obj("embeddings", all)));
    }

    /** The list of models. */
    static Script models() {
        List<Object> models = new ArrayList<>();
        for (String id : List.of("gemini-2.5-pro", "gemini-2.5-flash", "gemini-embedding-001")) {
            models.add(obj(
                    "name",
                    "models/" + id,
                    "version",
                    "001",
                    "displayName",
                    id,
                    "inputTokenLimit",
                    1_048_576,
                    "outputTokenLimit",
                    65_536,
                    "supportedGenerationMethods",
                    List.of("generateContent", "countTokens")));
        }
        return Script.json(200, Wire.json(obj("models", models)));
    }

    /** An error in Google's shape. */
    static String error(int code, String status, String message, List<Object> details) {
        Map<String, @Nullable Object> error = obj("code", code, "message", message, "status", status);
        if (!details.isEmpty()) {
            error.put("details", details);
        }
        return Wire.json(obj("error", error));
    }

    private static Object part(Prompt prompt) {
        return prompt.tool() == null
                ? obj("text", prompt.reply())
                : obj("functionCall", obj("name", prompt.tool(), "args", obj("query", prompt.text())));
    }

    /** One response object; counts are cumulative, so those before the last report a part of the output. */
    private static Object response(Prompt prompt, long number, List<Object> parts, int share, boolean last) {
        Map<String, @Nullable Object> candidate = obj("content", obj("parts", parts, "role", "model"), "index", 0);
        if (last) {
            candidate.put("finishReason", "STOP");
        }
        return obj(
                "candidates", List.of(candidate),
                "usageMetadata", usage(prompt.tokens(), share),
                "modelVersion", prompt.model(),
                "responseId", "fake" + number);
    }

    private static Object usage(Tokens tokens, int share) {
        long said = (tokens.output() - tokens.reasoning()) / share;
        Map<String, @Nullable Object> usage = obj(
                "promptTokenCount",
                tokens.prompt(),
                "candidatesTokenCount",
                said,
                "totalTokenCount",
                tokens.prompt() + said + tokens.reasoning());
        if (tokens.cacheRead() > 0) {
            usage.put("cachedContentTokenCount", tokens.cacheRead());
        }
        usage.put("promptTokensDetails", List.of(obj("modality", "TEXT", "tokenCount", tokens.prompt())));
        if (tokens.reasoning() > 0) {
            usage.put("thoughtsTokenCount", tokens.reasoning());
        }
        return usage;
    }

    private static Object values(JsonNode content) {
        return obj("values", OpenAiAnswers.vector(content.toString(), DIMENSIONS));
    }
}

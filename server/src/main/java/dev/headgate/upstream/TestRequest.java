package dev.headgate.upstream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.accounts.Provider;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.RequestEdits;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The smallest question that a provider's protocol has: one word in, as little as possible out.
 *
 * @param path with the provider's version prefix
 */
record TestRequest(Protocol protocol, String path, byte[] body) {
    /** Models that think before they speak refuse a smaller number, or spend all of it on thinking, which is an answer too. */
    private static final int OUTPUT_MAX = 64;

    private static final ObjectMapper JSON = new ObjectMapper();

    static TestRequest of(Provider provider, String upstreamModel) {
        ObjectNode json = JSON.createObjectNode();
        return switch (provider) {
            case ANTHROPIC -> {
                json.put("model", upstreamModel).put("max_tokens", 1);
                ask(json);
                yield new TestRequest(Protocol.ANTHROPIC_MESSAGES, "/v1/messages", bytes(json));
            }
            case OPENAI -> {
                json.put("model", upstreamModel).put("max_completion_tokens", OUTPUT_MAX);
                ask(json);
                yield new TestRequest(Protocol.OPENAI_CHAT, "/v1/chat/completions", bytes(json));
            }
            case OPENAI_COMPATIBLE -> {
                json.put("model", upstreamModel).put("max_tokens", OUTPUT_MAX);
                ask(json);
                yield new TestRequest(Protocol.OPENAI_CHAT, "/v1/chat/completions", bytes(json));
            }
            case GEMINI -> {
                json.putArray("contents")
                        .addObject()
                        .put("role", "user")
                        .putArray("parts")
                        .addObject()
                        .put("text", "Hi");
                json.putObject("generationConfig").put("maxOutputTokens", OUTPUT_MAX);
                String model = URLEncoder.encode(upstreamModel, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
                yield new TestRequest(
                        Protocol.GEMINI_GENERATE, "/v1beta/models/" + model + ":generateContent", bytes(json));
            }
        };
    }

    private static void ask(ObjectNode json) {
        json.putArray("messages").addObject().put("role", "user").put("content", "Hi");
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    MultiMap headers() {
        return HttpHeaders.headers()
                .set("content-type", "application/json")
                .set("accept", "application/json")
                .set("user-agent", "headgate");
    }

    RequestEdits.Edited edited() {
        return new RequestEdits.Edited(List.of(new RequestEdits.Piece(body, 0, body.length)));
    }
}

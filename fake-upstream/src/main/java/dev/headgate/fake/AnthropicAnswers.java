package dev.headgate.fake;

import static dev.headgate.fake.Wire.event;
import static dev.headgate.fake.Wire.obj;

import dev.headgate.fake.TokenRule.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the shape of Anthropic's Messages API. */
final class AnthropicAnswers {
    private static final String THOUGHT = "The user said something; an echo is wanted.";
    private static final String SIGNATURE = "ZmFrZS1zaWduYXR1cmU=";

    private AnthropicAnswers() {}

    /** A whole message. */
    static Script message(Prompt prompt, long number) {
        List<Object> content = new ArrayList<>();
        if (prompt.thinks()) {
            content.add(obj("type", "thinking", "thinking", THOUGHT, "signature", SIGNATURE));
        }
        String tool = prompt.tool();
        if (tool == null) {
            content.add(obj("type", "text", "text", prompt.reply()));
        } else {
            content.add(obj(
                    "type",
                    "tool_use",
                    "id",
                    "toolu_fake" + number,
                    "name",
                    tool,
                    "input",
                    obj("query", prompt.text())));
        }
        Map<String, @Nullable Object> message = head(
                prompt, number, content, usage(prompt.tokens(), prompt.tokens().output()));
        message.put("stop_reason", stopReason(prompt));
        return Script.json(200, Wire.json(message)).header("request-id", "req_fake" + number);
    }

    /** The same message as a stream with every kind of event. */
    static Script stream(Prompt prompt, long number) {
        List<String> events = new ArrayList<>();
        Tokens tokens = prompt.tokens();
        Map<String, @Nullable Object> head = head(prompt, number, List.of(), usage(tokens, 1));
        head.put("stop_reason", null);
        events.add(event("message_start", obj("type", "message_start", "message", head)));
        events.add(event("ping", obj("type", "ping")));
        int index = 0;
        if (prompt.thinks()) {
            thinking(events, index++);
        }
        if (prompt.tool() == null) {
            text(events, index, prompt.reply());
        } else {
            tool(events, index, prompt, number);
        }
        events.add(event(
                "message_delta",
                obj(
                        "type",
                        "message_delta",
                        "delta",
                        obj("stop_reason", stopReason(prompt), "stop_sequence", null),
                        "usage",
                        obj(
                                "input_tokens", tokens.input(),
                                "cache_creation_input_tokens", tokens.cacheWrite5m() + tokens.cacheWrite1h(),
                                "cache_read_input_tokens", tokens.cacheRead(),
                                "output_tokens", tokens.output()))));
        events.add(event("message_stop", obj("type", "message_stop")));
        return Script.sse(events.toArray(String[]::new)).header("request-id", "req_fake" + number);
    }

    /** The token count of a request. */
    static Script count(Prompt prompt) {
        return Script.json(200, Wire.json(obj("input_tokens", prompt.tokens().prompt())));
    }

    /** The list of models. */
    static Script models() {
        List<Object> data = List.of(
                model("claude-opus-4-5", "Claude Opus 4.5"),
                model("claude-sonnet-4-5", "Claude Sonnet 4.5"),
                model("claude-haiku-4-5", "Claude Haiku 4.5"));
        return Script.json(
                200,
                Wire.json(obj(
                        "data",
                        data,
                        "has_more",
                        false,
                        "first_id",
                        "claude-opus-4-5",
                        "last_id",
                        "claude-haiku-4-5")));
    }

    /** An error in Anthropic's shape. */
    static String error(String type, String message) {
        return Wire.json(
                obj("type", "error", "error", obj("type", type, "message", message), "request_id", "req_fake0"));
    }

    private static void thinking(List<String> events, int index) {
        Object block = obj("type", "thinking", "thinking", "", "signature", "");
        events.add(event(
                "content_block_start", obj("type", "content_block_start", "index", index, "content_block", block)));
        for (String piece : Prompt.pieces(THOUGHT)) {
            events.add(delta(index, obj("type", "thinking_delta", "thinking", piece)));
        }
        events.add(delta(index, obj("type", "signature_delta", "signature", SIGNATURE)));
        events.add(stop(index));
    }

    private static void text(List<String> events, int index, String text) {
        Object block = obj("type", "text", "text", "");
        events.add(event(
                "content_block_start", obj("type", "content_block_start", "index", index, "content_block", block)));
        for (String piece : Prompt.pieces(text)) {
            events.add(delta(index, obj("type", "text_delta", "text", piece)));
        }
        events.add(stop(index));
    }

    private static void tool(List<String> events, int index, Prompt prompt, long number) {
        Object block = obj("type", "tool_use", "id", "toolu_fake" + number, "name", prompt.tool(), "input", obj());
        events.add(event(
                "content_block_start", obj("type", "content_block_start", "index", index, "content_block", block)));
        events.add(delta(index, obj("type", "input_json_delta", "partial_json", "")));
        for (String piece : Prompt.pieces(prompt.arguments())) {
            events.add(delta(index, obj("type", "input_json_delta", "partial_json", piece)));
        }
        events.add(stop(index));
    }

    private static String delta(int index, Object delta) {
        return event("content_block_delta", obj("type", "content_block_delta", "index", index, "delta", delta));
    }

    private static String stop(int index) {
        return event("content_block_stop", obj("type", "content_block_stop", "index", index));
    }

    private static Map<String, @Nullable Object> head(Prompt prompt, long number, List<Object> content, Object usage) {
        return obj(
                "id",
                "msg_fake" + number,
                "type",
                "message",
                "role",
                "assistant",
                "model",
                prompt.model(),
                "content",
                content,
                "stop_reason",
                null,
                "stop_sequence",
                null,
                "usage",
                usage);
    }

    private static Object usage(Tokens tokens, long output) {
        return obj(
                "input_tokens",
                tokens.input(),
                "cache_creation_input_tokens",
                tokens.cacheWrite5m() + tokens.cacheWrite1h(),
                "cache_read_input_tokens",
                tokens.cacheRead(),
                "cache_creation",
                obj(
                        "ephemeral_5m_input_tokens", tokens.cacheWrite5m(),
                        "ephemeral_1h_input_tokens", tokens.cacheWrite1h()),
                "output_tokens",
                output,
                "service_tier",
                "standard");
    }

    private static String stopReason(Prompt prompt) {
        return prompt.tool() == null ? "end_turn" : "tool_use";
    }

    private static Object model(String id, String name) {
        return obj(
                "type",
                "model",
                "id",
                id,
                "display_name",
                name,
                "created_at",
                "2025-10-01T00:00:00Z",
                "lifecycle",
                "active",
                "deprecated_at",
                null,
                "retires_at",
                null,
                "line",
                null,
                "capabilities",
                null,
                "max_input_tokens",
                200_000,
                "max_tokens",
                64_000);
    }
}

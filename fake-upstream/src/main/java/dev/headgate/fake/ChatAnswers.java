package dev.headgate.fake;

import static dev.headgate.fake.Wire.data;
import static dev.headgate.fake.Wire.obj;

import dev.headgate.fake.TokenRule.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the shape of OpenAI's Chat Completions API. */
final class ChatAnswers {
    private static final long CREATED = 1_760_000_000L;

    private ChatAnswers() {}

    /** A whole completion. */
    static Script completion(Prompt prompt, long number) {
        Object message = prompt.tool() == null
                ? obj("role", "assistant", "content", prompt.reply(), "refusal", null, "annotations", List.of())
                : obj(
                        "role",
                        "assistant",
                        "content",
                        null,
                        "tool_calls",
                        List.of(call(prompt, number)),
                        "refusal",
                        null);
        Object choice = obj("index", 0, "message", message, "logprobs", null, "finish_reason", finish(prompt));
        return Script.json(
                        200,
                        Wire.json(obj(
                                "id",
                                "chatcmpl-fake" + number,
                                "object",
                                "chat.completion",
                                "created",
                                CREATED,
                                "model",
                                prompt.model(),
                                "choices",
                                List.of(choice),
                                "usage",
                                usage(prompt.tokens()),
                                "service_tier",
                                "default",
                                "system_fingerprint",
                                "fp_fake")))
                .header("x-request-id", "req_fake" + number);
    }

    /** The same completion as a stream; the usage chunk only where {@code stream_options.include_usage} asks for it. */
    static Script stream(Prompt prompt, long number) {
        boolean withUsage =
                prompt.json().path("stream_options").path("include_usage").asBoolean(false);
        List<String> events = new ArrayList<>();
        events.add(chunk(prompt, number, withUsage, obj("role", "assistant", "content", "", "refusal", null), null));
        if (prompt.tool() == null) {
            for (String piece : Prompt.pieces(prompt.reply())) {
                events.add(chunk(prompt, number, withUsage, obj("content", piece), null));
            }
        } else {
            Object start = obj(
                    "index",
                    0,
                    "id",
                    "call_fake" + number,
                    "type",
                    "function",
                    "function",
                    obj("name", prompt.tool(), "arguments", ""));
            events.add(chunk(prompt, number, withUsage, obj("tool_calls", List.of(start)), null));
            for (String piece : Prompt.pieces(prompt.arguments())) {
                Object more = obj("index", 0, "function", obj("arguments", piece));
                events.add(chunk(prompt, number, withUsage, obj("tool_calls", List.of(more)), null));
            }
        }
        events.add(chunk(prompt, number, withUsage, obj(), finish(prompt)));
        if (withUsage) {
            Map<String, @Nullable Object> last = head(prompt, number);
            last.put("choices", List.of());
            last.put("usage", usage(prompt.tokens()));
            events.add(data(last));
        }
        events.add("data: [DONE]\n\n");
        return Script.sse(events.toArray(String[]::new)).header("x-request-id", "req_fake" + number);
    }

    private static String chunk(Prompt prompt, long number, boolean withUsage, Object delta, @Nullable String finish) {
        Map<String, @Nullable Object> chunk = head(prompt, number);
        chunk.put("choices", List.of(obj("index", 0, "delta", delta, "logprobs", null, "finish_reason", finish)));
        if (withUsage) {
            chunk.put("usage", null);
        }
        return data(chunk);
    }

    private static Map<String, @Nullable Object> head(Prompt prompt, long number) {
        return obj(
                "id",
                "chatcmpl-fake" + number,
                "object",
                "chat.completion.chunk",
                "created",
                CREATED,
                "model",
                prompt.model(),
                "service_tier",
                "default",
                "system_fingerprint",
                "fp_fake");
    }

    private static Object call(Prompt prompt, long number) {
        return obj(
                "id",
                "call_fake" + number,
                "type",
                "function",
                "function",
                obj("name", prompt.tool(), "arguments", prompt.arguments()));
    }

    private static Object usage(Tokens tokens) {
        return obj(
                "prompt_tokens",
                tokens.prompt(),
                "completion_tokens",
                tokens.output(),
                "total_tokens",
                tokens.prompt() + tokens.output(),
                "prompt_tokens_details",
                obj("cached_tokens", tokens.cacheRead(), "audio_tokens", 0),
                "completion_tokens_details",
                obj(
                        "reasoning_tokens", tokens.reasoning(),
                        "audio_tokens", 0,
                        "accepted_prediction_tokens", 0,
                        "rejected_prediction_tokens", 0));
    }

    private static String finish(Prompt prompt) {
        return prompt.tool() == null ? "stop" : "tool_calls";
    }
}

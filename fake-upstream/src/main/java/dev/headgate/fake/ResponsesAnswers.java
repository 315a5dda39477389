package dev.headgate.fake;

import static dev.headgate.fake.Wire.event;
import static dev.headgate.fake.Wire.obj;

import dev.headgate.fake.TokenRule.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the shape of OpenAI's Responses API. */
final class ResponsesAnswers {
    private static final long CREATED = 1_760_000_000L;

    private final Prompt prompt;
    private final long number;
    private final List<String> events = new ArrayList<>();

    ResponsesAnswers(Prompt prompt, long number) {
        this.prompt = prompt;
        this.number = number;
    }

    /** A whole response. */
    Script response() {
        return Script.json(200, Wire.json(body("completed", output(), usage())))
                .header("x-request-id", "req_fake" + number);
    }

    /** The same response as a stream: the full sequence of events, numbered. */
    Script stream() {
        Object begun = body("in_progress", List.of(), null);
        add("response.created", obj("response", begun));
        add("response.in_progress", obj("response", begun));
        int index = 0;
        if (prompt.thinks()) {
            Object reasoning = reasoning();
            add("response.output_item.added", obj("output_index", index, "item", reasoning));
            add("response.output_item.done", obj("output_index", index, "item", reasoning));
            index++;
        }
        if (prompt.tool() == null) {
            message(index);
        } else {
            call(index);
        }
        add("response.completed", obj("response", body("completed", output(), usage())));
        return Script.sse(events.toArray(String[]::new)).header("x-request-id", "req_fake" + number);
    }

    /** A compaction: an opaque item that stands for the input. */
    Script compaction() {
        Object item = obj("id", "cmp_fake" + number, "type", "compaction", "encrypted_content", "ZmFrZQ==");
        return Script.json(
                200,
                Wire.json(obj(
                        "id",
                        "resp_fake" + number,
                        "object",
                        "response.compaction",
                        "created_at",
                        CREATED,
                        "output",
                        List.of(item),
                        "usage",
                        usage())));
    }

    private void message(int index) {
        String id = "msg_fake" + number;
        String text = prompt.reply();
        add("response.output_item.added", obj("output_index", index, "item", messageItem("in_progress", List.of())));
        add(
                "response.content_part.added",
                obj("item_id", id, "output_index", index, "content_index", 0, "part", part("")));
        for (String piece : Prompt.pieces(text)) {
            add(
                    "response.output_text.delta",
                    obj(
                            "item_id",
                            id,
                            "output_index",
                            index,
                            "content_index",
                            0,
                            "delta",
                            piece,
                            "logprobs",
                            List.of()));
        }
        add(
                "response.output_text.done",
                obj("item_id", id, "output_index", index, "content_index", 0, "text", text, "logprobs", List.of()));
        add(
                "response.content_part.done",
                obj("item_id", id, "output_index", index, "content_index", 0, "part", part(text)));
        add(
                "response.output_item.done",
                obj("output_index", index, "item", messageItem("completed", List.of(part(text)))));
    }

    private void call(int index) {
        String id = "fc_fake" + number;
        add("response.output_item.added", obj("output_index", index, "item", callItem("in_progress", "")));
        for (String piece : Prompt.pieces(prompt.arguments())) {
            add("response.function_call_arguments.delta", obj("item_id", id, "output_index", index, "delta", piece));
        }
        add(
                "response.function_call_arguments.done",
                obj("item_id", id, "output_index", index, "name", prompt.tool(), "arguments", prompt.arguments()));
        add("response.output_item.done", obj("output_index", index, "item", callItem("completed", prompt.arguments())));
    }

    private void add(String type, Map<String, @Nullable Object> members) {
        Map<String, @Nullable Object> event = obj("type", type, "sequence_number", events.size());
        event.putAll(members);
        events.add(event(type, event));
    }

    private List<Object> output() {
        List<Object> output = new ArrayList<>();
        if (prompt.thinks()) {
            output.add(reasoning());
        }
        output.add(
                prompt.tool() == null
                        ? messageItem("completed", List.of(part(prompt.reply())))
                        : callItem("completed", prompt.arguments()));
        return output;
    }

    private Object reasoning() {
        return obj("id", "rs_fake" + number, "type", "reasoning", "summary", List.of());
    }

    private Object messageItem(String status, List<Object> content) {
        return obj(
                "id",
                "msg_fake" + number,
                "type",
                "message",
                "status",
                status,
                "content",
                content,
                "role",
                "assistant");
    }

    private Object callItem(String status, String arguments) {
        return obj(
                "id",
                "fc_fake" + number,
                "type",
                "function_call",
                "status",
                status,
                "arguments",
                arguments,
                "call_id",
                "call_fake" + number,
                "name",
                prompt.tool());
    }

    private static Object part(String text) {
        return obj("type", "output_text", "annotations", List.of(), "logprobs", List.of(), "text", text);
    }

    private Object body(String status, List<Object> output, @Nullable Object usage) {
        return obj(
                "id",
                "resp_fake" + number,
                "object",
                "response",
                "created_at",
                CREATED,
                "status",
                status,
                "background",
                false,
                "error",
                null,
                "incomplete_details",
                null,
                "instructions",
                null,
                "max_output_tokens",
                null,
                "model",
                prompt.model(),
                "output",
                output,
                "parallel_tool_calls",
                true,
                "previous_response_id",
                null,
                "reasoning",
                obj("effort", null, "summary", null),
                "service_tier",
                "default",
                "store",
                true,
                "temperature",
                1.0,
                "text",
                obj("format", obj("type", "text"), "verbosity", "medium"),
                "tool_choice",
                "auto",
                "tools",
                List.of(),
                "top_p",
                1.0,
                "truncation",
                "disabled",
                "usage",
                usage,
                "user",
                null,
                "metadata",
                obj());
    }

    private Object usage() {
        Tokens tokens = prompt.tokens();
        return obj(
                "input_tokens", tokens.prompt(),
                "input_tokens_details", obj("cached_tokens", tokens.cacheRead(), "cache_write_tokens", 0),
                "output_tokens", tokens.output(),
                "output_tokens_details", obj("reasoning_tokens", tokens.reasoning()),
                "total_tokens", tokens.prompt() + tokens.output());
    }
}

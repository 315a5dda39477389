package dev.headgate.fake;

import static dev.headgate.fake.Wire.data;
import static dev.headgate.fake.Wire.event;
import static dev.headgate.fake.Wire.obj;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Answers that are built once and cost next to nothing to send; their requests are not remembered. */
public final class BenchAnswers {
    private static final int EVENTS_MIN = 6;

    private BenchAnswers() {}

    /** A valid answer of the protocol that the path speaks, filled up to so many bytes. */
    public static Script json(String path, int bytes) {
        Prompt prompt = prompt(path);
        Script small = whole(prompt);
        int fill = Math.max(0, bytes - small.whole().length());
        String text =
                small.whole().toString().replaceFirst("benchmark", "benchmark " + "x".repeat(Math.max(0, fill - 1)));
        return Script.answer(small.status(), small.headers(), text).unrecorded();
    }

    /** A valid stream of the protocol that the path speaks, of exactly so many events (at least 6), at this pace. */
    public static Script sse(String path, int events, Duration every) {
        if (events < EVENTS_MIN) {
            throw new IllegalArgumentException("events: " + events + " (expected: >= " + EVENTS_MIN + ")");
        }
        List<Buffer> pieces = new ArrayList<>(events);
        for (Buffer piece : stream(prompt(path)).body()) {
            pieces.add(piece);
        }
        Buffer filler = Buffer.buffer(filler(path));
        int at = fillAt(path);
        while (pieces.size() > events) {
            pieces.remove(at);
        }
        while (pieces.size() < events) {
            pieces.add(at, filler);
        }
        return Script.of(200, stream(prompt(path)).headers(), pieces, true)
                .every(every)
                .unrecorded();
    }

    private static Prompt prompt(String path) {
        String body = """
                {"model":"bench-model","max_tokens":64,"stream_options":{"include_usage":true},
                "input":"benchmark","messages":[{"role":"user","content":"benchmark"}],
                "contents":[{"role":"user","parts":[{"text":"benchmark"}]}]}
                """;
        Prompt prompt = Prompt.of(path, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (!prompt.route().generates()) {
            throw new IllegalArgumentException("path: " + path + " (expected: one that generates text)");
        }
        return prompt;
    }

    private static Script whole(Prompt prompt) {
        return switch (prompt.route().vendor()) {
            case ANTHROPIC -> AnthropicAnswers.message(prompt, 0);
            case GEMINI -> GeminiAnswers.generate(prompt, 0);
            case OPENAI ->
                prompt.route() == Route.OPENAI_CHAT
                        ? ChatAnswers.completion(prompt, 0)
                        : new ResponsesAnswers(prompt, 0).response();
        };
    }

    private static Script stream(Prompt prompt) {
        return switch (prompt.route().vendor()) {
            case ANTHROPIC -> AnthropicAnswers.stream(prompt, 0);
            case GEMINI -> GeminiAnswers.stream(prompt, 0, true);
            case OPENAI ->
                prompt.route() == Route.OPENAI_CHAT
                        ? ChatAnswers.stream(prompt, 0)
                        : new ResponsesAnswers(prompt, 0).stream();
        };
    }

    /** Where the first piece of text stands in the stream. */
    private static int fillAt(String path) {
        return switch (Route.of("POST", path)) {
            case ANTHROPIC_MESSAGES -> 3;
            case OPENAI_RESPONSES -> 4;
            case GEMINI_STREAM, GEMINI_GENERATE -> 0;
            default -> 1;
        };
    }

    private static String filler(String path) {
        String text = " benchmark te";
        return switch (Route.of("POST", path)) {
            case ANTHROPIC_MESSAGES ->
                event(
                        "content_block_delta",
                        obj(
                                "type",
                                "content_block_delta",
                                "index",
                                0,
                                "delta",
                                obj("type", "text_delta", "text", text)));
            case OPENAI_RESPONSES ->
                event(
                        "response.output_text.delta",
                        obj(
                                "type",
                                "response.output_text.delta",
                                "sequence_number",
                                4,
                                "item_id",
                                "msg_fake0",
                                "output_index",
                                0,
                                "content_index",
                                0,
                                "delta",
                                text));
            case GEMINI_STREAM, GEMINI_GENERATE ->
                "data: "
                        + Wire.json(obj(
                                "candidates",
                                List.of(obj(
                                        "content",
                                        obj("parts", List.of(obj("text", text)), "role", "model"),
                                        "index",
                                        0))))
                        + "\r\n\r\n";
            default ->
                data(obj(
                        "id", "chatcmpl-fake0",
                        "object", "chat.completion.chunk",
                        "created", 1_760_000_000L,
                        "model", "bench-model",
                        "choices", List.of(obj("index", 0, "delta", obj("content", text), "finish_reason", null))));
        };
    }
}

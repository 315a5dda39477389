package dev.headgate.fake;

import dev.headgate.fake.Route.Vendor;
import java.util.concurrent.atomic.AtomicLong;

/** Chooses the built-in answer of a request that no script claims. */
final class DefaultAnswers {
    private final AtomicLong numbers = new AtomicLong();

    /** The answer, in the shape of the vendor whose route was asked. */
    Script answer(Seen request) {
        long number = numbers.incrementAndGet();
        int query = request.uri().indexOf('?');
        String path = query < 0 ? request.uri() : request.uri().substring(0, query);
        Route route = Route.of(request.method(), path);
        boolean anthropic = route.vendor() == Vendor.ANTHROPIC || request.header("anthropic-version") != null;
        Vendor vendor = anthropic ? Vendor.ANTHROPIC : route.vendor();
        String key = request.apiKey();
        if (key != null && key.startsWith("invalid")) {
            return VendorErrors.of(vendor, 401);
        }
        return switch (route) {
            case MODELS -> anthropic ? AnthropicAnswers.models() : OpenAiAnswers.models();
            case GEMINI_MODELS -> GeminiAnswers.models();
            case OPENAI_RESPONSE_BY_ID -> stored(request.method(), path, number);
            case OPENAI_SPEECH -> OpenAiAnswers.speech();
            case OPENAI_TRANSCRIPTION -> OpenAiAnswers.transcription();
            case UNKNOWN, UNKNOWN_GEMINI -> VendorErrors.of(vendor, 404);
            default -> posted(Prompt.of(path, request.bodyBytes()), request.uri(), number);
        };
    }

    private static Script posted(Prompt prompt, String uri, long number) {
        return switch (prompt.route()) {
            case ANTHROPIC_MESSAGES ->
                prompt.stream() ? AnthropicAnswers.stream(prompt, number) : AnthropicAnswers.message(prompt, number);
            case ANTHROPIC_COUNT -> AnthropicAnswers.count(prompt);
            case OPENAI_CHAT ->
                prompt.stream() ? ChatAnswers.stream(prompt, number) : ChatAnswers.completion(prompt, number);
            case OPENAI_RESPONSES -> {
                ResponsesAnswers answers = new ResponsesAnswers(prompt, number);
                yield prompt.stream() ? answers.stream() : answers.response();
            }
            case OPENAI_COMPACT -> new ResponsesAnswers(prompt, number).compaction();
            case OPENAI_EMBEDDINGS -> OpenAiAnswers.embeddings(prompt);
            case OPENAI_IMAGES -> OpenAiAnswers.image(prompt);
            case GEMINI_GENERATE -> GeminiAnswers.generate(prompt, number);
            case GEMINI_STREAM -> GeminiAnswers.stream(prompt, number, uri.contains("alt=sse"));
            case GEMINI_COUNT -> GeminiAnswers.count(prompt);
            case GEMINI_EMBED -> GeminiAnswers.embed(prompt);
            case GEMINI_BATCH_EMBED -> GeminiAnswers.embedAll(prompt);
            case MODELS,
                    GEMINI_MODELS,
                    OPENAI_RESPONSE_BY_ID,
                    OPENAI_SPEECH,
                    OPENAI_TRANSCRIPTION,
                    UNKNOWN,
                    UNKNOWN_GEMINI -> VendorErrors.of(prompt.route().vendor(), 404);
        };
    }

    private static Script stored(String method, String path, long number) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        if (method.equals("DELETE")) {
            return OpenAiAnswers.deleted(id);
        }
        String answer = new ResponsesAnswers(Prompt.of("/v1/responses", new byte[0]), number)
                .response()
                .whole()
                .toString();
        return Script.json(200, answer.replace("resp_fake" + number, id));
    }
}

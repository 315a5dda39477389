package dev.headgate.protocol;

import dev.headgate.protocol.UsageReader.BodyError;
import java.util.List;
import java.util.Optional;

/**
 * Reads Gemini answers: plain, server-sent events, or one array of chunks. Every chunk repeats the counts so far; the last
 * {@code usageMetadata} counts. Thoughts are billed as output and stand beside the candidates' tokens. The stream has no last
 * word of its own; it ends with the body.
 */
final class GeminiAnswer implements AnswerReader.Documents {
    private final ErrorWords error = new ErrorWords();
    private boolean sawContent;
    private boolean stated;
    private long generatedBytes;
    private long prompt;
    private long cached;
    private long candidates;
    private long thoughts;
    private long toolUse;

    @Override
    public int captureMax(JsonPush at) {
        return at.is(Field.ERROR, Field.MESSAGE) ? 1024 : at.is(Field.ERROR, Field.STATUS) ? 64 : 0;
    }

    @Override
    public void string(JsonPush at, String captured, long bytes) {
        if (at.is(Field.ERROR, Field.MESSAGE)) {
            error.message(captured);
        } else if (at.is(Field.ERROR, Field.STATUS)) {
            error.type(captured);
        } else if (at.level(0) == Field.CANDIDATES && at.level(2) == Field.CONTENT && at.level(3) == Field.PARTS) {
            sawContent = true;
            generatedBytes += at.last() == Field.TEXT || at.depth() > 6 ? bytes : 0;
        }
    }

    @Override
    public void number(JsonPush at, long value) {
        if (at.depth() != 2 || at.level(0) != Field.USAGE_METADATA) {
            return;
        }
        switch (at.last()) {
            case PROMPT_TOKEN_COUNT -> prompt = value;
            case CACHED_CONTENT_TOKEN_COUNT -> cached = value;
            case CANDIDATES_TOKEN_COUNT -> candidates = value;
            case THOUGHTS_TOKEN_COUNT -> thoughts = value;
            case TOOL_USE_PROMPT_TOKEN_COUNT -> toolUse = value;
            default -> {}
        }
    }

    @Override
    public void opened(JsonPush at) {
        if (at.is(Field.USAGE_METADATA)) {
            prompt = 0;
            cached = 0;
            candidates = 0;
            thoughts = 0;
            toolUse = 0;
            stated = true;
        } else if (at.is(Field.ERROR)) {
            error.begin();
        }
    }

    @Override
    public void documentEnded() {
        error.end();
    }

    @Override
    public void doneMarker() {}

    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public boolean sawContent() {
        return sawContent;
    }

    @Override
    public Optional<BodyError> error() {
        return error.found();
    }

    @Override
    public UsageReport report() {
        if (!stated) {
            return new UsageReport(List.of(), false, generatedBytes, "");
        }
        long input = Math.max(0, prompt - cached) + toolUse;
        TokenUsage tokens = new TokenUsage(input, candidates + thoughts, cached, 0, 0, thoughts);
        return new UsageReport(List.of(new UsageReport.Part("", tokens)), true, generatedBytes, "");
    }
}

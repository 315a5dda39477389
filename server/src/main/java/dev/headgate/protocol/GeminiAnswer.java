package dev.headgate.protocol;

import dev.headgate.protocol.UsageReader.BodyError;
import java.util.List;
import java.util.Optional;

/**
 * Reads Gemini answers: plain, server-sent events, or one array of chunks. Every chunk repeats the counts so far; the last
 * {@code usageMetadata} counts. Thoughts are billed as output and stand beside the candidates' tokens. The stream has no last
 * word of its own; it ends with the body. The counts of an answer that generates are final only once a candidate's
 * {@code finishReason}, or the prompt's {@code blockReason}, has passed: before that they are a running total.
 */
final class GeminiAnswer implements AnswerReader.Documents {
    private final ErrorWords error = new ErrorWords();
    private boolean sawContent;
    private boolean counted;
    private boolean generates;
    private boolean over;
    private long generatedBytes;
    private long prompt;
    private long cached;
    private long candidates;
    private long thoughts;
    private long toolUse;
    private long audioPrompt;
    private long audioCached;
    private long imagePrompt;
    private long imageCached;
    private long audioOutput;
    private long imageOutput;
    private String kind = "";
    private long kindCount = -1;
    private long queries;
    private long queriesHere;
    private String serviceTier = "";

    @Override
    public int captureMax(JsonPush at) {
        return switch (at.last()) {
            case MESSAGE -> at.is(Field.ERROR, Field.MESSAGE) ? 1024 : 0;
            case STATUS, MODALITY, GEMINI_SERVICE_TIER, TRAFFIC_TYPE -> 64;
            default -> 0;
        };
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
        } else if (at.level(0) == Field.CANDIDATES && at.level(3) == Field.WEB_SEARCH_QUERIES) {
            queriesHere +=
                    bytes > 0 ? 1 : 0; // empty ones are not billed; a later chunk may repeat them: the fullest counts
            queries = Math.max(queries, queriesHere);
        } else if (at.level(0) == Field.USAGE_METADATA) {
            usageWord(at, captured);
        } else if (at.last() == Field.FINISH_REASON) {
            over |= at.depth() == 3 && at.level(0) == Field.CANDIDATES;
        } else if (at.last() == Field.BLOCK_REASON) {
            over |= at.depth() == 2;
        }
    }

    private void usageWord(JsonPush at, String captured) {
        switch (at.last()) {
            case MODALITY -> {
                kind = captured;
                kindKnown(at);
            }
            case GEMINI_SERVICE_TIER -> serviceTier = captured;
            case TRAFFIC_TYPE -> serviceTier = serviceTier.isEmpty() ? captured : serviceTier;
            default -> {}
        }
    }

    /** Takes an entry of a {@code …TokensDetails} list once both its members have passed, in whatever order. */
    private void kindKnown(JsonPush at) {
        if (kind.isEmpty() || kindCount < 0) {
            return;
        }
        boolean audio = kind.equals("AUDIO");
        boolean image = kind.equals("IMAGE");
        long count = audio || image ? kindCount : 0;
        switch (at.level(1)) {
            case PROMPT_TOKENS_BY_KIND -> {
                audioPrompt += audio ? count : 0;
                imagePrompt += image ? count : 0;
            }
            case CACHED_TOKENS_BY_KIND -> {
                audioCached += audio ? count : 0;
                imageCached += image ? count : 0;
            }
            case CANDIDATES_TOKENS_BY_KIND -> {
                audioOutput += audio ? count : 0;
                imageOutput += image ? count : 0;
            }
            default -> {}
        }
        kind = "";
        kindCount = -1;
    }

    @Override
    public void number(JsonPush at, long value) {
        if (at.level(0) == Field.USAGE_METADATA && at.last() == Field.TOKEN_COUNT) {
            kindCount = value;
            kindKnown(at);
        }
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
            audioPrompt = 0;
            audioCached = 0;
            imagePrompt = 0;
            imageCached = 0;
            audioOutput = 0;
            imageOutput = 0;
            counted = true;
        } else if (at.last() == Field.ITEM && at.level(0) == Field.USAGE_METADATA) {
            kind = "";
            kindCount = -1;
        } else if (at.is(Field.CANDIDATES)) {
            generates = true;
        } else if (at.is(Field.ERROR)) {
            error.begin();
        }
    }

    @Override
    public void documentEnded() {
        queriesHere = 0;
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
        ServiceTerms terms = ServiceTerms.tier(serviceTier);
        if (!counted) {
            return new UsageReport(List.of(), false, generatedBytes, terms);
        }
        long input = Math.max(0, prompt - cached) + toolUse;
        long audio = Math.min(input, Math.max(0, audioPrompt - audioCached));
        long image = Math.min(input - audio, Math.max(0, imagePrompt - imageCached));
        TokenUsage.Extras extras = new TokenUsage.Extras(
                audio, Math.min(candidates, audioOutput), image, Math.min(candidates, imageOutput), queries, 0, 0);
        TokenUsage tokens = new TokenUsage(input, candidates + thoughts, cached, 0, 0, thoughts, extras);
        return new UsageReport(List.of(new UsageReport.Part("", tokens)), over || !generates, generatedBytes, terms);
    }
}

package dev.headgate.protocol;

import dev.headgate.protocol.UsageReader.BodyError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads OpenAI Chat, Embeddings and Responses answers, and those of the many providers that copy them. The last usage object
 * of a stream counts. Tokens read from or written to a cache stand inside the prompt count, but for providers that count them
 * beside it; reasoning stands inside the completion count, but for providers whose total shows that it doesn't (xAI).
 */
final class OpenAiAnswer implements AnswerReader.Documents {
    private final boolean responses;
    private final ErrorWords error = new ErrorWords();
    private String type = "";
    private String serviceTier = "";
    private String responseId = "";
    private final Set<String> sealed = new LinkedHashSet<>(0);
    private boolean finished;
    private boolean sawContent;
    private boolean stated;
    private long generatedBytes;
    private long prompt;
    private long completion;
    private long total;
    private long cached;
    private long cacheWrite;
    private long reasoning;
    private long audioInput;
    private long audioOutput;
    private long imageInput;
    private long imageOutput;
    private long audioSeconds;
    private long searchCalls;
    private long searchItems;
    private boolean searchItem;
    private boolean otherAction;

    OpenAiAnswer(boolean responses) {
        this.responses = responses;
    }

    @Override
    public int captureMax(JsonPush at) {
        return switch (at.last()) {
            case TYPE, CODE, SERVICE_TIER -> 64;
            case MESSAGE, ERROR -> 1024;
            case ID -> responses && (at.is(Field.ID) || at.is(Field.RESPONSE, Field.ID)) ? 512 : 0;
            case ENCRYPTED_CONTENT -> responses ? AnswerLinks.SEALED_CHARS : 0;
            default -> 0;
        };
    }

    @Override
    public void string(JsonPush at, String captured, long bytes) {
        switch (at.last()) {
            case TYPE -> {
                if (at.is(Field.TYPE)) {
                    type = captured;
                } else if (inError(at)) {
                    error.type(captured);
                } else if (outputLevel(at) >= 0) {
                    outputType(at, captured);
                }
            }
            case CODE -> {
                if (inError(at)) {
                    error.type(captured);
                }
            }
            case MESSAGE -> {
                if (inError(at)) {
                    error.message(captured);
                }
            }
            case ERROR -> {
                if (at.is(Field.ERROR)) {
                    error.message(captured);
                }
            }
            case SERVICE_TIER -> serviceTier = captured;
            case ID -> {
                if (responses && (at.is(Field.ID) || at.is(Field.RESPONSE, Field.ID))) {
                    responseId = captured;
                }
            }
            case ENCRYPTED_CONTENT -> {
                if (responses && sealed.size() < AnswerLinks.SEALED_MAX) {
                    sealed.add(captured);
                }
            }
            default -> generated(at, bytes);
        }
    }

    private static boolean inError(JsonPush at) {
        return at.depth() == 2 && at.level(0) == Field.ERROR
                || at.depth() == 3 && at.level(0) == Field.RESPONSE && at.level(1) == Field.ERROR;
    }

    /** The level at which the list of a response's output items stands on the path, -1 elsewhere. */
    private static int outputLevel(JsonPush at) {
        if (at.level(0) == Field.OUTPUT) {
            return 0;
        }
        return at.level(0) == Field.RESPONSE && at.level(1) == Field.OUTPUT ? 1 : -1;
    }

    /** An output item's type, or that of what its search tool did: opening a page found before isn't a search. */
    private void outputType(JsonPush at, String word) {
        int depth = at.depth() - outputLevel(at);
        if (depth == 3) {
            searchItem = word.equals("web_search_call");
        } else if (depth == 4 && at.level(at.depth() - 2) == Field.ACTION) {
            otherAction = !word.equals("search");
        }
    }

    private void outputItemEnded() {
        searchItems += searchItem && !otherAction ? 1 : 0;
        searchItem = false;
        otherAction = false;
    }

    private void generated(JsonPush at, long bytes) {
        Field root = at.level(0);
        boolean text = switch (at.last()) {
            case CONTENT, REASONING, REASONING_CONTENT, REFUSAL, ARGUMENTS, TEXT ->
                root == Field.CHOICES || root == Field.OUTPUT;
            case DELTA -> responses && at.depth() == 1;
            default -> false;
        };
        if (text && bytes > 0) {
            generatedBytes += bytes;
            sawContent = true;
        }
    }

    @Override
    public void opened(JsonPush at) {
        switch (at.last()) {
            case USAGE -> {
                if (usageLevel(at) == at.depth() - 1) {
                    prompt = 0;
                    completion = 0;
                    total = 0;
                    cached = 0;
                    cacheWrite = 0;
                    reasoning = 0;
                    audioInput = 0;
                    audioOutput = 0;
                    imageInput = 0;
                    imageOutput = 0;
                    audioSeconds = 0;
                    searchCalls = 0;
                    stated = true;
                }
            }
            case ERROR -> {
                if (at.is(Field.ERROR) || at.is(Field.RESPONSE, Field.ERROR)) {
                    error.begin();
                }
            }
            case TOOL_CALLS, FUNCTION_CALL, AUDIO -> sawContent |= at.level(0) == Field.CHOICES;
            case OUTPUT -> {
                if (outputLevel(at) == at.depth() - 1) {
                    searchItems = 0;
                }
            }
            case ITEM -> {
                sawContent |= at.is(Field.OUTPUT, Field.ITEM);
                if (outputLevel(at) == at.depth() - 2) {
                    outputItemEnded();
                }
            }
            default -> {}
        }
    }

    /** The level at which {@code usage} stands on the path, -1 when the value isn't part of one. */
    private static int usageLevel(JsonPush at) {
        if (at.level(0) == Field.USAGE) {
            return 0;
        }
        Field root = at.level(0);
        return (root == Field.RESPONSE || root == Field.X_GROQ) && at.level(1) == Field.USAGE ? 1 : -1;
    }

    @Override
    public void number(JsonPush at, long value) {
        int level = usageLevel(at);
        if (level < 0) {
            if (at.is(Field.ERROR, Field.CODE)) {
                error.type(Long.toString(value));
            }
            return;
        }
        boolean detail = at.depth() == level + 3;
        switch (at.last()) {
            case PROMPT_TOKENS, INPUT_TOKENS -> prompt = detail ? prompt : value;
            case COMPLETION_TOKENS, OUTPUT_TOKENS -> completion = detail ? completion : value;
            case TOTAL_TOKENS -> total = detail ? total : value;
            case CACHED_TOKENS, PROMPT_CACHE_HIT_TOKENS -> cached = Math.max(cached, value);
            case CACHE_WRITE_TOKENS -> cacheWrite = value;
            case REASONING_TOKENS -> reasoning = value;
            default -> extra(at, level, value);
        }
    }

    private void extra(JsonPush at, int level, long value) {
        Field of = at.level(level + 1);
        boolean prompted = of == Field.PROMPT_TOKENS_DETAILS || of == Field.INPUT_TOKENS_DETAILS;
        boolean made = of == Field.COMPLETION_TOKENS_DETAILS || of == Field.OUTPUT_TOKENS_DETAILS;
        switch (at.last()) {
            case AUDIO_TOKENS -> {
                audioInput = prompted ? value : audioInput;
                audioOutput = made ? value : audioOutput;
            }
            case IMAGE_TOKENS -> {
                imageInput = prompted ? value : imageInput;
                imageOutput = made ? value : imageOutput;
            }
            case PROMPT_AUDIO_SECONDS, SECONDS -> audioSeconds = value;
            case WEB_SEARCH_CALLS, X_SEARCH_CALLS -> searchCalls += of == Field.SERVER_TOOL_DETAILS ? value : 0;
            default -> {}
        }
    }

    @Override
    public void documentEnded() {
        if (responses) {
            finished |= switch (type) {
                case "response.completed", "response.incomplete", "response.failed", "error" -> true;
                default -> false;
            };
            if (type.equals("error") || type.equals("response.failed")) {
                error.begin();
            }
        }
        outputItemEnded();
        type = "";
        error.end();
    }

    @Override
    public void doneMarker() {
        finished = true;
    }

    @Override
    public boolean finished() {
        return finished;
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
    public AnswerLinks links() {
        return responseId.isEmpty() && sealed.isEmpty()
                ? AnswerLinks.NONE
                : new AnswerLinks(responseId, List.copyOf(sealed));
    }

    @Override
    public UsageReport report() {
        if (!stated) {
            return new UsageReport(List.of(), false, generatedBytes, ServiceTerms.tier(serviceTier));
        }
        boolean reasoningOutside = reasoning > 0 && total == prompt + completion + reasoning;
        long output = reasoningOutside ? completion + reasoning : completion;
        long read = cached;
        long write = cacheWrite;
        long input = prompt - read - write;
        if (input < 0) {
            // counted beside the prompt, or the written tokens are among those read: never less than what can be billed
            input = read > prompt ? prompt : prompt - read;
        }
        TokenUsage tokens = new TokenUsage(input, output, read, write, 0, reasoning, extras(input, output));
        return new UsageReport(
                List.of(new UsageReport.Part("", tokens)), true, generatedBytes, ServiceTerms.tier(serviceTier));
    }

    private TokenUsage.Extras extras(long input, long output) {
        long audioIn = Math.min(input, audioInput);
        long audioOut = Math.min(output, audioOutput);
        return new TokenUsage.Extras(
                audioIn,
                audioOut,
                Math.min(input - audioIn, imageInput),
                Math.min(output - audioOut, imageOutput),
                Math.max(searchCalls, searchItems),
                0,
                audioSeconds);
    }
}

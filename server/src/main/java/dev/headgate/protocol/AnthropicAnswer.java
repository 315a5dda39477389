package dev.headgate.protocol;

import dev.headgate.protocol.UsageReader.BodyError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads Anthropic Messages answers, plain and streamed. {@code message_start} gives the first counts; every later event that
 * names a count replaces it. Where the total of cache writes and its split by lifetime disagree, the total wins and the
 * difference counts as five-minute writes. With several {@code iterations} (server-side compaction) each is a part of its own.
 */
final class AnthropicAnswer implements AnswerReader.Documents {
    private final Counts total = new Counts();
    private final List<Counts> iterations = new ArrayList<>();
    private final ErrorWords error = new ErrorWords();
    private String type = "";
    private String serviceTier = "";
    private String speed = "";
    private String region = "";
    private long webSearches;
    private boolean stated;
    private boolean finished;
    private boolean sawContent;
    private long generatedBytes;

    /** The counts of one usage object, -1 where nothing was said. */
    private static final class Counts {
        private long input = -1;
        private long output = -1;
        private long cacheRead = -1;
        private long cacheWrite = -1;
        private long cacheWrite5m = -1;
        private long cacheWrite1h = -1;
        private long reasoning = -1;
        private String model = "";

        void set(Field field, long value) {
            switch (field) {
                case INPUT_TOKENS -> input = value;
                case OUTPUT_TOKENS -> output = value;
                case CACHE_READ_INPUT_TOKENS -> cacheRead = value;
                case CACHE_CREATION_INPUT_TOKENS -> cacheWrite = value;
                case EPHEMERAL_5M -> cacheWrite5m = value;
                case EPHEMERAL_1H -> cacheWrite1h = value;
                case THINKING_TOKENS -> reasoning = value;
                default -> {}
            }
        }

        TokenUsage tokens() {
            long hour = Math.max(0, cacheWrite1h);
            long writes = cacheWrite >= 0 ? cacheWrite : Math.max(0, cacheWrite5m) + hour;
            hour = Math.min(hour, writes);
            long out = Math.max(0, output);
            return new TokenUsage(
                    Math.max(0, input), out, Math.max(0, cacheRead), writes - hour, hour, Math.max(0, reasoning));
        }
    }

    @Override
    public int captureMax(JsonPush at) {
        return switch (at.last()) {
            case TYPE, SERVICE_TIER, MODEL, SPEED, INFERENCE_GEO -> 64;
            case MESSAGE -> 1024;
            default -> 0;
        };
    }

    @Override
    public void string(JsonPush at, String captured, long bytes) {
        switch (at.last()) {
            case TYPE -> {
                if (at.is(Field.TYPE)) {
                    type = captured;
                } else if (at.is(Field.ERROR, Field.TYPE)) {
                    error.type(captured);
                }
            }
            case MESSAGE -> {
                if (at.is(Field.ERROR, Field.MESSAGE)) {
                    error.message(captured);
                }
            }
            case SERVICE_TIER -> serviceTier = captured;
            case SPEED -> speed = usageLevel(at) >= 0 ? captured : speed;
            case INFERENCE_GEO -> region = usageLevel(at) >= 0 ? captured : region;
            case MODEL -> {
                if (usageLevel(at) >= 0 && !iterations.isEmpty()) {
                    iterations.getLast().model = captured;
                }
            }
            default -> generated(at, bytes);
        }
    }

    private void generated(JsonPush at, long bytes) {
        Field root = at.level(0);
        if (root == Field.DELTA && at.depth() == 2 || root == Field.CONTENT) {
            switch (at.last()) {
                case TEXT, THINKING, PARTIAL_JSON -> generatedBytes += bytes;
                default -> {
                    if (at.level(2) == Field.INPUT) {
                        generatedBytes += bytes;
                    }
                }
            }
        }
    }

    @Override
    public void number(JsonPush at, long value) {
        int level = usageLevel(at);
        if (level < 0) {
            return;
        }
        if (at.level(level + 1) == Field.ITERATIONS) {
            if (!iterations.isEmpty()) {
                iterations.getLast().set(at.last(), value);
            }
        } else if (at.last() == Field.WEB_SEARCH_REQUESTS) {
            webSearches = value;
        } else {
            total.set(at.last(), value);
            stated |= at.last() == Field.OUTPUT_TOKENS && level == 0;
        }
    }

    /** The level at which {@code usage} stands on the path: 0 in a delta or a plain answer, 1 in {@code message_start}. */
    private static int usageLevel(JsonPush at) {
        if (at.level(0) == Field.USAGE) {
            return 0;
        }
        return at.level(0) == Field.MESSAGE && at.level(1) == Field.USAGE ? 1 : -1;
    }

    @Override
    public void opened(JsonPush at) {
        if (at.is(Field.CONTENT_BLOCK) || at.is(Field.CONTENT, Field.ITEM) || at.is(Field.DELTA)) {
            sawContent = true;
        } else if (at.is(Field.ERROR)) {
            error.begin();
        } else if (at.last() == Field.ITERATIONS && usageLevel(at) >= 0) {
            iterations.clear();
        } else if (at.last() == Field.ITEM && at.depth() >= 2 && at.level(at.depth() - 2) == Field.ITERATIONS) {
            iterations.add(new Counts());
        }
    }

    @Override
    public void documentEnded() {
        finished |= type.equals("message_stop") || type.equals("error");
        type = "";
        error.end();
    }

    @Override
    public void doneMarker() {}

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
    public UsageReport report() {
        List<UsageReport.Part> parts = new ArrayList<>();
        if (iterations.size() > 1) {
            Counts last = iterations.getLast();
            if (last.reasoning < 0) {
                last.reasoning =
                        total.reasoning; // told only for the whole; it is a part of output, never charged again
            }
            for (Counts counts : iterations) {
                TokenUsage tokens = counts.tokens();
                boolean carriesSearches = counts == last; // told only for the whole as well
                parts.add(new UsageReport.Part(
                        counts.model, carriesSearches ? tokens.with(TokenUsage.Extras.searches(webSearches)) : tokens));
            }
        } else if (total.input >= 0 || total.output >= 0) {
            parts.add(new UsageReport.Part("", total.tokens().with(TokenUsage.Extras.searches(webSearches))));
        }
        return new UsageReport(parts, stated, generatedBytes, new ServiceTerms(serviceTier, speed, region));
    }
}

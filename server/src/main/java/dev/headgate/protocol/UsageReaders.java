package dev.headgate.protocol;

/** Makes the reader that fits an answer. */
public final class UsageReaders {
    private UsageReaders() {}

    /** A fresh reader for one answer of {@code protocol}; the framing is found out from the bytes. */
    public static UsageReader open(Protocol protocol) {
        return new AnswerReader(
                switch (protocol) {
                    case ANTHROPIC_MESSAGES, ANTHROPIC_COUNT_TOKENS -> new AnthropicAnswer();
                    case OPENAI_CHAT, OPENAI_EMBEDDINGS -> new OpenAiAnswer(false);
                    case OPENAI_RESPONSES -> new OpenAiAnswer(true);
                    case GEMINI_GENERATE, GEMINI_COUNT_TOKENS, GEMINI_EMBEDDINGS -> new GeminiAnswer();
                });
    }
}

package dev.headgate.protocol;

import dev.headgate.base.Dialect;

/** One operation of a vendor's API as clients call it; {@link #id} is the {@code protocol} column of the usage export. */
public enum Protocol {
    ANTHROPIC_MESSAGES("anthropic-messages", Dialect.ANTHROPIC),
    ANTHROPIC_COUNT_TOKENS("anthropic-count-tokens", Dialect.ANTHROPIC),
    OPENAI_CHAT("openai-chat", Dialect.OPENAI),
    OPENAI_RESPONSES("openai-responses", Dialect.OPENAI),
    OPENAI_EMBEDDINGS("openai-embeddings", Dialect.OPENAI),
    GEMINI_GENERATE("gemini-generate", Dialect.GEMINI),
    GEMINI_COUNT_TOKENS("gemini-count-tokens", Dialect.GEMINI),
    GEMINI_EMBEDDINGS("gemini-embeddings", Dialect.GEMINI);

    private final String id;
    private final Dialect dialect;

    Protocol(String id, Dialect dialect) {
        this.id = id;
        this.dialect = dialect;
    }

    public String id() {
        return id;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Whether an answer of this operation costs nothing at the vendor (token counting). */
    public boolean free() {
        return this == ANTHROPIC_COUNT_TOKENS || this == GEMINI_COUNT_TOKENS;
    }

    /** The constant with this {@link #id}. */
    public static Protocol of(String id) {
        for (Protocol protocol : values()) {
            if (protocol.id.equals(id)) {
                return protocol;
            }
        }
        throw new IllegalArgumentException("protocol: \"" + id + "\" (expected: one of the export's protocol ids)");
    }
}

package dev.headgate.accounts;

import dev.headgate.base.Dialect;

/** Whose API an account speaks. */
public enum Provider {
    ANTHROPIC("anthropic", Dialect.ANTHROPIC),
    OPENAI("openai", Dialect.OPENAI),
    GEMINI("gemini", Dialect.GEMINI),
    OPENAI_COMPATIBLE("openai-compatible", Dialect.OPENAI);

    private final String id;
    private final Dialect dialect;

    Provider(String id, Dialect dialect) {
        this.id = id;
        this.dialect = dialect;
    }

    /** The word in configuration and API. */
    public String id() {
        return id;
    }

    /** Which clients it can serve without translation. */
    public Dialect dialect() {
        return dialect;
    }

    /** The provider of that word. */
    public static Provider of(String id) {
        for (Provider provider : values()) {
            if (provider.id.equals(id)) {
                return provider;
            }
        }
        throw new IllegalArgumentException(
                "provider: \"" + id + "\" (expected: anthropic, openai, gemini or openai-compatible)");
    }
}

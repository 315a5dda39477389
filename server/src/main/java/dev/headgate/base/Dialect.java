package dev.headgate.base;

/** The family of wire shapes a client speaks; it decides the shape of errors, model lists and pings. */
public enum Dialect {
    ANTHROPIC,
    OPENAI,
    GEMINI
}

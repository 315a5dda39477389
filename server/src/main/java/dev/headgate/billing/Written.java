package dev.headgate.billing;

/** What became of a write that carries its caller's id. */
public enum Written {
    /** It happened now. */
    DONE,
    /** It had happened before, with the same content; nothing changed. */
    EXISTS
}

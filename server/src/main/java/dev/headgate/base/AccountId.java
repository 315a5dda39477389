package dev.headgate.base;

/** Identifies an upstream account; made by {@link IdSource}, never reused. */
public record AccountId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}

package dev.headgate.base;

/** Identifies a platform API key; made by {@link IdSource}, never reused. */
public record KeyId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}

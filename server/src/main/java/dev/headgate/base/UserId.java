package dev.headgate.base;

/** Identifies a user; made by {@link IdSource}, never reused. */
public record UserId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}

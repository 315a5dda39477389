package dev.headgate.base;

/** Identifies a group of accounts and keys; made by {@link IdSource}, never reused. */
public record GroupId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}

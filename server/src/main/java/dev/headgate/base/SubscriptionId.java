package dev.headgate.base;

/** Identifies a user's subscription; made by {@link IdSource}, never reused. */
public record SubscriptionId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}

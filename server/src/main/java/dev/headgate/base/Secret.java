package dev.headgate.base;

/** A value that must never be shown: prints {@code ***}. Compare with {@link java.security.MessageDigest#isEqual}. */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}

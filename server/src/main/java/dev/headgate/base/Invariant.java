package dev.headgate.base;

/** Assertions that stay on: a broken one fails the request at hand (500 {@code internal}), never the server. */
public final class Invariant {
    private Invariant() {}

    public static void check(boolean holds, String what) {
        if (!holds) {
            throw new GatewayException(ErrorCode.INTERNAL, "internal error", "invariant broken: " + what);
        }
    }
}

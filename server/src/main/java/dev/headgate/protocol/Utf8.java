package dev.headgate.protocol;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;

/**
 * Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. Runs of ASCII are stepped over eight
 * bytes at a time.
 */
final class Utf8 {
    private static final java.lang.invoke.VarHandle LONGS =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** @throws GatewayException {@code invalid_request} that names the first bad byte */
    static void check(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            while (at + 8 <= length && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
                at += 8;
            }
            if (at == length) {
                return;
            }
            int size = sequence(bytes, at, length);
            if (size == 0) {
                throw new GatewayException(
                        ErrorCode.INVALID_REQUEST,
                        "request body: byte " + at + " is not valid UTF-8 (expected: JSON in UTF-8)");
            }
            at += size;
        }
    }

    /** Length of the sequence that starts at {@code at}, 0 when it is not valid. */
    private static int sequence(byte[] bytes, int at, int length) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xC2) {
            return 0;
        }
        if (first < 0xE0) {
            return continues(bytes, at + 1, length, 0x80, 0xBF) ? 2 : 0;
        }
        if (first < 0xF0) {
            int low = first == 0xE0 ? 0xA0 : 0x80;
            int high = first == 0xED ? 0x9F : 0xBF;
            return continues(bytes, at + 1, length, low, high) && continues(bytes, at + 2, length, 0x80, 0xBF) ? 3 : 0;
        }
        if (first > 0xF4) {
            return 0;
        }
        int low = first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xF4 ? 0x8F : 0xBF;
        return continues(bytes, at + 1, length, low, high)
                        && continues(bytes, at + 2, length, 0x80, 0xBF)
                        && continues(bytes, at + 3, length, 0x80, 0xBF)
                ? 4
                : 0;
    }

    private static boolean continues(byte[] bytes, int at, int length, int low, int high) {
        return at < length && (bytes[at] & 0xFF) >= low && (bytes[at] & 0xFF) <= high;
    }
}

package dev.headgate.signin;

/** Base 32 of RFC 4648, 6, without padding: what authenticator apps take, and what people can type. Pure. */
final class Base32 {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int count = 0;
        for (byte one : bytes) {
            bits = (bits << 8) | (one & 0xFF);
            count += 8;
            while (count >= 5) {
                count -= 5;
                text.append(LETTERS.charAt((bits >>> count) & 31));
            }
            bits &= (1 << count) - 1;
        }
        if (count > 0) {
            text.append(LETTERS.charAt((bits << (5 - count)) & 31));
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException for a letter that isn't one of base 32 */
    static byte[] decode(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        int bits = 0;
        int count = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = LETTERS.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("base 32: an unknown letter (expected: A - Z, 2 - 7)");
            }
            bits = ((bits << 5) | value) & 0xFFFF;
            count += 5;
            if (count >= 8) {
                count -= 8;
                bytes[at++] = (byte) (bits >>> count);
            }
        }
        return bytes;
    }
}

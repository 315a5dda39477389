package dev.headgate.gateway;

import java.nio.charset.StandardCharsets;

/** A model's name as one segment of a path. */
final class PathModel {
    private static final String HEX = "0123456789ABCDEF";

    private PathModel() {}

    /** Percent-decodes a segment; a broken escape stays as it is. */
    static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] out = new byte[segment.length() * 3];
        int length = 0;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            int high = c == '%' && i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(segment.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                out[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    out[length++] = b;
                }
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    /** Percent-encodes all but unreserved characters (RFC 3986, 2.3). */
    static String encode(String model) {
        StringBuilder out = new StringBuilder(model.length() + 8);
        for (byte b : model.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._~@:".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return out.toString();
    }
}

package dev.headgate.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file of the console with its compressed forms, which were made when the console was built. Immutable; its arrays are not
 * to be changed.
 *
 * @param type its media type
 * @param tag names its content
 * @param plain its bytes
 * @param brotli the same compressed, null when that saves nothing
 * @param gzip the same compressed, null when that saves nothing
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; copying megabytes would serve nobody
record StaticFile(String type, String tag, byte[] plain, byte @Nullable [] brotli, byte @Nullable [] gzip) {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8",
            "woff2", "font/woff2");

    /** What is sent. */
    record Form(@Nullable String encoding, byte[] bytes, String etag) {}

    static StaticFile of(String name, byte[] plain, byte @Nullable [] brotli, byte @Nullable [] gzip) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return new StaticFile(TYPES.getOrDefault(ending, "application/octet-stream"), tag(plain), plain, brotli, gzip);
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }

    /** The smallest form that a client reads, by its {@code accept-encoding}. */
    Form form(@Nullable String accepted) {
        if (brotli != null && accepts(accepted, "br")) {
            return new Form("br", brotli, "\"" + tag + "-br\"");
        }
        if (gzip != null && accepts(accepted, "gzip")) {
            return new Form("gzip", gzip, "\"" + tag + "-gz\"");
        }
        return new Form(null, plain, "\"" + tag + "\"");
    }

    boolean compressible() {
        return brotli != null || gzip != null;
    }

    String text() {
        return new String(plain, StandardCharsets.UTF_8);
    }

    /** Whether a coding is named and not refused by {@code q=0} (RFC 9110, 12.5.3). */
    static boolean accepts(@Nullable String accepted, String coding) {
        if (accepted == null) {
            return false;
        }
        for (String part : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] words = part.split(";", -1);
            if (words[0].strip().equals(coding)) {
                return words.length < 2 || !words[1].strip().matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }
}

package dev.headgate.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a platform key. Keys are 256-bit random, so an unsalted hash can't be searched and a look-up by hash tells
 * nothing by its timing.
 *
 * @param hex 64 lower-case hex digits
 */
public record KeyHash(String hex) {
    public static KeyHash of(String key) {
        return of(key, sha256());
    }

    /** The same with a digest that the caller uses again and again. */
    public static KeyHash of(String key, MessageDigest sha256) {
        return new KeyHash(HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8))));
    }

    /** A digest for {@link #of(String, MessageDigest)}; not thread-safe. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
